import { markerEnvironment } from "../lang/python/environment.js";
import { evaluateMarker, parseMarker } from "../lang/python/marker.js";
import type { PyprojectReading, Written } from "../lang/python/pyproject.js";
import { normalizeName, RequirementSyntaxError } from "../lang/python/requirement.js";
import type { Requirement } from "../lang/python/requirement.js";
import type { Table } from "../lang/toml/value.js";
import { carriesCredentials, maskCredentials } from "../model/mask.js";
import type { Origin } from "./package.js";
import { placeOf } from "./pyproject.js";
import { withheld } from "./secret.js";
import { isChosen, readTorchIndex, torchIndexOf } from "./torch.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** Where packages come from, by name. */
export interface Sources {
  /** The source of a package in the config's words; `null`: none, or one that stays in the file. */
  of(requirement: Requirement): Origin | null;
  /** Names of the indexes that torch and its companions come from on Linux. */
  readonly torchIndexes: readonly string[];
  /** What was not used. */
  leftOver(): Reading;
}

type Entries = readonly Written<Table>[];

/** Reads `[tool.uv.sources]`. */
export function readSources({ sources, indexes }: PyprojectReading): Sources {
  const declared = new Map<string, Entries>();
  for (const one of sources) {
    const name = normalizeName(one.name);
    declared.set(name, [...(declared.get(name) ?? []), one]);
  }
  const used = new Set<string>();
  const indexNames = indexes.map(({ value }) => value["name"]);
  return {
    of({ normalizedName }) {
      const origin = originOf(declared.get(normalizedName) ?? [], indexNames);
      if (origin !== null) used.add(normalizedName);
      return origin;
    },
    torchIndexes: [...declared].flatMap(([name, entries]) => (isChosen(name) ? linuxIndexes(entries) : [])),
    leftOver() {
      const rest = [...declared].filter(([name]) => !used.has(name) && !isChosen(name));
      const not = rest.map(([name, entries]) => ({
        what: `source of ${name}`,
        place: placeOf(entries[0]!),
        why: whyLeft(entries),
      }));
      return { understood: [], not };
    },
  };
}

const gitKeys = ["git", "rev", "tag", "branch", "subdirectory"];

/** A source that the config has words for. */
function originOf(entries: Entries, indexes: readonly unknown[]): Origin | null {
  const [one, ...others] = entries;
  // A list of one entry has its place in the list at the end of its path.
  if (one === undefined || others.length > 0 || typeof one.path.at(-1) === "number" || isSecret(one.value))
    return null;
  const { value } = one;
  const only = (...allowed: string[]) => Object.keys(value).every((key) => allowed.includes(key));
  const { index, git, path, url, editable } = value;
  if (typeof index === "string" && only("index") && indexes.includes(index)) return { index };
  if (typeof git === "string" && only(...gitKeys)) return value as Table & { git: string };
  if (typeof path === "string" && only("path", "editable"))
    return { path, ...(editable === true ? { editable } : {}) };
  return typeof url === "string" && only("url") ? { url } : null;
}

function isSecret(table: Table): boolean {
  return Object.values(table).some((value) => typeof value === "string" && carriesCredentials(value));
}

function whyLeft(entries: Entries): string {
  const stays = "uv goes on reading it here";
  if (entries.some(({ value }) => isSecret(value)))
    return `it carries credentials, and the config is committed; ${stays}`;
  if (entries.some(({ value }) => value["workspace"] === true))
    return `it is a member of the workspace; ${stays}`;
  if (entries.length > 1) return `it differs by platform or extra; ${stays}`;
  const known = ["index", "path", "url", "editable", ...gitKeys];
  const more = entries.flatMap(({ value }) => Object.keys(value).filter((key) => !known.includes(key)));
  if (more.length > 0) return `the config has no key for its \`${more.join("`, `")}\`; ${stays}`;
  return `no requirement that could be imported names it; ${stays}`;
}

/** The indexes that sources lead to on Linux machines, extras and groups left aside. */
function linuxIndexes(entries: Entries): string[] {
  return entries.flatMap(({ value: { index, marker, extra, group } }) => {
    const isPlain = typeof index === "string" && extra === undefined && group === undefined;
    return isPlain && (typeof marker !== "string" || holdsOnLinux(marker)) ? [index] : [];
  });
}

function holdsOnLinux(marker: string): boolean {
  try {
    return evaluateMarker(parseMarker(marker), markerEnvironment("x86_64-linux", "3.12"));
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return false;
    throw error;
  }
}

/** Reads `[[tool.uv.index]]`: PyTorch's say which build is meant, the others are the config's `indexes`. */
export function readIndexes({ indexes }: PyprojectReading, sources: Sources, facts: Facts): Reading {
  const found = new Collector();
  const serving = indexes.filter(({ value }) => servesTorch(value, sources));
  for (const one of indexes) found.add(readIndex(one, serving, facts));
  return found;
}

/** Without sources an index that is searched for every package serves torch. */
function servesTorch({ name, url, explicit }: Table, { torchIndexes }: Sources): boolean {
  if (typeof url !== "string" || torchIndexOf(url) === null) return false;
  return torchIndexes.length > 0 ? torchIndexes.includes(String(name)) : explicit !== true;
}

function readIndex(written: Written<Table>, serving: Entries, facts: Facts): Reading {
  const { name, url, explicit, default: isDefault } = written.value;
  const place = placeOf(written);
  const address = typeof url === "string" ? maskCredentials(url) : "no address";
  const source = typeof name === "string" ? `index ${name}: ${address}` : `index ${address}`;
  const refuse = (why: string): Reading => ({ understood: [], not: [{ what: source, place, why }] });
  if (typeof url !== "string") return refuse("it has no address");
  const secret = withheld(url, place, "uv takes them from UV_INDEX_<NAME>_USERNAME and _PASSWORD");
  if (secret !== null) return { understood: [], not: [{ ...secret, what: source }] };
  const keys = [`tool.uv.index.${String(name)}`];
  const torch = torchIndexOf(url);
  if (torch !== null) {
    if (!serving.includes(written))
      return refuse("no source leads torch to it on Linux; uv goes on reading it here");
    if (serving.length > 1) return refuse("torch has several indexes on Linux, and a config has one");
    return readTorchIndex(torch, { source, place, keys }, facts);
  }
  if (typeof name !== "string") return refuse("the config's indexes have names; uv goes on reading it here");
  const value = {
    name,
    url,
    ...(explicit === true ? { explicit } : {}),
    ...(isDefault === true ? { default: true } : {}),
  };
  const more = Object.keys(written.value).filter(
    (key) => !["name", "url", "explicit", "default"].includes(key),
  );
  const why = `the config has no key for it; uv goes on reading it here`;
  return {
    understood: [{ path: ["indexes"], item: true, value, source, place, keys }],
    not: more.length === 0 ? [] : [{ what: `index ${name}: ${more.join(", ")}`, place, why }],
  };
}
