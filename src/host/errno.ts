import type { Code, Diagnostic } from "../model/diagnostic.js";
import { Failure } from "../model/diagnostic.js";

/** The code of a system error such as "ENOENT"; `null`: not a system error. */
export function errnoOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return error instanceof Error && typeof code === "string" ? code : null;
}

/** Whether the error only says that the path does not lead to anything. */
export function isAbsence(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

interface Wording {
  readonly code: Code;
  readonly summary: string;
  readonly why: string;
  readonly hint: string;
}

const fullDisk: Wording = {
  code: "NT510",
  summary: "The disk is full",
  why: "there is no space left on that file system, or the quota is used up. The old content is untouched",
  hint: "Free some space and try again. What takes it:\n  df -h\n  nix-collect-garbage --dry-run",
};

const noPermission: Wording = {
  code: "NT511",
  summary: "No permission to write",
  why: "this user may not write there",
  hint: "Look who owns the file and its directory, and change that or run as the owner:",
};

const readOnly: Wording = {
  code: "NT512",
  summary: "The file system is read-only",
  why: "it is mounted read-only",
  hint: "Work in a copy on a writable file system, or mount this one writable.",
};

const wordings: Readonly<Record<string, Wording>> = {
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: readOnly,
};

/** The failure a person sees when `verb` ("write", "remove") did not work on `path`. */
export function writeFailure(verb: string, path: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const wording = wordings[errnoOf(error) ?? ""];
  const diagnostic: Diagnostic =
    wording === undefined
      ? {
          severity: "error",
          code: "NT514",
          summary: "A file could not be written",
          detail: `Cannot ${verb} ${path}: ${messageOf(error)}.`,
          hint: `Look what is there:\n  ls -ld ${path}`,
        }
      : {
          severity: "error",
          code: wording.code,
          summary: wording.summary,
          detail: `Cannot ${verb} ${path}: ${wording.why}.`,
          hint: wording === noPermission ? `${wording.hint}\n  ls -ld ${path}` : wording.hint,
        };
  return new Failure({ ...diagnostic, place: { file: path } }, { cause: error });
}

/** The text of a system error without its code prefix and call suffix. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const match = /^[A-Z0-9]+: (.*?)(?:, \w+(?: '.*)?)?$/s.exec(error.message);
  return match?.[1] ?? error.message;
}
