import type { Address } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";

/** How to take back what one step did. */
export interface Undo {
  readonly address: Address;
  readonly path: string;
  /** The command for a person, should that not succeed; left out: copying the kept bytes, or removing the file. */
  readonly byHand?: string;
  /** Returns whether there was anything to take back. Raises a `Failure` if it could not be. */
  run(): Promise<boolean>;
}

interface Undoing {
  /** Where the bytes before are kept; `null`: there were none. */
  readonly imageOf: (address: Address) => string | null;
  readonly onUndone: (address: Address) => void;
}

/** Takes everything back, the last first. One that fails does not keep the others from it. */
export async function undoAll(
  undos: readonly Undo[],
  { imageOf, onUndone }: Undoing,
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly complete: boolean }> {
  const restored: string[] = [];
  const broken: Diagnostic[] = [];
  for (const undo of undos.toReversed()) {
    try {
      if (!(await undo.run())) continue;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      broken.push(unrestored(undo, error, imageOf(undo.address)));
      continue;
    }
    restored.push(undo.path);
    onUndone(undo.address);
  }
  return {
    diagnostics: [...(restored.length > 0 ? [putBack(restored)] : []), ...broken],
    complete: broken.length === 0,
  };
}

function putBack(paths: readonly string[]): Diagnostic {
  return {
    severity: "info",
    code: "NT505",
    summary: "What had been changed is as before",
    detail: `Restored: ${[...new Set(paths)].join(", ")}.`,
  };
}

function unrestored(undo: Undo, error: Failure, image: string | null): Diagnostic {
  const why = error.diagnostics.map((one) => one.detail ?? one.summary).join(" ");
  return {
    severity: "error",
    code: "NT506",
    summary: "A changed file could not be put back",
    detail: `${undo.path} still has what this apply wrote: ${why}`,
    hint:
      undo.byHand !== undefined
        ? `What was there before is kept. To put it back:\n  ${undo.byHand}`
        : image === null
          ? `It was not there before. To take it away:\n  rm ${undo.path}`
          : `Its content before the apply is kept. To put it back:\n  cp ${image} ${undo.path}`,
    address: undo.address,
    place: { file: undo.path },
  };
}
