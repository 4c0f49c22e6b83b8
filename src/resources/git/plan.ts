import type { Address } from "../../model/address.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Action } from "../../model/plan.js";
import type { GitFacts, IgnoreRule } from "./observe.js";

/** A file that Nix must see, there after apply. */
export interface NixFile {
  readonly address: Extract<
    Address,
    "project.flake" | "project.flake_lock" | "project.shell" | "system.module"
  >;
  /** Relative to the project. */
  readonly path: string;
}

export interface GitPlan {
  readonly actions: readonly Action[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes files known to git, because Nix sees no others in a repository; never against an ignore rule. */
export function planGit(facts: GitFacts, files: readonly NixFile[]): GitPlan {
  if (files.length === 0) return { actions: [], diagnostics: [] };
  if (facts.root === null) return { actions: [], diagnostics: [outsideGit] };
  if (facts.problem !== null) return { actions: [], diagnostics: [facts.problem] };
  const untracked = files.filter(({ path }) => !facts.tracked.has(path));
  return {
    actions: untracked
      .filter(({ path }) => !facts.ignored.has(path))
      .map(({ address }) => ({ type: "intent-to-add", address })),
    diagnostics: untracked.flatMap((file) => {
      const rule = facts.ignored.get(file.path);
      return rule === undefined ? [] : [ignored(file, rule)];
    }),
  };
}

const outsideGit: Diagnostic = {
  severity: "warning",
  code: "NT470",
  summary: "The project is not in a git repository",
  detail:
    "Outside git, Nix takes the whole directory for the flake: every `nix develop` copies it into the store, .venv with " +
    "its gigabytes included.",
  hint: "Make it a repository; nothing has to be committed:\n  git init",
  address: "project.flake",
};

function ignored({ address, path }: NixFile, { file, line, pattern }: IgnoreRule): Diagnostic {
  return {
    severity: "error",
    code: "NT133",
    summary: "Git ignores a file that Nix must see",
    detail: `${path} is ignored by the rule \`${pattern}\` in ${file}:${line}. In a git repository Nix sees only tracked files, and would say that it does not exist.`,
    hint: `Remove the rule, or take the file back in on the line after it:\n  !${path}`,
    address,
    place: { file, line },
  };
}
