import { dirname, join, resolve } from "node:path";
import { configNames } from "../config/find.js";
import type { WrittenConfig } from "../config/written.js";
import type { Reader } from "../host/system.js";
import { realSystem } from "../host/real.js";
import { distinct, without } from "../importing/merge.js";
import type { NotUnderstood, Reading, Understood } from "../importing/types.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Plan, SemanticChange } from "../model/plan.js";
import { importFacts } from "./import/facts.js";
import { cardsOf } from "./import/gpu.js";
import { configFileIn, prove } from "./import/proof.js";
import { readSources } from "./import/sources.js";
import { openSession, type PlanOptions } from "./session.js";

export interface ImportOptions extends Pick<
  PlanOptions,
  "directory" | "root" | "hostname" | "offline" | "allowRoot" | "signal"
> {
  /** Where the config is to lie. Default: `nixtorch.config.ts` in the directory. */
  readonly configFile?: string;
  /** The files to read, relative to the directory. Empty: those that projects and machines usually have. */
  readonly paths?: readonly string[];
  /** The project's cards: names with commas, or "none". Left out: those of this machine. */
  readonly gpu?: string;
  /** Asks a person for the cards where nothing else says them; `null`: no answer. */
  readonly askGpu?: () => Promise<string | null>;
}

/** A config made from existing files; not written yet. */
export interface Imported {
  /** Where it is to lie, absolute. */
  readonly configFile: string;
  readonly text: string;
  readonly config: WrittenConfig;
  readonly understood: readonly Understood[];
  readonly notUnderstood: readonly NotUnderstood[];
  /** What the first apply changes in what a person wrote. */
  readonly changes: readonly (SemanticChange & { readonly path: string })[];
  /** Whether the first plan has to take over a flake that is there. */
  readonly takesOverFlake: boolean;
  /** Warnings about what was read, and what stands against the first apply. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a config from what a project's files and the machine's NixOS configuration say. Writes nothing.
 * @throws Failure NT440, NT441, NT490, NT491, NT493, NT494
 */
export async function importFiles(options: ImportOptions = {}): Promise<Imported> {
  const project = resolve(options.directory ?? ".");
  const session = openSession({ ...options, directory: project });
  const configFile = options.configFile ?? configFileIn(project);
  refuseExisting(session.system, configFile);
  const lookup = { session, project, facts: importFacts() };
  const { reading, files } = readSources(lookup, options.paths ?? []);
  if (reading.understood.length + reading.not.length === 0) throw new Failure(nothingFound(project, files));
  const cards = await cardsOf(session, reading.understood, options);
  const proven = await prove(session, withoutSystem(reading, cards), cards, configFile);
  const { plan, problems } = proven;
  const unknownCards = problems.filter(isAboutCards);
  if (cards.length > 0 && unknownCards.length > 0) throw new Failure(unknownCards.map(withoutPlace));
  return {
    configFile,
    text: proven.text,
    config: proven.written,
    understood: [...cards, ...proven.reading.understood],
    notUnderstood: distinct(proven.reading.not),
    changes: (plan?.changes ?? [])
      .filter(({ address }) => address === "project.pyproject" || address.startsWith("system."))
      .flatMap(({ details, path }) =>
        details.filter(({ before }) => before !== null).map((one) => ({ ...one, path: path ?? "" })),
      ),
    takesOverFlake: (plan?.diagnostics ?? []).some(
      ({ code, address }) => code === "NT401" && address === "project.flake",
    ),
    diagnostics: [...leftOut(proven.reading.not), ...problems, ...lineToAdd(plan)],
  };
}

/**
 * Writes the config that was made.
 * @throws Failure NT490 if there is one by now
 */
export function writeImported({ configFile, text }: Pick<Imported, "configFile" | "text">): void {
  if (!realSystem().createExclusive(configFile, text)) throw new Failure(exists(configFile));
}

/** Whether a card has no meaning, or several: nobody can say what it is but the person. */
function isAboutCards({ code, configPath }: Diagnostic): boolean {
  return configPath?.[0] === "gpu" && /^NT(?:2\d\d|30[012])$/.test(code);
}

/** The config that it is about is not there yet. */
function withoutPlace(problem: Diagnostic): Diagnostic {
  return { ...problem, place: undefined, excerpt: undefined };
}

/** How a flake that stays a person's gets the shell. */
function lineToAdd(plan: Plan | null): readonly Diagnostic[] {
  return (plan?.diagnostics ?? []).filter(({ code }) => code === "NT460");
}

/** A stack for the CPU alone has no driver to declare. */
function withoutSystem(reading: Reading, cards: readonly Understood[]): Reading {
  const gpu = [...cards, ...reading.understood].find(({ path }) => path[0] === "gpu");
  const system = reading.understood.filter(({ path }) => path[0] === "system");
  if (gpu?.value !== "none" || system.length === 0) return reading;
  return without(
    reading,
    system,
    "the project is for the CPU alone, and the system part is about the driver",
  );
}

function refuseExisting(system: Reader, configFile: string): void {
  const found = configNames
    .map((name) => join(dirname(configFile), name))
    .find((path) => system.lstat(path) !== null);
  const taken = system.lstat(configFile) === null ? found : configFile;
  if (taken !== undefined) throw new Failure(exists(taken));
}

function exists(file: string): Diagnostic {
  return {
    severity: "error",
    code: "NT490",
    summary: "There is a config already",
    detail: `${file} exists, and import never writes over a config.`,
    hint: "To see what would be imported, move it away for a while; to see what it plans:\n  nixtorch plan",
    place: { file },
  };
}

function nothingFound(project: string, files: readonly string[]): Diagnostic {
  const kinds =
    "pyproject.toml, requirements.txt, flake.nix or shell.nix with a dev shell, and the machine's NixOS configuration " +
    "with an NVIDIA section";
  return {
    severity: "error",
    code: "NT491",
    summary: "There is nothing to import",
    detail:
      files.length === 0
        ? `${project} has none of the files that import reads: ${kinds}.`
        : `Nothing that a config has words for is said in ${files.join(", ")}. Import reads ${kinds}.`,
    hint:
      "Name other files:\n  nixtorch import requirements/base.txt\n\nOr begin with a config as short as this:\n\n" +
      '  import { defineConfig } from "nixtorch";\n  export default defineConfig({ gpu: "RTX 4090", packages: ["transformers"] });',
    place: { file: project },
  };
}

function leftOut(not: readonly NotUnderstood[]): Diagnostic[] {
  const [first, ...others] = not.filter(({ secret }) => secret === true);
  if (first === undefined) return [];
  return [
    {
      severity: "warning",
      code: "NT492",
      summary: "Credentials were left out of the config",
      detail:
        `${first.what} is left out${others.length === 0 ? "" : `, and ${others.length} more`}: what the config says is ` +
        "written to files that are committed, and anyone who sees the project can read it.",
      hint:
        "Give user names and passwords to uv by UV_INDEX_<NAME>_USERNAME and UV_INDEX_<NAME>_PASSWORD, or keep them:\n  uv auth login HOST\n\n" +
        "Variables with secrets go into a file .env that git ignores: direnv reads it where the shell is entered.",
      place: first.place,
      related: others.map(({ what, place }) => ({ text: what, place })),
    },
  ];
}
