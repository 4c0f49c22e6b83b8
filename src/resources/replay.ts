import type { Address } from "../model/address.js";
import type { Action, Change } from "../model/plan.js";
import type { Contribution } from "./resource.js";

/** What an apply had done besides writing files. */
type Task = Extract<Action, { type: "venv-sync" | "rebuild" }>;

/**
 * Plans to do it once more, now that the files are as before; nothing if none of them changes.
 * @param wasRemoved What it makes is not there any more.
 */
export function replayTask(task: Task, files: readonly Change[], wasRemoved = false): Contribution {
  const changes = files.filter(({ action }) => action !== "no-op");
  const isNeeded = changes.length > 0 && !changes.some(({ action }) => action === "conflict");
  const isGone = task.type === "venv-sync" && losesItsGround(changes);
  const { address } = task;
  const change: Change = {
    address,
    action: "no-op",
    path: task.type === "venv-sync" ? ".venv" : null,
    before: null,
    after: null,
    details: [],
    reason: "",
    needs: [],
  };
  if (!isNeeded) return { change, actions: [], drift: [], diagnostics: [], baseline: {}, content: null };
  const planned: Change =
    task.type === "rebuild"
      ? {
          ...change,
          action: "update",
          after: "known-after-apply",
          reason: "NixOS has to be rebuilt with these files",
          needs:
            task.activation === "build"
              ? []
              : [{ kind: "sudo", detail: `to put the files back and run nixos-rebuild ${task.activation}` }],
        }
      : isGone
        ? { ...change, action: "delete", reason: "what nixtorch made it from goes" }
        : {
            ...change,
            action: wasRemoved ? "create" : "update",
            after: "known-after-apply",
            reason: "as uv.lock was before",
          };
  const action: Action = isGone ? { type: "remove-venv", address: "project.venv" } : task;
  return { change: planned, actions: [action], drift: [], diagnostics: [], baseline: {}, content: null };
}

/** Without a lock, or a shell to make it in, there is no environment: before the last apply there was none. */
function losesItsGround(changes: readonly Change[]): boolean {
  const goes = (address: Address) =>
    changes.some((change) => change.address === address && change.after === null);
  const comes = (address: Address) =>
    changes.some((change) => change.address === address && change.after !== null);
  return (
    goes("project.uv_lock") ||
    (goes("project.flake") && !comes("project.shell")) ||
    (goes("project.shell") && !comes("project.flake"))
  );
}
