import { isTable } from "../lang/toml/value.js";
import type { NotUnderstood, Reading, Understood } from "./types.js";

/** A place in a config, such as `["packages", 2]`. */
export type ConfigPath = readonly (string | number)[];

/** Something understood, and where the config has it; `null`: it stays in its file only. */
export interface Part {
  readonly understood: Understood;
  readonly at: ConfigPath | null;
}

export interface Merged {
  /** The config, as it is written. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly parts: readonly Part[];
  /** What contradicts an earlier file or line. */
  readonly not: readonly NotUnderstood[];
  /** Comments for the config's text. */
  readonly remarks: readonly { readonly path: ConfigPath; readonly text: string }[];
}

/** Puts together what several files say: what stands first counts. */
export function merge(understood: readonly Understood[]): Merged {
  const merger = new Merger();
  for (const one of understood) merger.add(one);
  const { written, parts, not } = merger;
  return { written: shortened(written), parts, not, remarks: remarksOf(parts) };
}

type Tree = { [key: string]: unknown };

class Merger {
  readonly written: Tree = {};
  readonly parts: Part[] = [];
  readonly not: NotUnderstood[] = [];
  private readonly first = new Map<string, Understood>();

  add(one: Understood): void {
    if (one.path.includes("__proto__")) {
      this.not.push({ what: one.source, place: one.place, why: "JavaScript has another use for that name" });
      return;
    }
    if (one.value === undefined) return void this.parts.push({ understood: one, at: null });
    const identity = JSON.stringify([one.path, one.item === true ? identityOf(one.value) : null]);
    const before = this.first.get(identity);
    if (before !== undefined) return this.addAgain(one, before);
    this.first.set(identity, one);
    this.parts.push({ understood: one, at: this.put(one) });
  }

  private addAgain(one: Understood, before: Understood): void {
    if (JSON.stringify(one.value) === JSON.stringify(before.value)) {
      const at = this.parts.find((part) => part.understood === before)!.at;
      this.parts.push({ understood: one, at });
      return;
    }
    const why = `${placeText(before)} says something else: ${before.source}`;
    this.not.push({ what: one.source, place: one.place, why });
  }

  private put({ path, value, item }: Understood): ConfigPath {
    const owner = path.slice(0, -1).reduce<Tree>((tree, key) => part(tree, key, {}), this.written);
    const key = path.at(-1)!;
    if (item !== true) {
      owner[key] = structuredClone(value);
      return path;
    }
    const list = part<unknown[]>(owner, key, []);
    list.push(structuredClone(value));
    return [...path, list.length - 1];
  }
}

/** What a tree has of its own under a key, put there if need be. */
function part<T>(tree: Tree, key: string, empty: T): T {
  if (!Object.hasOwn(tree, key)) tree[key] = empty;
  return tree[key] as T;
}

/** What two items of one list may not share: a package with its marker, the name of an index, the address of a cache. */
function identityOf(value: unknown): string {
  if (typeof value === "string") {
    const [head = "", marker = ""] = value.split(/\s*;\s*/);
    const name = /^[a-z0-9-]+(?=\[|[=!<>~]|$| @)/.exec(head)?.[0] ?? head;
    return marker === "" ? name : `${name}; ${marker}`;
  }
  if (!isTable(value)) return JSON.stringify(value);
  const name = String(value["name"] ?? value["url"]);
  return value["marker"] === undefined ? name : `${name}; ${String(value["marker"])}`;
}

/** `torch: { version: "2.9" }` as `torch: "2.9"`. */
function shortened(written: Tree): Tree {
  const { torch } = written;
  const isShort = isTable(torch) && Object.keys(torch).length === 1 && typeof torch["version"] === "string";
  return isShort ? { ...written, torch: torch["version"] } : written;
}

/** Above each section the places that it is from, and beside items what a person wrote there. */
function remarksOf(parts: readonly Part[]): Merged["remarks"] {
  const sections = new Map<string, Map<string, Understood>>();
  for (const { understood, at } of parts) {
    if (at === null) continue;
    const files = sections.get(String(at[0])) ?? new Map<string, Understood>();
    if (!files.has(understood.place.file)) files.set(understood.place.file, understood);
    sections.set(String(at[0]), files);
  }
  const sources = [...sections].flatMap(([section, files]) => {
    const all = [...files.values()];
    const from = all.filter(({ chosen }) => chosen !== true).map(placeText);
    const chosen = all.filter((one) => one.chosen === true).map(({ note }) => `chosen by import: ${note}`);
    const texts = [...(from.length === 0 ? [] : [`from ${from.join(", ")}`]), ...chosen];
    return texts.map((text) => ({ path: [section], text }));
  });
  const seen = new Set<string>();
  const own = parts.flatMap(({ understood: { remark }, at }) => {
    const key = JSON.stringify(at);
    if (remark === undefined || at === null || seen.has(key)) return [];
    seen.add(key);
    return [{ path: at, text: remark }];
  });
  return [...sources, ...own];
}

/** `pyproject.toml:12` */
export function placeText({ place }: Pick<Understood, "place">): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}

/** Things that could not be understood, each once. */
export function distinct(not: readonly NotUnderstood[]): readonly NotUnderstood[] {
  const seen = new Set<string>();
  return not.filter(({ what, why, place }) => {
    const key = JSON.stringify([what, why, place.file]);
    return !seen.has(key) && seen.add(key);
  });
}

/** One reading without the parts that a plan would not leave alone. */
export function without(reading: Reading, dropped: readonly Understood[], why: string): Reading {
  const gone = new Set(dropped);
  return {
    understood: reading.understood.filter((one) => !gone.has(one)),
    not: [...reading.not, ...dropped.map(({ source, place }) => ({ what: source, place, why }))],
  };
}
