import { join } from "node:path";
import { scopeOf, type Address, type Scope } from "../../src/model/address.js";
import type { Plan } from "../../src/model/plan.js";
import { isFileActionType } from "../../src/plan/file-action.js";
import { projectPathOf } from "../../src/plan/paths.js";
import { readLast, type Last } from "../../src/state/last.js";
import { readOrigin } from "../../src/state/origins.js";
import { systemStateDirectory } from "../../src/state/system-state.js";
import { projectWorkspace } from "../../src/state/workspace.js";
import { edit, effect, file, planOf, takingOver, together, type Part } from "./plans.js";
import type { World } from "./world.js";

/** The life of one project: plans that follow each other, from taking over a person's files to giving them back. */

export type Place = Pick<World, "system" | "project" | "stateDirectory">;

/** A person's own files. */
export const theirs = '{ description = "löb"; }\n';
export const pyproject = '[project]\nname = "lab"\ndependencies = []\n';
export const pinned = pyproject.replace("[]", '["torch"]');
export const stamp = "{}\n";

/** Takes over the flake and edits the person's pyproject.toml. */
export const adopt = planOf([
  takingOver(file("project.flake", theirs, "# ours\n")),
  together(
    file("project.shell", null, "# shell\n"),
    effect({ type: "intent-to-add", address: "project.shell" }),
  ),
  takingOver(edit("project.pyproject", pyproject, "[]", '["torch"]')),
  file("project.record", null, "{}\n"),
]);

/** A later apply. */
export const change = planOf([
  file("project.flake", "# ours\n", "# newer\n"),
  file("project.record", "{}\n", '{ "x": 1 }\n'),
]);

/** Gives all back. */
export const destroy = planOf(
  [
    file("project.flake", "# newer\n", theirs),
    together(file("project.shell", "# shell\n", null), effect({ type: "untrack", address: "project.shell" })),
    edit("project.pyproject", pinned, '["torch"]', "[]"),
    effect({ type: "remove-venv", address: "project.venv" }, "delete"),
    file("project.record", '{ "x": 1 }\n', null),
  ],
  { purpose: "destroy", configDigest: null, resolution: null },
);

/** Hands the flake over as it is. */
export const eject = planOf(
  [file("project.flake", "# newer\n", "newer\n"), file("project.record", '{ "x": 1 }\n', null)],
  { purpose: "eject", configDigest: null, resolution: null },
);

export function lastOf(place: Place, scope: Scope = "project", root = "/"): Last {
  const directory =
    scope === "project" ? projectWorkspace(place.project) : systemStateDirectory(place.stateDirectory, root);
  return readLast(place.system, directory);
}

/** Every file that the last apply changed, as it was before; git's index with it. */
export function rollbackOf(place: Place, rest: Partial<Plan> = {}): Plan {
  const root = rest.root ?? "/";
  const parts = (["project", "system"] as const).flatMap((scope) => {
    const last = lastOf(place, scope, root);
    if (last.kind !== "apply") return [];
    return last.steps
      .filter(({ outcome }) => outcome === "done")
      .flatMap(({ address, action, textBefore, path }): Part[] => {
        if (action === "intent-to-add") return [effect({ type: "untrack", address })];
        if (action === "untrack") return [effect({ type: "intent-to-add", address })];
        if (!isFileActionType(action) || path === null) return [];
        const at = scopeOf(address) === "project" ? join(place.project, path) : join(root, path);
        const now = place.system.read(at);
        const text = now.kind === "file" ? new TextDecoder().decode(now.bytes) : null;
        return [file(address, text, textBefore, path)];
      });
  });
  // One change for each address, the one that says what becomes of the file.
  const changes = new Map(parts.map((part) => [part.change.address, part.change]));
  for (const { change, actions } of parts)
    if (actions.some(({ type }) => isFileActionType(type))) changes.set(change.address, change);
  const plan = planOf(parts, { purpose: "rollback", configDigest: null, resolution: null, ...rest });
  const own = planOf(
    [...changes.values()].map((change) => ({ change, actions: [] })),
    rest,
  );
  return { ...plan, changes: own.changes, summary: own.summary };
}

/** The text that is kept of a person's file. */
export function originOf(place: Place, address: Address): string | null {
  const directory = projectWorkspace(place.project);
  const origin = readOrigin(place.system, directory, address, projectPathOf(address));
  return origin === null ? null : new TextDecoder().decode(origin.bytes);
}

/** The files that these plans are about, by path. */
export function textsOf({ system, project }: Place): Record<string, string | null> {
  const paths = ["flake.nix", "nixtorch-shell.nix", "pyproject.toml", "nixtorch.lock", ".venv/.nixtorch"];
  return Object.fromEntries(
    paths.map((path) => {
      const state = system.read(join(project, path));
      return [path, state.kind === "file" ? new TextDecoder().decode(state.bytes) : null];
    }),
  );
}
