import { isAbsolute, resolve } from "node:path";
import { scopeOf } from "../model/address.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import { hasConflicts, type Action, type Purpose } from "../model/plan.js";
import { newerRecord } from "../model/record.js";
import { nixtorchVersion } from "../model/version.js";
import { below, rebase } from "../model/rooted.js";
import { applyCommand, planCommand, systemApplyCommand } from "./commands.js";
import { contextPath, programOf, type ApplyContext } from "./context.js";
import { isFileAction } from "../plan/file-action.js";
import { bytesAfter } from "./file-step.js";
import { writeTarget } from "./paths.js";
import { privilegedPath } from "./privileged-text.js";
import { rollbackProblems } from "./rollback.js";
import { needsPrivilege } from "./system-part.js";
import { timeouts } from "./tools.js";

/** Everything that stands against carrying out these actions, found without writing anything. */
export function refusals(context: ApplyContext, actions: readonly Action[]): readonly Diagnostic[] {
  const whole = [...unsoundPlan(context), ...otherPlace(context, actions), ...newerWriter(context)];
  if (whole.length > 0) return whole;
  const stale = [...staleInputs(context), ...rollbackProblems(context, actions)];
  if (stale.length > 0) return stale;
  return actions.filter(isFileAction).flatMap((action) => fileProblems(context, action));
}

/** NT500 for every input that is no longer what the plan was made from. */
function staleInputs({ system, plan, options }: ApplyContext): Diagnostic[] {
  const moved = Object.entries(plan.inputs.files)
    // Absolute paths belong to this machine; without the system part any checkout with equal files will do.
    .filter(([path]) => !(options.noSystem && isAbsolute(path)))
    .filter(([path, digest]) => {
      const state = system.read(resolve(options.project, path));
      return (state.kind === "file" ? state.digest : null) !== digest;
    })
    .map(([path]) => path);
  const config =
    options.configDigest !== undefined &&
    plan.configDigest !== null &&
    options.configDigest !== plan.configDigest;
  if (moved.length === 0 && !config) return [];
  const what = [...moved, ...(config ? ["nixtorch.config.ts"] : [])];
  return [
    {
      severity: "error",
      code: "NT500",
      summary: "The plan is stale",
      detail: `Changed since the plan was made: ${what.join(", ")}. Nothing was applied.`,
      hint: `Plan again, and look at what is different:\n  ${planCommand(plan.purpose)}`,
      place: { file: what[0]! },
    },
  ];
}

function unsoundPlan({ plan }: ApplyContext): Diagnostic[] {
  const errors = plan.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (!hasConflicts(plan) && errors.length === 0) return [];
  const conflicts = plan.changes
    .filter((change) => change.action === "conflict")
    .map((change) => change.address);
  return [
    ...errors,
    {
      severity: "error",
      code: "NT502",
      summary: "The plan cannot be applied as it is",
      detail:
        conflicts.length > 0
          ? `It has conflicts: ${conflicts.join(", ")}. Nothing was applied.`
          : "It has errors. Nothing was applied.",
      hint: `Resolve them, then plan again:\n  ${planCommand(plan.purpose)}`,
    },
  ];
}

function otherPlace({ system, plan, options }: ApplyContext, actions: readonly Action[]): Diagnostic[] {
  if (!actions.some((action) => scopeOf(action.address) === "system")) return [];
  const name = system.read(rebase(system, plan.root, "/etc/hostname") ?? below(plan.root, "/etc/hostname"));
  const found = name.kind === "file" ? new TextDecoder().decode(name.bytes).trim() : "";
  const host = options.hostname ?? (found === "" ? null : found);
  const wrong =
    plan.root !== options.root
      ? `The plan is for the root ${plan.root}, and this is ${options.root}.`
      : plan.host !== host
        ? `The plan's system part is for ${plan.host ?? "a machine without a name"}, and this is ${host ?? "a machine without a name"}.`
        : null;
  if (wrong === null) return [];
  return [
    {
      severity: "error",
      code: "NT503",
      summary: "The plan was made for another machine or root",
      detail: `${wrong} A system part fits one machine; a project part fits any checkout.`,
      hint: "Make a plan here, with the project part alone if you like:\n  nixtorch plan --project-only",
    },
  ];
}

function newerWriter({ system, options }: ApplyContext): Diagnostic[] {
  const record = system.read(resolve(options.project, "nixtorch.lock"));
  if (record.kind !== "file") return [];
  const newer = newerRecord(new TextDecoder().decode(record.bytes), nixtorchVersion);
  return newer ? [newer] : [];
}

function fileProblems(context: ApplyContext, action: Action): Diagnostic[] {
  if (!isFileAction(action)) return [];
  const { system, plan } = context;
  try {
    const path = contextPath(context, action.address);
    const target = writeTarget(system, plan, action.address, path);
    bytesAfter(action, system.read(target), path);
    if (action.type === "remove-file" && system.readLink(path) !== null)
      return [linkToRemove(action, path, target)];
    return needsPrivilege(context, action) || system.canWrite(target) ? [] : [notWritable(action, path)];
  } catch (error) {
    if (error instanceof Failure) return [...error.diagnostics];
    throw error;
  }
}

function notWritable({ address }: Action, path: string): Diagnostic {
  return {
    severity: "error",
    code: "NT405",
    summary: "A file cannot be written",
    detail:
      `${path} cannot be replaced by this user: the file, its directory or the whole file system is closed to ` +
      "writing, or it belongs to another user or to a group that this user is not in.",
    hint: `See who may, and whether the file system is mounted read-only:\n  ls -ld ${path}\n  findmnt --target ${path}`,
    address,
    place: { file: path },
  };
}

function linkToRemove({ address }: Action, path: string, target: string): Diagnostic {
  return {
    severity: "error",
    code: "NT509",
    summary: "A symbolic link leads where nixtorch does not write",
    detail: `${path} should be removed, but it is a link to ${target}, which nixtorch did not make.`,
    hint: `Remove the link yourself, then plan again:\n  rm ${path}`,
    address,
    place: { file: path },
  };
}

/** What the privileged step will need, asked before anything is written. */
export async function privilegeProblems(
  context: ApplyContext,
  actions: readonly Action[],
): Promise<Diagnostic[]> {
  const { system, plan, options } = context;
  if (!actions.some((action) => needsPrivilege(context, action))) return [];
  const ways = waysAround(plan.purpose);
  const rebuilds = actions.some((action) => action.type === "rebuild");
  const missing =
    rebuilds && system.which(`${privilegedPath}/nixos-rebuild`) === null ? [noRebuild(ways)] : [];
  if (system.uid === 0) return missing;
  const sudo = programOf(context, "sudo");
  if (system.which(sudo) === null) return [...missing, noSudo(ways)];
  if (options.interactive) return missing;
  const asked = await system.run({ program: sudo, args: ["-n", "true"], timeoutMs: timeouts.git });
  return asked.outcome === "success"
    ? missing
    : [...missing, noPrivilege("There is no terminal to ask for a password, and sudo needs one.", ways)];
}

interface WaysAround {
  /** The command for the system part. */
  readonly again: string;
  /** The command that leaves the system out; `null`: nothing is left to do without it. */
  readonly without: string | null;
}

/** What takes the system part away leaves the project alone: without the system another thing would be taken away. */
function waysAround(purpose: Purpose): WaysAround {
  const again = systemApplyCommand(purpose);
  const without = again === applyCommand(purpose) ? `${again} --project-only` : null;
  return { again, without };
}

function noRebuild({ again, without }: WaysAround): Diagnostic {
  return {
    severity: "error",
    code: "NT556",
    summary: "There is no nixos-rebuild",
    detail: `The system part ends with nixos-rebuild, and there is none in ${privilegedPath}: this is no running NixOS.`,
    hint:
      without === null
        ? `For another NixOS root:\n  ${again} --root /mnt`
        : `The project alone, or another NixOS root:\n  ${without}\n  ${again} --root /mnt`,
    address: "system.generation",
  };
}

function noSudo(ways: WaysAround): Diagnostic {
  const place = "Put it there (on NixOS it lies in /run/wrappers/bin)";
  return {
    ...noPrivilege("sudo is not on PATH.", ways),
    hint: ways.without === null ? `${place}.` : `${place}, or leave the system out:\n  ${ways.without}`,
  };
}

function noPrivilege(why: string, { again, without }: WaysAround): Diagnostic {
  return {
    severity: "error",
    code: "NT555",
    summary: "The privilege to change the system was not given",
    detail: `The system part needs root for one step. ${why} Nothing was applied.`,
    hint:
      without === null
        ? `Do it from a terminal:\n  ${again}`
        : `Do it from a terminal, or leave the system out:\n  ${without}`,
    address: "system.generation",
  };
}
