import type { AttrEntry, AttrSet, Binding, NixExpr } from "./ast.js";
import { moduleBody, staticName } from "./module.js";

/** Where a list of modules is: the set that has it, and its binding there; `null`: the set has none yet. */
export interface ImportList {
  /** The name that the list goes by. */
  readonly key: string;
  readonly body: AttrSet;
  readonly binding: Binding | null;
}

/** Why a list of modules cannot be edited: a clause, such as "it sets `imports` twice". */
export interface NoImportList {
  readonly reason: string;
  /** Offset of what stands in the way. */
  readonly at: number;
}

/** Finds the list of modules that an entry is added to, or removed from. */
export type FindImportList = (text: string, tree: NixExpr) => ImportList | NoImportList;

/** The `imports` of a NixOS module. */
export const importsOfModule: FindImportList = (text, tree) => {
  const body = moduleBody(tree);
  if (body.kind !== "attrs") return { reason: "it does not end in an attribute set", at: body.start };
  return listIn(text, body, "imports");
};

/** The list of this name in a set. */
export function listIn(text: string, body: AttrSet, key: string): ImportList | NoImportList {
  const isNamed = (entry: AttrEntry, name: string | null): entry is Binding =>
    entry.kind === "binding" && staticName(text, entry.path[0]!) === name;
  const inherited = body.entries.find(
    (entry) => entry.kind === "inherit" && entry.names.some((name) => staticName(text, name) === key),
  );
  if (inherited) return { reason: `it inherits \`${key}\` from elsewhere`, at: inherited.start };
  const computed = body.entries.find((entry) => isNamed(entry, null));
  if (computed) return { reason: "it computes the names of its attributes", at: computed.start };
  const [binding = null, second] = body.entries.filter((entry) => isNamed(entry, key));
  if (second) return { reason: `it sets \`${key}\` twice`, at: second.start };
  if (binding && binding.path.length > 1) {
    return { reason: `it sets an attribute below \`${key}\``, at: binding.start };
  }
  return { key, body, binding };
}
