import type { Demand } from "../demand.js";
import { configEdit, inTurn, type Edit } from "./edit.js";
import { helps } from "./helps.js";
import { removal } from "./requirement-edits.js";
import type { Question } from "../question.js";
import { driverPath, easiestFirst, type Stated } from "./stated.js";

/** As few of the statements as will do, left out all at once; `null`: without all of them there is no stack either. */
export function leavingOut(statements: readonly Stated[], question: Question, demand: Demand): Edit | null {
  const entries = easiestFirst([...new Set(statements)], demand).flatMap((stated) =>
    omission(stated, demand),
  );
  if (entries.length === 0 || !helps(all(entries), question)) return null;
  // What is hardest to change is put back first.
  const needed = entries.toReversed().reduce<readonly Edit[]>((left, entry) => {
    const fewer = left.filter((one) => one !== entry);
    return fewer.length > 0 && helps(all(fewer), question) ? fewer : left;
  }, entries);
  return all(needed);
}

function all(edits: readonly Edit[]): Edit {
  return { kind: "leave-out", text: edits.map((edit) => edit.text).join("\n"), apply: inTurn(edits) };
}

/** The key without its value; none for cards of the project, which it cannot do without. */
function omission(stated: Stated, demand: Demand): readonly Edit[] {
  const leave = (path: readonly (string | number)[], normal: unknown): readonly Edit[] => [
    configEdit("leave-out", [{ path: path.map(String), written: undefined, normal }]),
  ];
  switch (stated.kind) {
    case "cuda":
      return leave(["cuda"], null);
    case "torch":
      return leave(["torch", "version"], null);
    case "python":
      return leave(["project", "python"], null);
    case "nixpkgs":
      return leave(["nix", "nixpkgs"], { release: null, url: null });
    case "systems":
      return leave(["nix", "systems"], null);
    case "vision":
    case "audio":
      return leave(["torch", stated.kind], false);
    case "requirement":
      return [removal(stated.requirement)];
    case "release":
      return leave([...demand.hosts[stated.host]!.path, "release"], null);
    case "branch":
    case "open": {
      const host = demand.hosts[stated.host]!;
      const isMode = stated.kind === "branch" && host.datacenter;
      return leave(driverPath(stated.kind, host), isMode ? false : null);
    }
    case "host-gpu":
      return stated.card.path[0] === "gpu" ? [] : leave([...demand.hosts[stated.host]!.path, "gpu"], null);
    case "gpu":
    case "cpu":
    case "locked":
      return [];
  }
}
