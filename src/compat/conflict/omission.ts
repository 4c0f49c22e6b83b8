import type { Demand } from "../demand.js";
import { configEdit, type Change, type Edit } from "./edit.js";
import { machineAt } from "../hosts-of.js";
import { removal } from "./requirement-edits.js";
import type { Question } from "../question.js";
import type { Stated } from "./stated.js";

/** The statement left out; nothing of cards, which are written down all at once. */
export function omission(stated: Stated, question: Question, demand: Demand): readonly Edit[] {
  const leave = (path: readonly (string | number)[], normal: unknown = null): Change => ({
    path: path.map(String),
    written: undefined,
    normal,
  });
  const edit = (...changes: readonly Change[]): readonly Edit[] => [configEdit("leave-out", changes)];
  switch (stated.kind) {
    case "cuda":
      return edit(leave(["cuda"]));
    case "torch":
      return edit(leave(["torch", "version"]));
    case "python":
      return edit(leave(["project", "python"]));
    case "nixpkgs":
      return edit(leave(["nix", "nixpkgs"], { release: null, url: null }));
    case "systems":
      return edit(leave(["nix", "systems"]));
    case "vision":
    case "audio":
      return edit(leave(["torch", stated.kind], false));
    case "requirement":
      return [removal(stated.requirement)];
    case "release":
      return edit(leave([...demand.hosts[stated.host]!.path, "release"]));
    case "open":
      return edit(leave([...demand.hosts[stated.host]!.path, "driver", "open"]));
    case "branch": {
      const { path } = demand.hosts[stated.host]!;
      const { driver, datacenter } = machineAt(path, question.config)!;
      return edit(
        ...(driver.branch === null ? [] : [leave([...path, "driver", "branch"])]),
        // Data-centre mode asks for a branch of its own.
        ...(datacenter ? [leave([...path, "datacenter"], false)] : []),
      );
    }
    case "host-gpu":
    case "gpu":
    case "cpu":
    case "locked":
      return [];
  }
}
