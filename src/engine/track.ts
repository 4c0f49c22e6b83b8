import type { Address } from "../model/address.js";
import { observeGit, planGit, type NixFile } from "../resources/git/index.js";
import type { Contribution } from "../resources/resource.js";
import type { ProjectPlanning } from "./project.js";

/** Makes the files that Nix must see known to git: part of the change of each of them. */
export async function track(
  { stage, understanding, selected, diagnostics }: ProjectPlanning,
  contributions: readonly Contribution[],
): Promise<Contribution[]> {
  const files = contributions
    .filter(existsAfter)
    .map(({ change }) => ({ address: change.address, path: change.path }));
  const nixFiles = files.filter((file): file is NixFile => file.path !== null && selected(file.address));
  const facts = await observeGit(
    stage.system,
    stage,
    understanding.project,
    nixFiles.map(({ path }) => path),
  );
  const planned = planGit(facts, nixFiles);
  diagnostics.push(...planned.diagnostics);
  const refused = new Set(
    planned.diagnostics.filter(({ severity }) => severity === "error").map((one) => one.address),
  );
  const tracked = new Set<Address>(planned.actions.map((action) => action.address));
  return contributions.map((one) => {
    if (refused.has(one.change.address))
      return { ...one, change: { ...one.change, action: "conflict" }, actions: [] };
    return tracked.has(one.change.address) ? withTracking(one) : one;
  });
}

function existsAfter({ change }: Contribution): boolean {
  return change.action !== "conflict" && change.after !== null;
}

function withTracking(contribution: Contribution): Contribution {
  const { change, actions } = contribution;
  return {
    ...contribution,
    change: {
      ...change,
      action: change.action === "no-op" ? "update" : change.action,
      details: [...change.details, { key: "git", before: "untracked", after: "intent to add" }],
      reason: change.reason || "Nix sees only files that git tracks",
    },
    actions: [...actions, { type: "intent-to-add", address: change.address }],
  };
}
