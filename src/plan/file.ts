import type { Reader, Writer } from "../host/system.js";
import { Failure, type Code } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { decodePlan, encodePlan } from "./codec.js";

/** A plan shows paths and versions of one person's machine: theirs alone. */
const planFileMode = 0o600;

/** Anyone but the owner may write: whoever can, could decide what apply does. */
const writableByOthers = 0o022;

/** Writes a plan to an absolute path with mode 0600. Raises what the writer raises, and NT480. */
export function writePlanFile(writer: Writer, path: string, plan: Plan): void {
  writer.replaceFile(path, encodePlan(plan), { mode: planFileMode });
}

/**
 * Reads a plan from an absolute path. Raises NT484 (no readable file), NT485 (not the caller's, or others can write
 * it) and what {@link decodePlan} raises.
 */
export function readPlanFile(reader: Reader, path: string): Plan {
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
  const entry = reader.lstat(state.realPath);
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
  return decodePlan(new TextDecoder().decode(state.bytes), path);
}

function refused(code: Code, summary: string, detail: string, hint: string, file: string): Failure {
  return new Failure({ severity: "error", code, summary, detail, hint, place: { file } });
}
