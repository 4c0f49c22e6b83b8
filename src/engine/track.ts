import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { observeChanges, observeGit, planGit, unplanGit, type NixFile } from "../resources/git/index.js";
import type { Contribution } from "../resources/resource.js";
import type { StageContext } from "../stage/context.js";

export interface Tracked {
  readonly contributions: readonly Contribution[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes files that Nix must see known to git: part of the change of each of them. All lie in `directory`. */
export async function track(
  stage: StageContext,
  directory: string,
  contributions: readonly Contribution[],
): Promise<Tracked> {
  const files = contributions.filter(existsAfter).map(fileOf);
  const facts = await observeGit(
    stage.system,
    stage,
    directory,
    files.map(({ path }) => path),
  );
  const { actions, diagnostics } = planGit(facts, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const refused = new Set<Address | undefined>(errors.map(({ address }) => address));
  const added = new Set<Address>(actions.map(({ address }) => address));
  return {
    diagnostics,
    contributions: contributions.map((one) => {
      if (refused.has(one.change.address))
        return { ...one, change: { ...one.change, action: "conflict" }, actions: [] };
      return added.has(one.change.address) ? withTracking(one) : one;
    }),
  };
}

/** Nix files that go are taken out of git's index, if nixtorch has put them there and nobody added them since. */
export async function untrack(
  system: System,
  absolute: (path: string) => string,
  contributions: readonly Contribution[],
): Promise<readonly Contribution[]> {
  const gone = contributions.filter(
    ({ change }) => nixFiles.has(change.address) && change.action === "delete",
  );
  if (gone.length === 0) return contributions;
  const changes = await observeChanges(
    system,
    gone.map(({ change }) => absolute(change.path!)),
  );
  const actions = unplanGit(
    gone.map(({ change: { address, path } }) => ({
      address,
      path: path!,
      change: changes.get(absolute(path!)),
    })),
  );
  return contributions.map((one) => ({
    ...one,
    actions: [...actions.filter(({ address }) => address === one.change.address), ...one.actions],
  }));
}

const nixFiles = new Set<Address>(["project.flake", "project.flake_lock", "project.shell", "system.module"]);

/** Whether Nix sees the flake that a person keeps: outside git, or tracked. If not, the diagnostic says so. */
export async function findOwnFlake(
  stage: StageContext,
  project: string,
): Promise<{ readonly tracked: boolean; readonly diagnostics: readonly Diagnostic[] }> {
  const facts = await observeGit(stage.system, stage, project, ["flake.nix"]);
  if (facts.root === null || facts.problem !== null || facts.tracked.has("flake.nix"))
    return { tracked: true, diagnostics: [] };
  return { tracked: false, diagnostics: [untrackedFlake] };
}

const untrackedFlake: Diagnostic = {
  severity: "warning",
  code: "NT596",
  summary: "Git does not track the project's own flake",
  detail: "flake.nix is in a git repository and not tracked. Nix would say that it does not exist.",
  hint: "Make it known; nothing has to be committed:\n  git add --intent-to-add flake.nix",
  address: "project.shell",
  place: { file: "flake.nix" },
};

function existsAfter({ change }: Contribution): boolean {
  return change.action !== "conflict" && change.after !== null;
}

function fileOf({ change }: Contribution): NixFile {
  return { address: change.address as NixFile["address"], path: change.path!.split("/").at(-1)! };
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
