import type { Attribute } from "../lang/nix/attributes.js";
import { isFlake } from "../lang/nix/flake.js";
import { parseNix } from "../lang/nix/parser.js";
import { shellsIn, type DevShell, type ShellFile } from "../lang/nix/shells.js";
import { NixSyntaxError } from "../lang/nix/syntax-error.js";
import type { Place } from "../model/diagnostic.js";
import { readShell } from "./dev-shell.js";
import { outputNames } from "./flake-outputs.js";
import { shortened } from "./nix-packages.js";
import { withheld } from "./secret.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** How a Nix file reaches those beside it. */
export interface Beside {
  /** The text of a file, relative to the directory of the one that is read; `null`: there is none. */
  read(path: string): { readonly file: string; readonly text: string } | null;
  readonly facts: Facts;
}

/**
 * Reads a `flake.nix` or `shell.nix` with development shells; `null`: it has none.
 * @throws NixSyntaxError
 */
export function readShells(file: string, text: string, beside: Beside): Reading | null {
  const tree = parseNix(text);
  const shells = shellsIn(text, tree);
  const ofFlake = isFlake(text);
  const outputs = ofFlake ? outputNames(text, tree) : [];
  const { shells: own, elsewhere, opaque } = shells;
  const hasShell = own.length + elsewhere.length + opaque.length > 0;
  if (!hasShell && (!ofFlake || outputs.includes("nixosConfigurations"))) return null;
  const found = new Collector();
  const [chosen, from] = chosenShell(file, shells, beside);
  if (chosen !== null)
    found.add(
      readShell(chosen, { file: from, nixpkgs: mainInput(shells), inputs: inputNames(shells) }, beside.facts),
    );
  if (ofFlake) {
    found.add(readNixpkgs(file, shells), readCaches(file, shells.nixConfig, beside.facts));
    found.add(keepsFlake(file, shells, chosen, outputs));
  }
  found.add(readSettings(file, shells));
  return found;
}

/** The shell that is meant where nothing else is said, in whichever file it is. */
function chosenShell(
  file: string,
  { shells, elsewhere }: ShellFile,
  beside: Beside,
): [DevShell | null, string] {
  const own = shells.find(({ name }) => name === "default") ?? shells[0];
  if (own !== undefined) return [own, file];
  for (const { path } of elsewhere) {
    const other = beside.read(path);
    if (other === null) continue;
    const [inner] = shellsOf(other.text);
    if (inner !== undefined) return [inner, other.file];
  }
  return [null, file];
}

function shellsOf(text: string): readonly DevShell[] {
  try {
    return shellsIn(text, parseNix(text)).shells;
  } catch (error) {
    if (error instanceof NixSyntaxError) return [];
    throw error;
  }
}

/** The input that is nixpkgs. */
function mainInput({ inputs }: ShellFile): string | null {
  const urls = inputs.filter(({ name }) => name.endsWith(".url"));
  const named =
    urls.find(({ name }) => name === "nixpkgs.url") ??
    urls.find(({ value }) => /nixpkgs/i.test(String(value)));
  return named?.name.replace(/\.url$/, "") ?? null;
}

function inputNames({ inputs }: ShellFile): string[] {
  return inputs.map(({ name }) => name.split(".")[0]!);
}

function readNixpkgs(file: string, shells: ShellFile): Reading {
  const name = mainInput(shells);
  const input = shells.inputs.find((one) => one.name === `${name}.url`);
  if (input === undefined || typeof input.value !== "string") return { understood: [], not: [] };
  const place = placeOf(file, input);
  const source = `inputs.${input.name} = ${JSON.stringify(input.value)}`;
  const secret = withheld(source, place, "Nix takes tokens from access-tokens in nix.conf");
  if (secret !== null) return { understood: [], not: [secret] };
  const value = nixpkgsValue(input.value);
  if (value !== null) return { understood: [{ path: ["nix", "nixpkgs"], value, source, place }], not: [] };
  const why =
    "it does not say which release it follows: add nix: { nixpkgs: { url, release } } if it is to stay";
  return { understood: [], not: [{ what: source, place, why }] };
}

/** A release of nixpkgs, or a reference that names one. */
function nixpkgsValue(url: string): unknown {
  const plain = /^(?:github:nixos\/nixpkgs|nixpkgs)(?:(?:\/|\?ref=)([\w.-]+))?$/i.exec(url);
  if (plain !== null) {
    const branch = plain[1] ?? "nixpkgs-unstable";
    const release = /^(?:nixos|nixpkgs|release)-(\d\d\.\d\d)(?:-small|-darwin)?$/.exec(branch)?.[1];
    if (release !== undefined) return release;
    return /^(?:nixos-unstable(?:-small)?|nixpkgs-unstable|master)$/.test(branch) ? "unstable" : null;
  }
  return /(?:nixos-|nixpkgs-|release-)(?:\d\d\.\d\d|unstable)/.test(url) ? { url } : null;
}

/** Caches and their keys, which stand in two lists and belong together by name. */
function readCaches(file: string, nixConfig: readonly Attribute[], { caches }: Facts): Reading {
  const found = new Collector();
  const listed = (name: RegExp) =>
    nixConfig
      .filter((one) => name.test(one.name))
      .flatMap((one) =>
        [one.value].flat().map((value) => ({ value: String(value), place: placeOf(file, one) })),
      );
  const keys = listed(/^(?:extra-)?trusted-public-keys$/);
  for (const { value: url, place } of listed(/^(?:extra-)?(?:trusted-)?substituters$/)) {
    const host = URL.canParse(url) ? new URL(url).hostname : url;
    if (host === "cache.nixos.org") continue;
    const secret = withheld(
      url,
      place,
      "Nix reads passwords from the file that netrc-file in nix.conf names",
    );
    const key = keys.find(({ value }) => value.split(":")[0]!.replace(/-\d+$/, "") === host)?.value;
    const known = caches.find((one) => one.url.replace(/\/+$/, "") === url.replace(/\/+$/, ""));
    const refuse = (why: string) => found.not.push({ what: `substituter ${url}`, place, why });
    if (secret !== null) found.not.push(secret);
    else if (known !== undefined && key !== undefined && known.publicKey !== key)
      refuse(`its key here is not the one that the cache publishes, which is ${known.publicKey}`);
    else if (key === undefined) refuse("no key in the file belongs to it");
    else
      found.understood.push({
        path: ["nix", "caches"],
        item: true,
        value: { url, publicKey: key },
        source: url,
        place,
      });
  }
  return found;
}

/** Whether nixtorch's flake could stand in for the one that is there; if not, it stays. */
function keepsFlake(
  file: string,
  { shells, elsewhere, opaque }: ShellFile,
  chosen: DevShell | null,
  outputs: readonly string[],
): Reading {
  const within = new Set(chosen?.within);
  const others = [...shells, ...elsewhere, ...opaque].filter(
    ({ name }) => name !== (chosen?.name ?? "default"),
  );
  const more = outputs.filter((name) => !["devShells", "devShell", "formatter"].includes(name));
  const reason =
    within.has("mkFlake") || outputs.includes("perSystem")
      ? "it is made with flake-parts"
      : chosen?.maker?.includes("devenv") === true || chosen?.maker === null
        ? "its shell is made with devenv"
        : others.length > 0
          ? `it has further shells: ${others.map(({ name }) => name).join(", ")}`
          : chosen === null
            ? "its shell is not one that can be read"
            : more.length > 0
              ? `it has more than a shell: ${more.join(", ")}`
              : null;
  if (reason === null) return { understood: [], not: [] };
  const place: Place = chosen === null ? { file } : { file, line: chosen.line, column: chosen.column };
  return {
    understood: [
      { path: ["nix", "flake"], value: false, source: "the flake stays yours", place, note: reason },
    ],
    not: [],
  };
}

/** Settings of nixpkgs that a config has no words for. */
function readSettings(file: string, { packageSets }: ShellFile): Reading {
  const harmless =
    /^(?:system|localSystem(?:\.system)?|config\.(?:allowUnfree|allowUnfreePredicate|cudaSupport|cudaEnableForwardCompat|cudnnSupport))$/;
  const not = packageSets
    .flatMap(({ attributes }) => attributes)
    .filter(({ name, value }) => !harmless.test(name) && !(Array.isArray(value) && value.length === 0))
    .map((one) => ({
      what: `${one.name} = ${shortened(one.source)}`,
      place: placeOf(file, one),
      why: "nixtorch takes packages as nixpkgs has them",
    }));
  return { understood: [], not };
}

function placeOf(file: string, { line, column }: { readonly line: number; readonly column: number }): Place {
  return { file, line, column };
}
