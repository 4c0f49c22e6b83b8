import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { digestOf } from "../model/digest.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Need } from "../model/plan.js";
import { answersTo, dayMs, hourMs } from "./cache.js";
import { unknown, type Staged, type StagedAnswer, type StageContext } from "./context.js";
import { withStagingDirectory } from "./directory.js";
import { meansSame } from "./flake-ref.js";
import { askNix, type NixAnswer } from "./nix.js";
import { nixTrouble } from "./nix-trouble.js";
import { findTool, toolInput, type Tool } from "./tool.js";
import { troubleOf } from "./trouble.js";

export interface FlakeLockRequest {
  /** `flake.nix` as it will be. */
  readonly flakeText: string;
  /** `flake.lock` as it is; `null`: absent. */
  readonly existing: string | null;
  /** The URL of the flake's one input, `nixpkgs`. */
  readonly nixpkgsUrl: string;
  /** Move nixpkgs to the newest revision of its branch. */
  readonly update: boolean;
}

/** `flake.lock` after apply: kept if it pins what the flake asks for, else made by Nix in a staged copy. */
export async function stageFlakeLock(context: StageContext, request: FlakeLockRequest): Promise<Staged> {
  if (!request.update && keepsInput(request)) return kept;
  const nix = findTool(context.system, "nix");
  if (nix === null) return unknown("no nix on PATH", [noNix]);

  const answers = answersTo<StagedAnswer>(context, "flake-lock", {
    flake: digestOf(request.flakeText),
    existing: request.existing === null ? null : digestOf(request.existing),
    update: request.update,
    nix: nix.identity,
  });
  // A branch moves: an answer about its newest revision is good for a while, and for an explicit update less long.
  const known = answers.find(request.update ? hourMs : dayMs);
  if (known !== null) return known;
  const staged = await lockStaged(context, nix, request);
  if (staged.kind !== "unknown") answers.keep(staged);
  return staged;
}

const kept: StagedAnswer = { kind: "kept", tools: {}, diagnostics: [], needs: [] };

const noNix: Diagnostic = {
  severity: "warning",
  code: "NT528",
  summary: "Nix is not installed",
  detail: "There is no nix on PATH, so flake.lock cannot be made here and the shell cannot be checked.",
  hint: "Install Nix (https://nixos.org/download), or plan on a machine that has it.",
  address: "project.flake_lock",
};

/** Whether the lock has the one input, locked, from where the flake says. */
function keepsInput({ existing, nixpkgsUrl }: FlakeLockRequest): boolean {
  const lock = existing === null ? null : parseLock(existing);
  const root = lock?.nodes[lock.root];
  const name = root?.inputs?.nixpkgs;
  if (lock === null || typeof name !== "string" || !isDeepStrictEqual(root?.inputs, { nixpkgs: name }))
    return false;
  const node = lock.nodes[name];
  return node?.locked?.narHash !== undefined && meansSame(node.original, nixpkgsUrl) === true;
}

interface FlakeLockFile {
  readonly root: string;
  readonly nodes: Readonly<Record<string, FlakeLockNode | undefined>>;
}

interface FlakeLockNode {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly locked?: Readonly<Record<string, unknown>>;
  readonly original?: unknown;
}

/** `null`: no lock of the version known here, such as one with merge markers. */
function parseLock(text: string): FlakeLockFile | null {
  try {
    const lock = JSON.parse(text) as (FlakeLockFile & { readonly version?: unknown }) | null;
    return lock?.version === 7 && typeof lock.root === "string" && typeof lock.nodes === "object"
      ? lock
      : null;
  } catch {
    return null;
  }
}

async function lockStaged(context: StageContext, nix: Tool, request: FlakeLockRequest): Promise<Staged> {
  const unreadable = request.existing !== null && parseLock(request.existing) === null;
  const existing = unreadable ? null : request.existing;
  const diagnostics = unreadable ? [unreadableLock] : [];
  return withStagingDirectory(context, async (directory) => {
    const { system } = context;
    const path = join(directory.path, "flake.lock");
    system.replaceFile(join(directory.path, "flake.nix"), request.flakeText);
    if (existing !== null) system.replaceFile(path, existing);
    context.onProgress(`locking nixpkgs (${request.nixpkgsUrl})`);
    const command = request.update
      ? ["flake", "update", "nixpkgs", "--flake", `path:${directory.real}`]
      : ["flake", "lock", `path:${directory.real}`];
    const answer = await askNix(context, nix, command, { cwd: directory.real });
    if (answer.result.outcome !== "success") return failed(context, answer, directory.real, diagnostics);
    const made = system.read(path);
    if (made.kind !== "file") return noLock(diagnostics);
    const content = new TextDecoder().decode(made.bytes);
    const common = {
      tools: { nix: await toolInput(context, nix) },
      diagnostics,
      needs: fetchNeeds(request.nixpkgsUrl, answer.downloaded),
    };
    return content === request.existing
      ? { kind: "kept", ...common }
      : { kind: "computed", content, ...common };
  });
}

const unreadableLock: Diagnostic = {
  severity: "warning",
  code: "NT529",
  summary: "A lock cannot be read",
  detail:
    "flake.lock is not JSON of version 7 (merge markers, perhaps), so it is made anew and nixpkgs may move.",
  hint: "To keep the old revision, restore the file first:\n  git checkout -- flake.lock",
  address: "project.flake_lock",
};

/** What was fetched to answer: the next machine has to, as well. */
function fetchNeeds(url: string, bytes: number): readonly Need[] {
  return bytes === 0
    ? []
    : [{ kind: "download", detail: `the source of nixpkgs (${url}), fetched while planning`, bytes }];
}

function failed(
  context: StageContext,
  { result, log }: NixAnswer,
  directory: string,
  diagnostics: readonly Diagnostic[],
): Staged {
  const found = troubleOf(result, log);
  const trouble = { ...found, message: found.message.replaceAll(directory, "the staged flake") };
  const diagnostic = nixTrouble(trouble, {
    address: "project.flake_lock",
    doing: "locking nixpkgs",
    command: "flake lock",
    offline: context.offline,
  });
  const unreached = trouble.kind === "network" || trouble.kind === "offline";
  const reason = !unreached
    ? `nix flake lock failed: ${trouble.message.split("\n")[0]}`
    : context.offline
      ? "--offline, and the revision of nixpkgs is not known here"
      : "the network could not be reached";
  return unknown(reason, [...diagnostics, diagnostic]);
}

function noLock(diagnostics: readonly Diagnostic[]): Staged {
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "NT520",
    summary: "Nix failed",
    detail: "nix flake lock reported success and wrote no flake.lock.",
    hint: "Look what stands behind nix on your PATH:\n  command -v nix; nix --version",
    address: "project.flake_lock",
  };
  return unknown("nix wrote no flake.lock", [...diagnostics, diagnostic]);
}
