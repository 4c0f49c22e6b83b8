import type { FileState, Reader, Writer } from "../host/system.js";
import { Failure, type Code } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { decodePlan, encodePlan } from "./codec.js";

/** A plan shows paths and versions of one person's machine: theirs alone. */
const planFileMode = 0o600;

/** Anyone but the owner may write: whoever can, could decide what apply does. */
const writableByOthers = 0o022;

/**
 * Writes a plan to an absolute path with mode 0600. Raises NT488 for a file that is no earlier plan, NT480, and what
 * the writer raises.
 */
export function writePlanFile(system: Reader & Writer, path: string, plan: Plan): void {
  if (!isReplaceable(system.read(path)))
    throw refused(
      "NT488",
      "A file that is no plan stands where the plan should be saved",
      `${path} exists, and nixtorch did not write it as a plan, so it is left as it is.`,
      "Name another file:\n  nixtorch plan --out my.plan",
      path,
    );
  system.replaceFile(path, encodePlan(plan), { mode: planFileMode });
}

function isReplaceable(state: FileState): boolean {
  return (
    state.kind === "absent" || (state.kind === "file" && looksLikePlan(new TextDecoder().decode(state.bytes)))
  );
}

/** By its first key: also a plan of another format, or one that is damaged. */
function looksLikePlan(text: string): boolean {
  return text.trim() === "" || /^\s*\{\s*"formatVersion":/.test(text);
}

/**
 * Reads a plan from an absolute path. Raises NT484 (no readable file), NT485 (not the caller's, or others can write
 * it; not asked with `anyOwner`, for looking at it) and what {@link decodePlan} raises.
 */
export function readPlanFile(
  reader: Reader,
  path: string,
  options: { readonly anyOwner?: boolean } = {},
): Plan {
  const state = reader.read(path);
  if (state.kind !== "file") {
    const why =
      state.kind === "absent"
        ? "there is no such file"
        : state.kind === "directory"
          ? "it is a directory"
          : state.reason;
    throw refused(
      "NT484",
      "The plan file cannot be read",
      `${path}: ${why}.`,
      `Make one:\n  nixtorch plan --out ${path}`,
      path,
    );
  }
  if (!options.anyOwner) refuseForeign(reader, path, state.realPath);
  return decodePlan(new TextDecoder().decode(state.bytes), path);
}

function refuseForeign(reader: Reader, path: string, realPath: string): void {
  const entry = reader.lstat(realPath);
  if (entry === null || entry.uid !== reader.uid)
    throw refused(
      "NT485",
      "The plan file is not safe to apply",
      `${path} belongs to another user (${entry?.uid ?? "unknown"}). A plan decides what is written, so only your own is applied.`,
      `Look at it, and make your own:\n  nixtorch show ${path}\n  nixtorch plan --out my.plan`,
      path,
    );
  if ((entry.mode & writableByOthers) !== 0)
    throw refused(
      "NT485",
      "The plan file is not safe to apply",
      `${path} can be written by other users (mode ${entry.mode.toString(8).padStart(4, "0")}). A plan decides what is written, so someone else could have changed it.`,
      `Look at it first, then make it yours alone:\n  nixtorch show ${path}\n  chmod 600 ${path}`,
      path,
    );
}

function refused(code: Code, summary: string, detail: string, hint: string, file: string): Failure {
  return new Failure({ severity: "error", code, summary, detail, hint, place: { file } });
}
