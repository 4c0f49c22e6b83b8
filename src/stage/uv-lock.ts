import { dirname, join } from "node:path";
import type { Diagnostic } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import { unreadSettings } from "../model/unread-settings.js";
import type { CommandResult } from "../host/system.js";
import { answersTo, dayMs, hourMs } from "./cache.js";
import { unknown, type Staged, type StagedAnswer, type StageContext } from "./context.js";
import { withStagingDirectory } from "./directory.js";
import { lockInputsOf, type LockInputs } from "./lock-inputs.js";
import { checkLock, conflictMarkers, noLockWritten, workspaceElsewhere } from "./lock-verdict.js";
import { stageProject, type StagedProject } from "./project-tree.js";
import { inProject, runUv, type Uv } from "./run-uv.js";
import { findTool } from "./tool.js";
import { findToolchain, type Toolchain } from "./toolchain.js";
import { troubleOf } from "./trouble.js";
import { uvEnvironment } from "./uv-environment.js";
import { uvTrouble } from "./uv-trouble.js";
import { neededUv } from "./uv-version.js";

export interface UvLockRequest {
  /** Absolute path of the project. */
  readonly project: string;
  /** `pyproject.toml` as it will be. */
  readonly pyprojectText: string;
  /** `uv.lock` as it is; `null`: absent. */
  readonly existingLock: string | null;
  /** The flake after apply, whose nixpkgs has a uv; `null`: none, or its lock is not known. */
  readonly flake: { readonly text: string; readonly lock: string } | null;
  /** A specifier, such as ">=3.12,<3.13"; empty: any. */
  readonly requiresPython: string;
  /** A minor, such as "3.12". */
  readonly pythonVersion: string;
  /** The uv that first understood a setting of `[tool.uv]`, by the setting's name; others count as always there. */
  readonly uvSince: Readonly<Record<string, string>>;
  /** Move all packages (`true`), one package, or only what no longer satisfies (`null`). */
  readonly upgrade: null | true | string;
  /** The baseline of `project.uv_lock`: with which inputs which lock was last seen to fit. */
  readonly recorded: { readonly inputs?: string; readonly lock?: string };
}

export type StagedUvLock = Staged & {
  /** What the lock is computed from, to be recorded; `null`: it could not be read. */
  readonly inputs: Digest | null;
};

/**
 * `uv.lock` after apply: kept without asking if it is recorded to fit these inputs, kept if uv says that it fits,
 * else made by uv in a staged copy. Answers are kept by the digest of all they depend on; failures never are.
 */
export async function stageUvLock(context: StageContext, request: UvLockRequest): Promise<StagedUvLock> {
  const { system } = context;
  const inputs = await lockInputsOf(system, request.project, request.pyprojectText);
  if (inputs === null) return { ...unknown("pyproject.toml is not valid TOML", []), inputs: null };
  const { digest } = inputs;
  if (isRecorded(request, digest))
    return { kind: "kept", tools: {}, diagnostics: [], needs: [], inputs: digest };

  const environment = uvEnvironment(system, inputs.computedVersions);
  const needed = neededUv(inputs.subject.uv, request.uvSince);
  const answers = answersTo<StagedAnswer>(context, "uv-lock", {
    inputs: digest,
    lock: request.existingLock === null ? null : digestOf(request.existingLock),
    upgrade: request.upgrade,
    python: [request.pythonVersion, request.requiresPython],
    uv: findTool(system, "uv")?.identity ?? null,
    needed,
    flake: request.flake === null ? null : digestOf(request.flake.lock),
    environment: environment.identity,
  });
  // Indexes move: an answer about the newest versions is good for a while, and for an explicit upgrade less long.
  const known = answers.find(request.upgrade === null ? dayMs : hourMs);
  if (known !== null) return { ...known, inputs: digest };

  const toolchain = await findToolchain(context, { ...request, needed });
  if ("missing" in toolchain) return { ...unknown(toolchain.missing, toolchain.diagnostics), inputs: digest };
  const staged = await lockStaged(context, request, inputs, { toolchain, environment });
  if (staged.kind !== "unknown") answers.keep(staged);
  return { ...staged, inputs: digest };
}

function isRecorded({ upgrade, existingLock, recorded }: UvLockRequest, inputs: Digest): boolean {
  return (
    upgrade === null &&
    existingLock !== null &&
    recorded.inputs === inputs &&
    recorded.lock === digestOf(existingLock)
  );
}

async function lockStaged(
  context: StageContext,
  request: UvLockRequest,
  inputs: LockInputs,
  uv: Uv,
): Promise<Staged> {
  const broken = request.existingLock !== null && /^<{7} /m.test(request.existingLock);
  const existing = broken ? null : request.existingLock;
  return withStagingDirectory(context, async (directory) => {
    const { system } = context;
    const staged = await stageProject(system, request.project, inputs, directory);
    if ("reason" in staged) return unknown(staged.reason, [staged.diagnostic]);
    const lockPath = join(staged.writable, "uv.lock");
    system.replaceFile(join(staged.writable, "pyproject.toml"), request.pyprojectText);
    if (existing === null) system.removeFile(lockPath);
    else system.replaceFile(lockPath, existing);

    const settings = uv.environment.settings;
    const tools = {
      uv: { ...uv.toolchain.uv, ...(Object.keys(settings).length === 0 ? {} : { settings }) },
    };
    const answer = (part: Partial<StagedAnswer>): StagedAnswer =>
      ({ kind: "kept", tools, diagnostics: [], needs: [], ...part }) as StagedAnswer;

    if (existing !== null && request.upgrade === null) {
      const check = await runUv(context, uv, staged, ["lock", "--check"]);
      const unread = unreadSettings(check.stderr, "project.uv_lock");
      if (unread !== null) return misread(unread, tools);
      if (check.outcome === "success") return answer({});
      if (check.outcome !== "exit") return failed(context, check, staged);
    }
    const result = await runUv(context, uv, staged, ["lock", ...upgradeOptions(request.upgrade)]);
    const unread = unreadSettings(result.stderr, "project.uv_lock");
    if (unread !== null) return misread(unread, tools);
    if (result.outcome !== "success") return failed(context, result, staged);

    const made = system.read(lockPath);
    if (made.kind !== "file") return nothingMade(context, staged, uv.toolchain);
    const content = new TextDecoder().decode(made.bytes);
    if (content === request.existingLock) return answer({});
    const verdict = checkLock(system, {
      lock: content,
      old: existing,
      stage: { ...staged, directory: directory.real },
      environment: uv.environment,
      project: request.project,
      pyprojectText: request.pyprojectText,
    });
    const diagnostics = [...(broken ? [conflictMarkers] : []), ...verdict.diagnostics];
    return verdict.refused === null
      ? answer({ kind: "computed", content, diagnostics })
      : unknown(verdict.refused, diagnostics, tools);
  });
}

function upgradeOptions(upgrade: UvLockRequest["upgrade"]): readonly string[] {
  if (upgrade === null) return [];
  return upgrade === true ? ["--upgrade"] : ["--upgrade-package", upgrade];
}

/** A lock that was made without the settings is another one. */
function misread(diagnostic: Diagnostic, tools: Staged["tools"]): Staged {
  return unknown("uv cannot read its settings", [diagnostic], tools);
}

function failed(context: StageContext, result: CommandResult, staged: StagedProject): Staged {
  const trouble = troubleOf(result, inProject(result.stderr, staged));
  const { reason, diagnostic } = uvTrouble(trouble, context.offline);
  return unknown(reason, [diagnostic]);
}

/** A uv that reported success and left no lock: it is none, or the lock belongs to a workspace further up. */
function nothingMade({ system }: StageContext, staged: StagedProject, { uv }: Toolchain): Staged {
  for (let at = staged.project; at !== staged.tree; at = dirname(at)) {
    const above = dirname(at);
    if (system.lstat(join(above, "uv.lock")) === null) continue;
    return unknown("the project belongs to a workspace further up", [
      workspaceElsewhere(inProject(above, staged)),
    ]);
  }
  return unknown("uv wrote no uv.lock", [noLockWritten(uv)]);
}
