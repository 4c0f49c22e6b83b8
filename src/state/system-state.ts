import { join } from "node:path";
import type { Reader } from "../host/system.js";
import { digestOf } from "../model/digest.js";
import type { Baselines, ChosenValues, StateOwner } from "../model/record.js";

export const systemStateFormatVersion = 1;

/** What was last applied to one system, kept by the user who applied it: it differs between machines. */
export interface SystemState {
  readonly nixtorchVersion: string;
  readonly catalogVersion: string;
  /** The project directory whose config the system part came from. */
  readonly owner: string;
  readonly host: string | null;
  /** The chosen values that belong to one host. */
  readonly resolution: ChosenValues;
  readonly baseline: Baselines;
}

/** The directory of one root's state below the user's state directory (`$XDG_STATE_HOME/nixtorch`). */
export function systemStateDirectory(stateDirectory: string, root: string): string {
  const key = root === "/" ? "root" : digestOf(root).slice("sha256:".length, "sha256:".length + 16);
  return join(stateDirectory, "system", key);
}

export function systemStatePath(stateDirectory: string, root: string): string {
  return join(systemStateDirectory(stateDirectory, root), "state.json");
}

export function encodeSystemState(root: string, state: SystemState): string {
  const { nixtorchVersion, catalogVersion, owner, host, resolution, baseline } = state;
  const document = {
    formatVersion: systemStateFormatVersion,
    root,
    nixtorchVersion,
    catalogVersion,
    owner,
    host,
  };
  return `${JSON.stringify({ ...document, resolution, baseline }, null, 2)}\n`;
}

/**
 * The state of the system under `root`; `null`: nothing was applied there by this user, or what is there cannot be
 * used. Like the project's record it is never the truth, so losing it only loses the tale of hand edits.
 */
export function readSystemState(reader: Reader, stateDirectory: string, root: string): SystemState | null {
  const file = reader.read(systemStatePath(stateDirectory, root));
  if (file.kind !== "file") return null;
  let value: Partial<SystemState> & { formatVersion?: unknown; root?: unknown };
  try {
    value = JSON.parse(new TextDecoder().decode(file.bytes)) as typeof value;
  } catch {
    return null;
  }
  if (value?.formatVersion !== systemStateFormatVersion || value.root !== root) return null;
  const { nixtorchVersion, catalogVersion, owner, host = null, resolution = {}, baseline = {} } = value;
  if (typeof nixtorchVersion !== "string" || typeof catalogVersion !== "string" || typeof owner !== "string")
    return null;
  return { nixtorchVersion, catalogVersion, owner, host, resolution, baseline };
}

/** Whose a system's state is, seen from a project's directory. */
export function stateOwnerOf(reader: Reader, state: SystemState | null, project: string): StateOwner {
  if (state === null) return { kind: "nobody" };
  const { owner } = state;
  const real = reader.realPath(owner);
  if (owner === project || (real !== null && real === reader.realPath(project))) return { kind: "this" };
  return reader.lstat(owner)?.kind === "directory"
    ? { kind: "another", directory: owner }
    : { kind: "nobody" };
}
