import type { Attribute } from "../lang/nix/attributes.js";
import {
  packagesChosen,
  packagesOf,
  searchPath,
  type ListedPackage,
  type SearchDirectory,
} from "../lang/nix/packages.js";
import type { DevShell } from "../lang/nix/shells.js";
import type { Place } from "../model/diagnostic.js";
import { readPackages, shortened, type ListedIn } from "./nix-packages.js";
import { readHook } from "./shell-hook.js";
import { readVariable } from "./shell-variables.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** Attributes of mkShell with packages that end up on PATH. */
const lists = new Set(["packages", "buildInputs", "nativeBuildInputs", "propagatedBuildInputs"]);

/** Attributes of a derivation that say nothing about the environment in it. */
const formal = new Set([
  "name",
  "pname",
  "version",
  "src",
  "phases",
  "dontUnpack",
  "stdenv",
  "meta.description",
]);

/** What the attributes of one development shell say in a config. */
export function readShell(shell: DevShell, where: Omit<ListedIn, "use">, facts: Facts): Reading {
  const found = new Collector();
  const read = /FHS\w*$/.test(shell.maker ?? "") ? readFhsAttribute : readAttribute;
  for (const one of shell.attributes ?? []) found.add(read(one, where, facts));
  return found;
}

/** What `buildFHSEnv` is called with: no variables, and packages whose libraries are for programs that look in /usr/lib. */
function readFhsAttribute(one: Attribute, where: Omit<ListedIn, "use">, facts: Facts): Reading {
  const place = { file: where.file, line: one.line, column: one.column };
  if (one.name === "profile") return readHook(one.expression, place, where, facts);
  if (one.name === "targetPkgs" || one.name === "multiPkgs") {
    const listed = packagesChosen(one.expression);
    const isLibrary = (listed: ListedPackage) =>
      listed.kind === "package" && /^(?:xorg\.)?lib[A-Z_a-z]/.test(listed.name);
    const found = new Collector();
    found.add(
      readPackages(
        listed.filter((each) => !isLibrary(each)),
        { ...where, use: "programs" },
      ),
    );
    found.add(readPackages(listed.filter(isLibrary), { ...where, use: "libraries" }));
    return found;
  }
  const shell = one.name === "runScript" && /^(?:\/bin\/)?(?:ba)?sh$/.test(textOf(one.value) ?? "");
  if (shell || formal.has(one.name)) return { understood: [], not: [] };
  const what = `${one.name} = ${shortened(one.source)}`;
  return { understood: [], not: [{ what, place, why: "the config has no key for it" }] };
}

function readAttribute(one: Attribute, where: Omit<ListedIn, "use">, facts: Facts): Reading {
  const place = { file: where.file, line: one.line, column: one.column };
  const source = `${one.name} = ${shortened(one.source)}`;
  const refuse = (why: string): Reading => ({ understood: [], not: [{ what: source, place, why }] });
  const name = one.name.replace(/^env\./, "");
  if (lists.has(one.name)) return readPackages(packagesOf(one.expression), { ...where, use: "programs" });
  if (one.name === "shellHook" || one.name === "shellHooks")
    return readHook(one.expression, place, where, facts);
  if (/^(?:NIX_LD_|LD_)LIBRARY_PATH$/.test(name)) return readLibraryPath(one, where, place);
  if (formal.has(one.name)) return { understood: [], not: [] };
  if (one.name === "inputsFrom") return refuse("the packages of other shells are not followed");
  if (!/^[A-Za-z_]\w*$/.test(name)) return refuse("the config has no key for it");
  if (facts.ownVariables.has(name) && name !== "MAX_JOBS")
    return {
      understood: [{ path: ["shell", "env"], source, place, note: "nixtorch's shell sets it" }],
      not: [],
    };
  const value = textOf(one.value);
  return value === null ? refuse("Nix computes it") : readVariable(name, value, { source, place }, facts);
}

/** As Nix passes a value on to the shell; `null`: it is computed, or no plain value. */
function textOf(value: Attribute["value"]): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "";
  return typeof value === "number" ? String(value) : null;
}

function readLibraryPath(one: Attribute, where: Omit<ListedIn, "use">, place: Place): Reading {
  const found = new Collector();
  const note = "nixtorch's shell sets it, from `nix.libraries`";
  found.understood.push({ path: ["shell", "env"], source: one.name, place, note });
  const listed = searchPath(one.expression).flatMap((directory) => listedIn(directory, place));
  found.add(readPackages(listed, { ...where, use: "libraries" }));
  return found;
}

function listedIn(directory: SearchDirectory, place: Place): readonly ListedPackage[] {
  const at = { conditional: false, line: place.line!, column: place.column! };
  switch (directory.kind) {
    case "packages":
      return directory.packages;
    case "package":
      return [{ kind: "package", ...directory.package, source: directory.package.name, ...at }];
    case "text":
      // The path as it was before.
      if (/^\$\{?LD_LIBRARY_PATH/.test(directory.text)) return [];
      return [{ kind: "text", text: directory.text, source: directory.text, ...at }];
    case "opaque":
      return [{ kind: "opaque", rest: false, source: directory.source, ...at }];
  }
}
