import { dirname } from "node:path";
import { scopeOf } from "../model/address.js";
import { Failure } from "../model/diagnostic.js";
import type { Action } from "../model/plan.js";
import { contextPath, type ApplyContext } from "./context.js";
import { isFileAction, type FileAction } from "../plan/file-action.js";
import { bytesAfter, fileStep } from "./file-step.js";
import { trackStep, untrackStep } from "./git-step.js";
import { writeTarget } from "./paths.js";
import { foreignBuildStep } from "./foreign-root.js";
import { flakeReference, type RebuildAction } from "./system-flake.js";
import { runPrivileged, type PrivilegedFile } from "./privileged.js";
import type { Step } from "./step.js";
import type { Workspace } from "./workspace.js";

/**
 * The steps of the system part. Files the user may write are written as that user; all the rest is one privileged
 * step, the last. Under another root nothing is privileged and nothing is activated.
 */
export function systemSteps(context: ApplyContext, actions: readonly Action[]): Step[] {
  const asUser = actions.filter((action) => !needsPrivilege(context, action));
  const asRoot = actions.filter((action) => needsPrivilege(context, action));
  return [
    ...asUser.map((action) => userStep(context, action)),
    ...(asRoot.length === 0 ? [] : [privilegedStep(context, asRoot)]),
  ];
}

/** Whether carrying out an action needs the privileged step. Root's own files go through it as well: one way to test. */
export function needsPrivilege(context: ApplyContext, action: Action): boolean {
  const { system, plan } = context;
  if (scopeOf(action.address) === "project" || plan.root !== "/") return false;
  if (action.type === "rebuild" || system.uid === 0) return true;
  const target = writeTarget(system, plan, action.address, contextPath(context, action.address));
  return !system.canWrite(isFileAction(action) ? target : dirname(target));
}

function userStep(context: ApplyContext, action: Action): Step {
  if (isFileAction(action)) return fileStep(context, action);
  if (action.type === "intent-to-add") return trackStep(context, action);
  if (action.type === "untrack") return untrackStep(context, action);
  if (action.type === "rebuild") return foreignBuildStep(context, action);
  throw new Error(`${action.type} is no action of the system part`);
}

function privilegedStep(context: ApplyContext, actions: readonly Action[]): Step {
  return {
    actions,
    final: true,
    run: async ({ workspace }) => {
      const rebuild = actions.find((action) => action.type === "rebuild");
      const track = actions.find((action) => action.type === "intent-to-add");
      const untrack = actions.find((action) => action.type === "untrack");
      await runPrivileged(context, {
        files: actions.filter(isFileAction).map((action) => privilegedFile(context, action, workspace)),
        track: track ? targetOf(context, track) : null,
        untrack: untrack ? targetOf(context, untrack) : null,
        rebuild: rebuild
          ? { activation: activationOf(rebuild), flake: flakeReference(context, rebuild) }
          : null,
      });
    },
  };
}

function privilegedFile(context: ApplyContext, action: FileAction, workspace: Workspace): PrivilegedFile {
  const path = targetOf(context, action);
  return {
    path,
    before: action.before,
    image: action.before === null ? null : workspace.imagePath(action.address),
    bytes: bytesAfter(action, context.system.read(path), path),
  };
}

function targetOf(context: ApplyContext, { address }: Action): string {
  return writeTarget(context.system, context.plan, address, contextPath(context, address));
}

function activationOf({ activation }: RebuildAction): "switch" | "boot" {
  if (activation !== "build") return activation;
  throw new Failure({
    severity: "error",
    code: "NT503",
    summary: "The plan was made for another machine or root",
    detail: "The plan only builds, as plans for another root do, but the root is /.",
    hint: "Make a new plan here:\n  nixtorch plan",
    address: "system.generation",
  });
}
