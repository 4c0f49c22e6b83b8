import { modulesOfHost } from "../../lang/nix/flake-hosts.js";
import { importsOfModule, type FindImportList } from "../../lang/nix/import-list.js";
import { whyNoModule } from "../../lang/nix/no-module.js";
import type { ParsedFile } from "../nixos-walk.js";
import type { ObservedImport } from "./observe.js";

/** The list of modules that gets the entry. */
export interface TargetList {
  /** The name of the list: `imports` of a module, `modules` of a host. */
  readonly key: "imports" | "modules";
  readonly find: FindImportList;
  /** What the baseline has to know of it to find it again. */
  readonly memory: Readonly<Record<string, string>>;
}

/** Baseline key: the host whose list it is; empty: the only one of its file. */
const hostKey = "host";

/** The list in the person's file, or a clause that says why the file has none. */
export function targetList(observed: ObservedImport, file: ParsedFile): TargetList | string {
  const { lists, flake } = observed;
  if (lists.length === 0) return whyNoModule(file.text, file.tree) ?? imports;
  const host = lists.find(({ name }) => name !== null && name === flake?.host);
  if (host) return modulesOf(host.name);
  if (lists.length === 1) return modulesOf(lists[0]!.name);
  const names = lists.flatMap(({ name }) => name ?? []).join(", ");
  return `it lists the modules of several hosts (${names}), and none of them is this machine by its name`;
}

/** The list that an entry was put into. */
export function rememberedList(baseline: Readonly<Record<string, string>>): TargetList {
  const host = baseline[hostKey];
  return host === undefined ? imports : modulesOf(host || null);
}

const imports: TargetList = { key: "imports", find: importsOfModule, memory: {} };

function modulesOf(name: string | null): TargetList {
  return { key: "modules", find: modulesOfHost(name), memory: { [hostKey]: name ?? "" } };
}
