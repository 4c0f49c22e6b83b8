import { normalPriority } from "../../lang/nix/modifier.js";
import type { BinaryCache } from "../../model/config.js";
import type { WalkedConfiguration } from "../nixos-walk.js";
import { namedDriver } from "./compare.js";
import { containerOption, currentName } from "./spelling.js";
import type { Statement } from "./statement.js";

/** A person's NVIDIA section in terms of `nixtorch.config.ts`. */
export interface SystemReading {
  /** Whether the configuration switches an NVIDIA driver on: without one there is nothing to say of a system. */
  readonly nvidia: boolean;
  /** What the config has by default is left out. */
  readonly understood: readonly UnderstoodSetting[];
  readonly not: readonly LeftSetting[];
}

export interface UnderstoodSetting {
  /** Below the config: `["system", "driver", "branch"]`. */
  readonly path: readonly string[];
  readonly value: string | boolean | readonly string[];
  readonly file: string;
  readonly line: number;
}

/** A definition that has no equal in `nixtorch.config.ts`. */
export interface LeftSetting {
  readonly what: string;
  readonly file: string;
  readonly line: number;
  /** A clause, such as "it depends on a condition". */
  readonly why: string;
}

/** What an option says in terms of the config; `null`: what the config says by default; a clause: why it is nothing. */
type Said = { readonly value: UnderstoodSetting["value"] } | { readonly why: string } | null;

interface Row {
  readonly option: string;
  /** Below `system`. */
  readonly path: readonly string[];
  readonly read: (statement: Statement) => Said;
}

/** Reads the options that `nixtorch.nix` would set back into keys of the config: what settings.ts does, reversed. */
export function systemFrom(
  walked: WalkedConfiguration,
  release: string,
  cudaCaches: readonly BinaryCache[],
): SystemReading {
  const byOption = strongestByOption(walked, release);
  const of = (option: string) => byOption.get(option) ?? [];
  const nvidia = usesNvidia(of);
  if (!nvidia) return { nvidia, understood: [], not: [] };
  const rows = rowsOf(release, cudaCaches);
  const read = rows.flatMap(({ option, path, read: reader }) =>
    settled(of(option)).map((found) => {
      const { statement } = found;
      return {
        option,
        path: ["system", ...path],
        statement,
        said: found.why ? { why: found.why } : reader(statement),
      };
    }),
  );
  const understood = read.flatMap(({ path, statement, said }) =>
    said && "value" in said ? [{ path, value: said.value, ...placeOf(statement) }] : [],
  );
  const left = read.flatMap(({ statement, said }) =>
    said && "why" in said ? [leave(statement, said.why)] : [],
  );
  const known = new Set([...rows.map(({ option }) => option), ...implied]);
  const foreign = [...byOption]
    .filter(([option]) => !known.has(option) && sections.some((prefix) => option.startsWith(prefix)))
    .flatMap(([, statements]) => statements.map((one) => leave(one, withoutKey)));
  return wholePrime({ nvidia, understood, not: [...left, ...foreign] });
}

const withoutKey = "no key of nixtorch.config.ts has it, so it stays in your configuration";

/** Where options of interest lie. */
const sections = [
  "hardware.nvidia.",
  "hardware.graphics.",
  "hardware.opengl.",
  "hardware.nvidia-container-toolkit.",
];

/** Options that are on wherever a driver is asked for. */
const implied = ["hardware.graphics.enable", "hardware.opengl.enable", "hardware.opengl.driSupport"];

type Definitions = (option: string) => readonly Statement[];

function usesNvidia(of: Definitions): boolean {
  const drivers = of("services.xserver.videoDrivers").filter((one) => !one.conditional);
  return (
    drivers.some((one) => one.elements?.some(({ value }) => value === "nvidia")) ||
    of("hardware.nvidia.datacenter.enable").some((one) => one.value === true && !one.conditional)
  );
}

function rowsOf(release: string, cudaCaches: readonly BinaryCache[]): Row[] {
  const nvidia = (option: string) => `hardware.nvidia.${option}`;
  const prime = (option: string) => nvidia(`prime.${option}`);
  const modes = { "offload.enable": "offload", "sync.enable": "sync", "reverseSync.enable": "reverse-sync" };
  const row = (option: string, path: readonly string[], read: Row["read"]): Row => ({ option, path, read });
  return [
    row(nvidia("package"), ["driver", "branch"], branch),
    row(nvidia("branch"), ["driver", "branch"], text),
    row(nvidia("open"), ["driver", "open"], flag(null)),
    row(nvidia("powerManagement.enable"), ["powerManagement", "enable"], flag(false)),
    row(nvidia("powerManagement.finegrained"), ["powerManagement", "finegrained"], flag(false)),
    ...Object.entries(modes).map(([option, mode]) => row(prime(option), ["prime", "mode"], chosen(mode))),
    ...["nvidiaBusId", "intelBusId", "amdgpuBusId"].map((id) => row(prime(id), ["prime", id], text)),
    row(currentName("hardware.opengl.driSupport32Bit", release), ["graphics32Bit"], flag(false)),
    row("programs.nix-ld.enable", ["nixLd", "enable"], flag(true)),
    row("programs.nix-ld.libraries", ["nixLd", "libraries"], packages),
    row(containerOption(release), ["containerToolkit"], flag(false)),
    row(nvidia("nvidiaPersistenced"), ["persistence"], flag(false)),
    row(nvidia("datacenter.enable"), ["datacenter"], flag(false)),
    row("programs.direnv.enable", ["direnv"], flag(false)),
    row("nix.settings.extra-substituters", ["caches"], caches(cudaCaches)),
  ];
}

const computed = { why: "only NixOS can compute its value" };

function flag(byDefault: boolean | null): Row["read"] {
  return ({ value }) => (typeof value !== "boolean" ? computed : value === byDefault ? null : { value });
}

function chosen(mode: string): Row["read"] {
  return ({ value }) => (typeof value !== "boolean" ? computed : value ? { value: mode } : null);
}

const text: Row["read"] = ({ value }) =>
  typeof value !== "string" ? computed : value === "" ? null : { value };

const branch: Row["read"] = ({ source }) => {
  const value = namedDriver(source);
  return value === null ? { why: "it is no driver of the kernel's own set by its name" } : { value };
};

const packages: Row["read"] = ({ elements }) => {
  const names = elements?.map(({ source }) => /^pkgs\.([\w.-]+)$/.exec(source)?.[1]);
  if (!names || names.includes(undefined))
    return { why: "not all of its elements are packages by their names" };
  return { value: names as string[] };
};

function caches(cudaCaches: readonly BinaryCache[]): Row["read"] {
  return ({ elements }) => {
    const urls = elements?.map(({ value }) => value) ?? [];
    return cudaCaches.every(({ url }) => urls.includes(url)) ? { value: true } : null;
  };
}

/** The definitions that count, by the option's name in the release. */
function strongestByOption(
  { configuration }: WalkedConfiguration,
  release: string,
): Map<string, Statement[]> {
  const all = new Map<string, Statement[]>();
  for (const { path: file, assignments } of configuration)
    for (const one of assignments) {
      const option = currentName(one.option, release);
      all.set(option, [...(all.get(option) ?? []), { ...one, file, from: "syntax" }]);
    }
  for (const [option, statements] of all) {
    const lowest = Math.min(...statements.map(({ priority }) => priority ?? normalPriority));
    all.set(
      option,
      statements.filter(({ priority }) => (priority ?? normalPriority) === lowest),
    );
  }
  return all;
}

/** One statement for an option, or those that cannot be taken for one, with the reason. */
function settled(statements: readonly Statement[]): { statement: Statement; why?: string }[] {
  const [first, ...others] = statements;
  if (first === undefined) return [];
  if (statements.some((one) => one.conditional))
    return statements.map((statement) => ({ statement, why: "it depends on a condition" }));
  if (first.elements !== null) {
    const elements = statements.flatMap((one) => one.elements ?? []);
    return [{ statement: { ...first, elements } }];
  }
  return others.every(({ source }) => source === first.source)
    ? [{ statement: first }]
    : statements.map((statement) => ({ statement, why: "it is set more than once, to different values" }));
}

/** `prime` needs the card's bus id, and a mode: without both the config has no such key. */
function wholePrime(reading: SystemReading): SystemReading {
  const isPrime = ({ path }: UnderstoodSetting) => path[1] === "prime";
  const prime = reading.understood.filter(isPrime);
  const has = (key: string) => prime.some(({ path }) => path[2] === key);
  if (prime.length === 0 || (has("mode") && has("nvidiaBusId"))) return reading;
  const why = has("mode")
    ? "hardware.nvidia.prime.nvidiaBusId is not set to a text, and `prime` needs it"
    : "none of offload, sync and reverseSync is enabled, so it has no effect";
  return {
    ...reading,
    understood: reading.understood.filter((one) => !isPrime(one)),
    not: [
      ...reading.not,
      ...prime.map(({ path, file, line }) => ({ what: path.join("."), file, line, why })),
    ],
  };
}

function leave(statement: Statement, why: string): LeftSetting {
  return { what: statement.option, ...placeOf(statement), why };
}

function placeOf({ file, line = 1 }: Statement) {
  return { file, line };
}
