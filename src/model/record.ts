import { isOfThisMachine, type Address } from "./address.js";
import type { Diagnostic } from "./diagnostic.js";
import { perHostKeys, type Resolution } from "./resolution.js";
import { compareDotted } from "./version.js";

export const recordFormatVersion = 1;

/** Values last applied, by address and key: whole files by digest, keys and blocks by value. */
export type Baselines = Readonly<Partial<Record<Address, Readonly<Record<string, string>>>>>;

/** The project that a system's state belongs to. One whose directory is gone owns nothing any more. */
export type StateOwner =
  | { readonly kind: "nobody" }
  | { readonly kind: "this" }
  | { readonly kind: "another"; readonly directory: string };

/**
 * A key in the baseline of system.generation while an apply works on the system's files: one that ended before the
 * rebuild leaves it there.
 */
export const owedKey = "owed";

export type ChoiceValue = string | boolean | readonly string[] | null;

/** Chosen values by key of a {@link Resolution}, without reasons. */
export type ChosenValues = Readonly<Partial<Record<keyof Resolution, ChoiceValue>>>;

/** The content of `nixtorch.lock`: what was last applied to the project, and with which nixtorch. Never the truth. */
export interface ProjectRecord {
  readonly nixtorchVersion: string;
  readonly catalogVersion: string;
  /** Without the parts that depend on a host. */
  readonly resolution: ChosenValues;
  readonly baseline: Baselines;
}

/** The values of a resolution that a project may record: the same on every machine. */
export function recordedValues(resolution: Resolution): ChosenValues {
  return chosenValues(resolution, (key) => !isPerHost(key));
}

/** The values of a resolution that belong to one host. */
export function perHostValues(resolution: Resolution): ChosenValues {
  return chosenValues(resolution, isPerHost);
}

/**
 * One flat JSON object, keys sorted, one entry a line, so that git merges it line by line.
 * Leaves out whatever differs between machines.
 */
export function encodeRecord(record: ProjectRecord): string {
  const entries: [string, ChoiceValue | number][] = [
    ["formatVersion", recordFormatVersion],
    ["nixtorchVersion", record.nixtorchVersion],
    ["catalogVersion", record.catalogVersion],
  ];
  for (const [key, value] of Object.entries(record.resolution))
    if (!isPerHost(key)) entries.push([`resolution.${key}`, value]);
  for (const [address, values] of Object.entries(record.baseline))
    if (!isOfThisMachine(address as Address))
      for (const [key, value] of Object.entries(values)) entries.push([`baseline.${address}:${key}`, value]);
  const lines = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/**
 * NT487 if the record's text was written by a newer nixtorch than `version`: that one may plan, but not apply.
 * Whatever the text is otherwise, it is no error here.
 */
export function newerRecord(text: string, version: string): Diagnostic | null {
  const recorded = /^\s*"nixtorchVersion":\s*"([^"]+)"/m.exec(text)?.[1];
  if (recorded === undefined || !(compareDotted(recorded, version) > 0)) return null;
  return {
    severity: "error",
    code: "NT487",
    summary: "The project was last applied by a newer nixtorch",
    detail:
      `nixtorch.lock was written by nixtorch ${recorded}; this is ${version}. ` +
      "Applying would put back what the newer one has since changed.",
    hint: `Use nixtorch ${recorded} or newer for this project:\n  npm install --save-dev nixtorch@${recorded}`,
    address: "project.record",
    place: { file: "nixtorch.lock" },
  };
}

function chosenValues(resolution: Resolution, wanted: (key: string) => boolean): ChosenValues {
  return Object.fromEntries(
    Object.entries(resolution)
      .filter(([key]) => wanted(key))
      .map(([key, choice]: [string, { value: ChoiceValue } | null]) => [key, choice?.value ?? null]),
  );
}

function isPerHost(key: string): boolean {
  return (perHostKeys as readonly string[]).includes(key);
}
