import { join } from "node:path";
import { digestOfValue } from "../model/digest.js";
import { Failure } from "../model/diagnostic.js";
import type { StageContext } from "./context.js";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export interface Answers<T> {
  /** The answer to the same question, if it was asked no longer than `maxAgeMs` ago. Offline, age does not matter. */
  find(maxAgeMs: number): T | null;
  keep(answer: T): void;
}

/** Goes into every key: raise it when the meaning of kept answers changes. */
const format = 1;

/**
 * Answers of tools, one file each below the cache directory, named by the digest of the whole question:
 * the inputs, the tool's identity and what steers it.
 */
export function answersTo<T>(
  context: Pick<StageContext, "system" | "cacheDirectory" | "offline">,
  kind: string,
  question: unknown,
): Answers<T> {
  const { system, cacheDirectory, offline } = context;
  const directory = join(cacheDirectory, kind);
  const path = join(directory, `${digestOfValue({ format, question }).slice("sha256:".length)}.json`);
  return {
    find(maxAgeMs) {
      const state = system.read(path);
      if (state.kind !== "file") return null;
      const entry = parseEntry<T>(state.bytes);
      if (entry === null) return null;
      const age = system.now() - entry.madeAt;
      return offline || (age >= 0 && age <= maxAgeMs) ? entry.answer : null;
    },
    keep(answer) {
      try {
        system.makeDirectory(directory, { mode: 0o700 });
        system.replaceFile(path, JSON.stringify({ madeAt: system.now(), answer }), { mode: 0o600 });
      } catch (error) {
        // A cache that cannot be written makes the next plan slower, and this one no less right.
        if (!(error instanceof Failure)) throw error;
      }
    },
  };
}

function parseEntry<T>(bytes: Uint8Array): { madeAt: number; answer: T } | null {
  try {
    const entry: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const valid =
      entry !== null &&
      typeof entry === "object" &&
      "answer" in entry &&
      "madeAt" in entry &&
      typeof entry.madeAt === "number";
    return valid ? (entry as { madeAt: number; answer: T }) : null;
  } catch {
    return null;
  }
}
