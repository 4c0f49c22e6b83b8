import { scopeOf } from "../model/address.js";
import { digestOf } from "../model/digest.js";
import { summaryOf, type Action, type Change, type Plan, type Purpose, type Span } from "../model/plan.js";
import { isPlainAbsolute, projectPathOf } from "./paths.js";

/**
 * How the fields of a plan must agree. A plan that was changed by hand shows here, so that apply cannot be led to
 * write other bytes, or somewhere else, than what `changes` shows the person who reads the plan.
 */
export function consistencyProblems(plan: Plan): string[] {
  return [
    ...rootProblems(plan),
    ...originProblems(plan),
    ...changeProblems(plan),
    ...plan.actions.flatMap((action, index) =>
      actionProblems(plan, action).map((problem) => `actions[${index}] (${action.address}): ${problem}`),
    ),
    ...summaryProblems(plan),
  ];
}

function rootProblems({ root }: Plan): string[] {
  return isPlainAbsolute(root) || root === "/" ? [] : ["root: not an absolute path without `.` and `..`"];
}

/** Only an apply follows from a config and brings a stack about. */
function originProblems({ purpose, configDigest, resolution }: Plan): string[] {
  if (purpose !== "apply") return [];
  return [
    ...(configDigest === null ? ["configDigest: null in a plan to apply"] : []),
    ...(resolution === null ? ["resolution: null in a plan to apply"] : []),
  ];
}

/** What each kind of plan may do: one that takes away or hands over makes nothing new. */
const permitted: Readonly<Record<Purpose, ReadonlySet<Action["type"]>>> = {
  apply: new Set([
    "write-file",
    "write-spans",
    "remove-file",
    "intent-to-add",
    "untrack",
    "make-lock",
    "venv-sync",
    "rebuild",
  ]),
  destroy: new Set(["write-file", "write-spans", "remove-file", "untrack", "remove-venv", "rebuild"]),
  eject: new Set(["write-file", "write-spans", "remove-file", "rebuild"]),
  rollback: new Set([
    "write-file",
    "write-spans",
    "remove-file",
    "intent-to-add",
    "untrack",
    "venv-sync",
    "remove-venv",
    "rebuild",
  ]),
};

function changeProblems(plan: Plan): string[] {
  const seen = new Set<string>();
  return plan.changes.flatMap((change, index) => {
    const problems = [
      ...(seen.has(change.address) ? ["a second change of this address"] : []),
      ...pathProblems(change),
    ];
    seen.add(change.address);
    return problems.map((problem) => `changes[${index}] (${change.address}): ${problem}`);
  });
}

function pathProblems({ address, path }: Change): string[] {
  if (path === null) return [];
  const fixed = projectPathOf(address);
  if (scopeOf(address) === "project" && path !== fixed) return [`path is ${path}, not ${fixed ?? "null"}`];
  if (address === "system.module" || address === "system.import") {
    if (!isPlainAbsolute(path)) return [`path ${path} is not an absolute path without \`.\` and \`..\``];
    if (!path.endsWith(".nix")) return [`path ${path} is no Nix file`];
    if (address === "system.module" && !path.endsWith("/nixtorch.nix"))
      return [`path ${path} is not nixtorch.nix`];
  }
  return [];
}

function actionProblems(plan: Plan, action: Action): string[] {
  const change = plan.changes.find((one) => one.address === action.address);
  if (!change) return ["no change announces it"];
  if (change.action === "conflict") return ["its change is a conflict"];
  if (change.action === "no-op" && action.type !== "intent-to-add" && action.type !== "untrack")
    return ["its change is a no-op"];
  if (!permitted[plan.purpose].has(action.type)) return [`${action.type} in a plan to ${plan.purpose}`];
  const placedByPlan = action.address === "system.module" || action.address === "system.import";
  if (placedByPlan && change.path === null) return ["its change has no path"];
  switch (action.type) {
    case "write-file":
      return [
        ...(digestOf(action.content) === action.after ? [] : ["`after` is not the digest of its content"]),
        ...digestProblems(change, action.before, action.after),
      ];
    case "write-spans":
      return [...spanProblems(action.spans), ...digestProblems(change, action.before, action.after)];
    case "remove-file":
      return digestProblems(change, action.before, null);
    case "remove-venv":
      return change.action === "delete" ? [] : [`its change says ${change.action}`];
    case "rebuild":
      return (action.activation === "build") === (plan.root !== "/")
        ? []
        : [`${action.activation} under root ${plan.root}`];
    default:
      return [];
  }
}

function digestProblems(change: Change, before: string | null, after: string | null): string[] {
  return [
    ...(change.before === before ? [] : ["`before` is not what its change says"]),
    ...(change.after === after ? [] : ["`after` is not what its change says"]),
  ];
}

function spanProblems(spans: readonly Span[]): string[] {
  let end = 0;
  for (const span of spans) {
    if (span.end < span.start) return ["a span ends before it starts"];
    if (span.start < end) return ["spans overlap or are not in order"];
    end = span.end;
  }
  return [];
}

function summaryProblems(plan: Plan): string[] {
  const { add, change, destroy } = summaryOf(plan.changes);
  const same = plan.summary.add === add && plan.summary.change === change && plan.summary.destroy === destroy;
  return same ? [] : ["summary: not the number of its changes"];
}
