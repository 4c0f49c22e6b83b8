import { join } from "node:path";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import type { Reader } from "../host/system.js";
import { leakedCredentials, registryHosts, strayPath } from "./lock-checks.js";
import { userConfigFiles, type UvEnvironment } from "./uv-environment.js";

export interface MadeLock {
  readonly lock: string;
  /** The lock that uv started from; `null`: none. */
  readonly old: string | null;
  readonly stage: { readonly directory: string; readonly tree: string; readonly project: string };
  readonly environment: UvEnvironment;
  readonly project: string;
  readonly pyprojectText: string;
}

export interface LockVerdict {
  /** Why the lock must not be used, as a clause; `null`: it may. */
  readonly refused: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks at a lock that uv made in a staged copy: may it become the project's? */
export function checkLock(system: Reader, made: MadeLock): LockVerdict {
  const credentials = leakedCredentials(made.lock);
  if (credentials !== null)
    return { refused: "the lock would hold credentials", diagnostics: [leak(credentials)] };
  const path = strayPath(made.lock, made.stage, made.old);
  if (path !== null) {
    const shown = path === made.stage.directory ? "the staging directory" : path;
    return { refused: `the lock would name a path of this machine (${shown})`, diagnostics: [stray(shown)] };
  }
  return { refused: null, diagnostics: movedRegistries(system, made) };
}

function movedRegistries(system: Reader, made: MadeLock): Diagnostic[] {
  if (made.old === null) return [];
  const before = registryHosts(made.old);
  return [...registryHosts(made.lock)]
    .filter((host) => !before.has(host) && !made.pyprojectText.includes(host))
    .map((host) => ({
      severity: "warning" as const,
      code: "NT536" as const,
      summary: "The lock moves to another package registry",
      detail:
        `Packages of the committed uv.lock come from ${[...before].join(", ") || "no registry"}; ` +
        `now some come from ${host}, because ${causeOf(system, made, host)}. Everyone who uses the lock downloads from there.`,
      hint: "If that was not meant, plan without that setting. If it was, name the registry under indexes in nixtorch.config.ts, so that it is the same for all.",
      address: "project.uv_lock" as const,
    }));
}

function causeOf(system: Reader, { environment, project }: MadeLock, host: string): string {
  const variable = Object.entries(environment.identity).find(
    ([name, value]) => name.startsWith("UV_") && value.includes(host),
  );
  if (variable !== undefined) return `${variable[0]} is set to it`;
  const files = [join(project, "uv.toml"), ...userConfigFiles(system.env)];
  const file = files.find((path) => {
    const state = system.read(path);
    return state.kind === "file" && new TextDecoder().decode(state.bytes).includes(host);
  });
  return file === undefined ? "that is uv's default index and no setting names another" : `${file} names it`;
}

function leak(url: string): Diagnostic {
  return {
    severity: "error",
    code: "NT537",
    summary: "The lock would hold credentials",
    detail: `uv.lock would contain ${url}, and it is committed.`,
    hint: "Take user name and password out of the URL, and give them in the environment:\n  UV_INDEX_<NAME>_USERNAME, UV_INDEX_<NAME>_PASSWORD",
    address: "project.uv_lock",
  };
}

function stray(path: string): Diagnostic {
  return {
    severity: "warning",
    code: "NT535",
    summary: "The staged lock names a path of this machine",
    detail: `The lock that was computed in a copy of the project contains ${path}, which means nothing elsewhere. uv.lock is made during apply instead.`,
    hint: "Use a path relative to the project, below its git root, in tool.uv.sources.",
    address: "project.uv_lock",
  };
}

export const conflictMarkers: Diagnostic = {
  severity: "warning",
  code: "NT529",
  summary: "A lock cannot be read",
  detail: "uv.lock holds the markers of an unfinished merge, so it is made anew and packages may move.",
  hint: "To keep the versions of one side, take that side first:\n  git checkout --ours uv.lock",
  address: "project.uv_lock",
};

export function noLockWritten(uv: ToolInput): Diagnostic {
  return {
    severity: "error",
    code: "NT533",
    summary: "uv wrote no lock",
    detail: `${uv.path} (${uv.version}) reported success and left no uv.lock.`,
    hint: "Look what stands behind uv on your PATH:\n  command -v uv; uv --version",
    address: "project.uv_lock",
  };
}

export function workspaceElsewhere(root: string): Diagnostic {
  return {
    severity: "error",
    code: "NT444",
    summary: "The project is a member of a uv workspace",
    detail: `uv keeps one lock for the workspace, in ${root}.`,
    hint: `Keep nixtorch.config.ts in the root, and run nixtorch there:\n  nixtorch -C ${root} plan`,
    address: "project.uv_lock",
  };
}
