import { scopeOf } from "../model/address.js";
import { digestOf } from "../model/digest.js";
import { summaryOf, type Action, type Change, type Plan, type Span } from "../model/plan.js";
import { isPlainAbsolute, projectPathOf } from "./paths.js";

/**
 * How the fields of a plan must agree. A plan that was changed by hand shows here, so that apply cannot be led to
 * write other bytes, or somewhere else, than what `changes` shows the person who reads the plan.
 */
export function consistencyProblems(plan: Plan): string[] {
  return [
    ...rootProblems(plan),
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
  if (change.action === "no-op" && action.type !== "intent-to-add") return ["its change is a no-op"];
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
