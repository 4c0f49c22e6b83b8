import { expect } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import type { MemoryEntry } from "../../../src/host/memory.js";
import type { BuildRecipe } from "../../../src/model/build.js";
import type { Config, Package, PackageSource } from "../../../src/model/config.js";
import { digestOf } from "../../../src/model/digest.js";
import type { Resolution } from "../../../src/model/resolution.js";
import { applySpans } from "../../../src/model/span.js";
import { observePyproject, planPyproject, unplanPyproject } from "../../../src/resources/pyproject/index.js";
import type { ObservedPyproject } from "../../../src/resources/pyproject/index.js";
import type { Baseline, Contribution, Desire } from "../../../src/resources/resource.js";
import { parseRequirement } from "../../../src/lang/python/requirement.js";
import { desireOf } from "../../support/desire.js";

export const project = "/home/ada/My Lab";

export interface Wanted {
  readonly torch?: string;
  readonly torchvision?: string;
  readonly wheel?: string;
  readonly index?: string;
  readonly python?: string;
  readonly packages?: readonly (string | Package)[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly extras?: Readonly<Record<string, readonly string[]>>;
  readonly indexes?: Config["indexes"];
  readonly systems?: readonly string[];
  readonly project?: Partial<Config["project"]>;
  readonly recipes?: readonly BuildRecipe[];
  readonly adopt?: boolean;
  readonly answers?: Desire["answers"];
}

/** What a config asks of pyproject.toml: torch 2.14.1 for CUDA 12.6 on Python 3.12, unless told otherwise. */
export function desire(wanted: Wanted = {}, baseline: Baseline = {}): Desire {
  const { torch = "2.14.1", wheel = "cu126", python = "3.12" } = wanted;
  const base = desireOf({ python, baseline, adopt: wanted.adopt ?? false, answers: wanted.answers ?? {} });
  const choice = <T>(value: T) => ({ value, reason: "fixture", sources: [] });
  const resolution: Resolution = {
    ...base.resolution,
    torch: choice(torch),
    systems: choice(wanted.systems ?? ["x86_64-linux"]),
    torchvision: wanted.torchvision === undefined ? null : choice(wanted.torchvision),
    wheel: choice(wheel),
    index: choice(wanted.index ?? `https://download.pytorch.org/whl/${wheel}`),
  };
  const lists = (written: Readonly<Record<string, readonly string[]>> = {}, at: string) =>
    Object.fromEntries(Object.entries(written).map(([key, list]) => [key, packagesOf(list, `${at}.${key}`)]));
  const config: Config = {
    ...base.config,
    project: { ...base.config.project, name: null, ...wanted.project },
    packages: packagesOf(wanted.packages ?? [], "packages"),
    groups: lists(wanted.groups, "groups"),
    extras: lists(wanted.extras, "extras"),
    indexes: wanted.indexes ?? [],
    nix: { ...base.config.nix, systems: wanted.systems ?? null },
  };
  const recipes = Object.fromEntries((wanted.recipes ?? []).map((recipe) => [recipe.name, recipe]));
  return { ...base, config, resolution, recipes };
}

function packagesOf(list: readonly (string | Package)[], at: string): Package[] {
  return list.map((one, index) => (typeof one === "string" ? packageOf(one, null, `${at}[${index}]`) : one));
}

export function packageOf(
  requirement: string,
  source: PackageSource | null,
  declaredAt = "packages[0]",
): Package {
  return { requirement, name: parseRequirement(requirement).normalizedName, source, declaredAt };
}

export function recipe(name: string, given: Partial<BuildRecipe> = {}): BuildRecipe {
  return {
    name,
    mode: "match-runtime",
    needs: ["setuptools", "ninja"],
    env: {},
    metadata: null,
    git: null,
    reason: "compiles against torch",
    sources: [],
    ...given,
  };
}

export function observe(
  text: MemoryEntry | null,
  others: Record<string, MemoryEntry> = {},
): ObservedPyproject {
  const files = { ...(text === null ? {} : { [`${project}/pyproject.toml`]: text }), ...others };
  return observePyproject(memorySystem(files), project);
}

/** Plans over a text, and checks what holds of every plan: the actions give the content, and the digests fit. */
export async function plan(
  text: string | null,
  wanted: Wanted = {},
  baseline: Baseline = {},
  others: Record<string, MemoryEntry> = {},
): Promise<Contribution> {
  return checked(text, planPyproject(observe(text, others), desire(wanted, baseline)));
}

/** Plans to take all of nixtorch away again. */
export function unplan(text: string | null, baseline: Baseline): Contribution {
  return checked(text, unplanPyproject(observe(text), { baseline }));
}

function checked(text: string | null, contribution: Contribution): Contribution {
  const { change, actions, content } = contribution;
  const [action] = actions;
  if (action?.type === "write-file") expect(action.content).toBe(content);
  if (action?.type === "remove-file") expect([action.before, content]).toEqual([digestOf(text ?? ""), null]);
  if (action?.type === "write-spans") {
    expect(action.before).toBe(digestOf(text ?? ""));
    const after = applySpans(new TextEncoder().encode(text ?? ""), action.spans);
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(after)).toBe(content);
  }
  if (action !== undefined) {
    expect(change.after).toBe(content === null ? null : digestOf(content));
    expect(change.details.length).toBeGreaterThan(0);
  } else {
    expect(change.after).toBe(change.before);
    expect(["no-op", "conflict"]).toContain(change.action);
  }
  return contribution;
}

/**
 * Plans, applies, and plans again: nothing is left to do, whether or not the record survived.
 * Returns the content and the first contribution.
 */
export async function settle(text: string | null, wanted: Wanted = {}, baseline: Baseline = {}) {
  const first = await plan(text, wanted, baseline);
  expect(first.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const content = first.content ?? "";
  const second = await plan(content, wanted, first.baseline);
  expect([second.change.action, second.actions, second.drift]).toEqual(["no-op", [], []]);
  expect(second.baseline).toEqual(first.baseline);
  const unrecorded = await plan(content, wanted, {});
  expect([unrecorded.change.action, unrecorded.actions]).toEqual(["no-op", []]);
  return { content, first };
}

/** A file as a person wrote it, with things that must survive. */
export const handwritten = `# The lab. Häppy to help: ada@lab.example
[project]
name = 'lab'   # short
version = "2.3.0"
requires-python = ">=3.11"
dependencies = [
  "numpy>=1.26",  # arrays
  # plots
  'matplotlib',
]

[dependency-groups]
dev = ["pytest"]

[tool.ruff]
line-length = 100

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;
