import { markerEnvironment } from "../lang/python/environment.js";
import { evaluateMarker } from "../lang/python/marker.js";
import type { Requirement } from "../lang/python/requirement.js";
import { contains, formatSpecifier, publicSpecifier } from "../lang/python/specifier.js";
import { formatVersion } from "../lang/python/version.js";
import type { Place } from "../model/diagnostic.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** Packages that the config's `torch` is about, and their keys in it. */
const companions: Readonly<Record<string, string>> = {
  torchvision: "vision",
  torchaudio: "audio",
  triton: "triton",
};

/** Names that go with torch, and need no mention. */
const aliases: Readonly<Record<string, string>> = { "pytorch-triton": "triton", pytorch: "torch" };

export function isChosen(name: string): boolean {
  return name === "torch" || Object.hasOwn(companions, name) || Object.hasOwn(aliases, name);
}

/** Where a requirement on torch or a companion stands. */
export interface ChosenAt {
  readonly source: string;
  readonly place: Place;
  /** Its key in the record, where it stays and goes on limiting the choice. */
  readonly key: string | null;
}

/** What a requirement on torch, torchvision, torchaudio or triton says in a config. */
export function readChosen(requirement: Requirement, at: ChosenAt, facts: Facts): Reading {
  const { source, place, key } = at;
  const found = new Collector();
  const name = aliases[requirement.normalizedName] ?? requirement.normalizedName;
  const keys = key === null ? [] : [key];
  const refuse = (why: string) => found.not.push({ what: source, place, why });
  if (requirement.url !== null) {
    refuse("nixtorch takes torch from an index of wheels: see `torch.index`");
    return found;
  }
  if (!holdsOnLinux(requirement, facts)) {
    refuse("it holds on no Linux machine with a Python that nixtorch knows");
    return found;
  }
  const companion = companions[name];
  if (companion !== undefined) {
    const note = requirement.specifier.length === 0 ? {} : { note: "in the release that goes with torch" };
    found.understood.push({ path: ["torch", companion], value: true, source, place, keys, ...note });
    return found;
  }
  found.add(readLocal(requirement, at));
  const version = exactVersion(requirement);
  if (version !== null) {
    found.understood.push({ path: ["torch", "version"], value: version, source, place, keys });
    return found;
  }
  if (requirement.specifier.length === 0) {
    found.understood.push({ path: ["torch"], source, place, keys, note: "nixtorch chooses the version" });
    return found;
  }
  if (key !== null) {
    const note = "limits the choice where it stands; the first apply makes it exact";
    found.understood.push({ path: ["torch"], source, place, keys, note });
    return found;
  }
  found.add(readRange(requirement, at, facts));
  return found;
}

/** A range that nothing keeps: the newest release that it allows, where it is not the newest of all. */
function readRange({ specifier }: Requirement, { source, place }: ChosenAt, facts: Facts): Reading {
  const allowed = facts.torches.filter((one) => contains(specifier, one));
  const newest = allowed.at(-1);
  if (newest === undefined) {
    const why = `nixtorch knows no torch ${formatSpecifier(specifier)}`;
    return { understood: [], not: [{ what: source, place, why }] };
  }
  if (newest === facts.torches.at(-1)) {
    const note = "nixtorch chooses the newest that runs on the cards";
    return { understood: [{ path: ["torch"], source, place, note }], not: [] };
  }
  const minor = newest.split(".").slice(0, 2).join(".");
  const isNewestPatch = facts.torches.findLast((one) => one.startsWith(`${minor}.`)) === newest;
  const value = isNewestPatch ? minor : newest;
  return {
    understood: [
      { path: ["torch", "version"], value, source, place, note: "the newest release that it allows" },
    ],
    not: [],
  };
}

function exactVersion({ specifier }: Requirement): string | null {
  const [clause, ...others] = publicSpecifier(specifier);
  if (clause === undefined || others.length > 0 || clause.operator !== "==" || clause.wildcard) return null;
  const { release } = clause.version;
  const text = formatVersion(clause.version);
  if (text !== release.join(".") || release.length < 2 || release.length > 3) return null;
  return release.length === 2 ? `${text}.0` : text;
}

/** The build that a local version names: `+cu121`, `+cpu`. */
function readLocal({ specifier }: Requirement, { source, place }: ChosenAt): Reading {
  const found = new Collector();
  for (const clause of specifier) {
    const local = clause.operator === "===" ? null : clause.version.local;
    if (local !== null) found.add(readVariant(local.join("."), { source, place }));
  }
  return found;
}

function holdsOnLinux({ marker }: Requirement, { pythons }: Facts): boolean {
  return ["x86_64-linux", "aarch64-linux"].some((system) =>
    pythons.some((python) => evaluateMarker(marker, markerEnvironment(system, python))),
  );
}

/** What `cu121` or `cpu` says in a config. */
function readVariant(
  variant: string,
  at: { readonly source: string; readonly place: Place; readonly keys?: readonly string[] },
): Reading {
  const digits = /^cu(\d{2,3})$/.exec(variant)?.[1];
  if (digits !== undefined) {
    const value = `${digits.slice(0, -1)}.${digits.slice(-1)}`;
    return { understood: [{ path: ["cuda"], value, ...at }], not: [] };
  }
  if (variant === "cpu") return { understood: [{ path: ["gpu"], value: "none", ...at }], not: [] };
  const why = `nixtorch has stacks for NVIDIA cards and the CPU, none for ${variant}`;
  return { understood: [], not: [{ what: at.source, place: at.place, why }] };
}

/** An address below which wheels of one variant of PyTorch lie. */
export interface TorchIndex {
  readonly base: string;
  /** "cu128", "cpu", "rocm6.3" … */
  readonly variant: string;
}

/** Whether an address is that of a PyTorch index; `null`: it is of another kind. */
export function torchIndexOf(url: string): TorchIndex | null {
  const match = /^(https?:\/\/.*?)\/(cu\d{2,3}|cpu(?:-cxx11-abi)?|rocm[\d.]*|xpu)\/?$/.exec(url);
  return match === null ? null : { base: match[1]!, variant: match[2]! };
}

/** What the use of a PyTorch index says in a config. */
export function readTorchIndex(
  index: TorchIndex,
  at: { readonly source: string; readonly place: Place; readonly keys?: readonly string[] },
  facts: Facts,
): Reading {
  const found = new Collector();
  found.add(readVariant(index.variant, at));
  const isKnown = found.understood.length > 0;
  if (/\/(?:nightly|test)$/.test(index.base)) {
    const why = "nixtorch takes releases of torch, no nightly builds";
    return { understood: [], not: [{ what: at.source, place: at.place, why }] };
  }
  if (isKnown && index.base !== facts.torchIndex)
    found.understood.push({ path: ["torch", "index"], value: index.base, ...at });
  return found;
}
