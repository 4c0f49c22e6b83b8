import { Failure, type Diagnostic } from "../model/diagnostic.js";

/**
 * Notes something that the apply does not hang on: what cannot be written, as on a full disk, is a warning, because
 * what counts, the files, is as it should be by then.
 */
export function asWarnings(act: () => void): Diagnostic[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.diagnostics.map((one) => ({ ...one, severity: "warning" }));
  }
}
