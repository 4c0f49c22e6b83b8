import type { ListedPackage } from "../lang/nix/packages.js";
import type { Place } from "../model/diagnostic.js";
import { maskCredentials } from "../model/mask.js";
import {
  cudaIn,
  interpreter,
  isProgram,
  onIndex,
  pythonAttribute,
  roleOf,
  withoutOutput,
  type Role,
} from "./nix-names.js";
import { Collector, type Reading } from "./types.js";

/** Where packages are listed, and what for. */
export interface ListedIn {
  readonly file: string;
  /** "programs": for PATH. "libraries": for LD_LIBRARY_PATH. */
  readonly use: "programs" | "libraries";
  /** The flake's input that packages come from. */
  readonly nixpkgs: string | null;
  /** The names of all inputs of the flake. */
  readonly inputs: readonly string[];
}

const brought: Readonly<Record<Exclude<Role, "driver">, string>> = {
  tool: "nixtorch's shell has it",
  interpreter: "nixtorch's shell has the Python of the project",
  compiler: "nixtorch's shell has the compiler that goes with the CUDA",
  cuda: "nixtorch's shell has the toolkit, and wheels bring their own libraries",
  "driver link": "nixtorch's shell leads wheels to the running driver",
  "basic library": "nixtorch's shell has it on the library path",
};

/** Reads a list of packages: what nixtorch brings is left to it. */
export function readPackages(listed: readonly ListedPackage[], where: ListedIn): Reading {
  const found = new Collector();
  const byRole = new Map<Role, { sources: string[]; place: Place }>();
  for (const one of listed) {
    const place = { file: where.file, line: one.line, column: one.column };
    const name =
      one.kind === "package" || one.kind === "python"
        ? one.name
        : one.kind === "text"
          ? one.text
          : one.source;
    const role = roleOf(name);
    found.add(readVersions(one.kind === "opaque" ? one.source : name, name, place));
    if (one.kind === "python")
      for (const inner of one.packages) found.add(readPython(inner, { file: where.file, line: inner.line }));
    if (role !== null) {
      const group = byRole.get(role) ?? { sources: [], place };
      if (!group.sources.includes(name)) group.sources.push(name);
      byRole.set(role, group);
    } else if (one.kind !== "python") found.add(readOne(one, where, place));
  }
  for (const [role, { sources, place }] of byRole) found.add(ofRole(role, sources.join(", "), place));
  return found;
}

function ofRole(role: Role, source: string, place: Place): Reading {
  if (role === "driver") {
    const why = "left out: a process must load the driver that the kernel runs, and the shell leads it there";
    return { understood: [], not: [{ what: source, place, why }] };
  }
  return { understood: [{ path: ["nix"], source, place, note: brought[role] }], not: [] };
}

/** The versions in names: `python312`, `cudaPackages_12_4`. */
function readVersions(text: string, name: string, place: Place): Reading {
  const found = new Collector();
  const cuda = cudaIn(text);
  if (cuda !== null) found.understood.push({ path: ["cuda"], value: cuda, source: name, place });
  const minor = interpreter.exec(withoutOutput(name.split(".")[0]!))?.[1];
  const set = /^python3(\d{1,2})(?:Packages)?(?:\.|$)/.exec(name)?.[1] ?? minor;
  if (set !== undefined)
    found.understood.push({ path: ["project", "python"], value: `3.${set}`, source: name, place });
  return found;
}

function readOne(one: ListedPackage, where: ListedIn, place: Place): Reading {
  const refuse = (why: string): Reading => ({
    understood: [],
    not: [{ what: shortened(one.source), place, why }],
  });
  if (one.kind !== "package")
    return refuse(
      one.kind === "text" ? "the config lists packages of nixpkgs, no directories" : "Nix computes it",
    );
  const attribute = pythonAttribute(one.name);
  if (attribute !== null) return readPython({ ...one, name: attribute }, place);
  if (one.conditional) return refuse("it is there only under a condition");
  const [first = ""] = one.name.replace(/^inputs\./, "").split(".");
  const from = one.from ?? (where.inputs.includes(first) ? first : null);
  if (from === null) return refuse("this file makes it; the config lists packages of nixpkgs");
  if (where.nixpkgs !== null && from !== where.nixpkgs && !from.startsWith("<"))
    return refuse(`it comes from ${from}; the config lists packages of one nixpkgs`);
  const value = where.use === "libraries" ? withoutOutput(one.name) : one.name;
  if (where.use === "libraries" && isProgram(value)) return { understood: [], not: [] };
  const path = ["nix", where.use === "libraries" ? "libraries" : "packages"];
  return { understood: [{ path, item: true, value, source: one.name, place }], not: [] };
}

/** A package of nixpkgs' Python, which becomes one that uv installs. */
function readPython(one: ListedPackage, place: Place): Reading {
  const source = one.kind === "package" ? one.name : shortened(one.source);
  const known = one.kind === "package" ? onIndex(one.name) : null;
  if (known === null) {
    const why =
      "what uv would install for it is not known: add it to `packages` by its name on the package index";
    return { understood: [], not: [{ what: source, place, why }] };
  }
  const note = "from the package index instead of nixpkgs";
  switch (known.kind) {
    case "environment":
      return { understood: [{ path: ["nix"], source, place, note: "uv makes the environment" }], not: [] };
    case "torch": {
      const key = known.name.replace(/^torch(?=.)/, "");
      if (known.name === "torch") return { understood: [{ path: ["torch"], source, place, note }], not: [] };
      return { understood: [{ path: ["torch", key], value: true, source, place, note }], not: [] };
    }
    case "package":
      return {
        understood: [{ path: ["packages"], item: true, value: known.name, source, place, note }],
        not: [],
      };
  }
}

export function shortened(source: string): string {
  const line = maskCredentials(source).replaceAll(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
