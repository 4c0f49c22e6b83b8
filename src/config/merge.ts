import { normalizeName } from "../lang/python/name.js";
import type { WrittenConfig } from "./written.js";

type Values = Record<string, unknown>;

/** Lists that grow: the base's items come first. Other lists and values are replaced. */
const growing = new Set(["indexes", "nix.packages", "nix.libraries", "nix.caches", "policy.neverDestroy"]);

/** Keys with a short form, and the key that it stands for. */
const shortForms: Readonly<Record<string, string>> = {
  cuda: "version",
  torch: "version",
  powerManagement: "enable",
  nixLd: "enable",
};

/**
 * One config from several; where two say something about the same key, the later one wins. Objects are merged key by
 * key. Lists of packages, libraries, indexes and caches are joined; a package that is named again replaces the
 * earlier entry. `gpu` and `nix.nixpkgs` are replaced as a whole.
 *
 * @example
 * export default mergeConfig(presets.notebook, { gpu: "RTX 4090", packages: ["transformers"] });
 */
export function mergeConfig(base: WrittenConfig, ...over: readonly WrittenConfig[]): WrittenConfig {
  return over.reduce<WrittenConfig>(
    (merged, next) => mergeObjects(merged as Values, next as Values, []),
    base,
  );
}

function mergeObjects(base: Values, over: Values, path: readonly string[]): Values {
  const merged: [string, unknown][] = Object.entries(base);
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const at = merged.findIndex(([known]) => known === key);
    if (at === -1) merged.push([key, value]);
    else merged[at] = [key, mergeValues(merged[at]![1], value, [...path, key])];
  }
  return Object.fromEntries(merged);
}

function mergeValues(base: unknown, over: unknown, path: readonly string[]): unknown {
  const key = path.at(-1)!;
  if (Array.isArray(base) && Array.isArray(over)) {
    if (!grows(path)) return over;
    return join(base, over, listsPackages(path) ? packageName : itemName);
  }
  if (key === "gpu" || key === "nixpkgs") return over;
  const [a, b] = [longForm(base, key), longForm(over, key)];
  return isObject(a) && isObject(b) ? mergeObjects(a, b, path) : over;
}

function grows(path: readonly string[]): boolean {
  return listsPackages(path) || growing.has(path.join(".")) || path.slice(-2).join(".") === "nixLd.libraries";
}

function listsPackages(path: readonly string[]): boolean {
  return path.join(".") === "packages" || (path.length === 2 && ["groups", "extras"].includes(path[0]!));
}

function longForm(value: unknown, key: string): unknown {
  const long = Object.hasOwn(shortForms, key) ? shortForms[key] : undefined;
  if (long === undefined) return value;
  if (!isObject(value)) return { [long]: value };
  if (!("unchecked" in value)) return value;
  const { unchecked, ...rest } = value;
  return { ...rest, [long]: { unchecked } };
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(
  base: readonly unknown[],
  over: readonly unknown[],
  name: (item: unknown) => string,
): unknown[] {
  const renewed = new Set(over.map(name));
  return [...base.filter((item) => !renewed.has(name(item))), ...over];
}

/** An index is known by its name; all else by what it says. */
function itemName(item: unknown): string {
  return isObject(item) && typeof item["name"] === "string" ? item["name"] : JSON.stringify(item);
}

/** A package is known by its name, as indexes compare it, and its marker. */
function packageName(item: unknown): string {
  const text = isObject(item) ? `${String(item["name"])};${String(item["marker"] ?? "")}` : String(item);
  const [head, marker = ""] = text.split(";", 2) as [string, string?];
  const name = /^\s*([A-Za-z0-9._-]+)/.exec(head)?.[1] ?? head;
  return `${normalizeName(name)};${marker.trim()}`;
}
