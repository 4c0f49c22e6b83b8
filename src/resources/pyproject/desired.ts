import { contains } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import { normalizeName, parseRequirement } from "../../lang/python/requirement.js";
import type { Package } from "../../model/config.js";
import type { Desire } from "../resource.js";
import { isAnnotation } from "./annotations.js";
import { buildUnits } from "./build.js";
import { isTable, listAt, valueAt } from "./document.js";
import type { Table } from "./document.js";
import { environmentMarker, isLockedFor } from "./environments.js";
import { indexUnits, packageSourceUnits, torchSourceUnits } from "./sources.js";
import { chosenUnits } from "./chosen.js";
import { chosenPackages } from "./torch.js";
import { requirementIn, valueAtKey } from "./unit.js";
import type { Unit } from "./unit.js";

/** What the desired content depends on besides the config. */
export interface Surroundings {
  /** What the file says now; `null`: it is created. */
  readonly document: Table | null;
  /** The name of the project's directory. */
  readonly directory: string;
}

/** Everything that pyproject.toml should say, in the order in which an expert would write it. */
export function desiredUnits(desire: Desire, { document, directory }: Surroundings): Unit[] {
  const present = document ?? {};
  const requirements = [...chosenUnits(desire, present), ...packageUnits(desire)];
  return firstOfEachKey([
    ...projectUnits(desire, present, directory),
    ...requirements,
    ...uvUnits(desire, document),
    ...indexUnits(desire),
    ...torchSourceUnits(desire, present),
    ...packageSourceUnits(desire),
    ...buildUnits(desire, present, requirements),
  ]);
}

/** A package may be declared and besides be needed for a build: the declaration counts. */
function firstOfEachKey(units: readonly Unit[]): Unit[] {
  const byKey = new Map<string, Unit>();
  for (const unit of units) if (!byKey.has(unit.key)) byKey.set(unit.key, unit);
  return [...byKey.values()];
}

function projectUnits({ config, resolution }: Desire, document: Table, directory: string): Unit[] {
  const dynamic = listAt(document, "project", "dynamic");
  const { name, description, python } = config.project;
  const chosenPython = resolution.python.value;
  const units = [
    name === null
      ? valueAtKey("project.name", projectNameFrom(directory), { askedBy: "the directory", when: "absent" })
      : valueAtKey("project.name", name, { askedBy: "nixtorch.config.ts (project.name)" }),
    valueAtKey("project.version", "0.1.0", { askedBy: "uv", when: "absent" }),
    valueAtKey("project.requires-python", pythonRange(chosenPython), {
      askedBy: python === null ? "the chosen stack" : "nixtorch.config.ts (project.python)",
      accepts: (found) => allowsPython(found, chosenPython),
    }),
  ];
  if (description !== null) {
    const askedBy = "nixtorch.config.ts (project.description)";
    units.splice(2, 0, valueAtKey("project.description", description, { askedBy }));
  }
  return units.filter((unit) => !dynamic.includes(unit.label));
}

/** A name that uv accepts, from the directory's. */
export function projectNameFrom(directory: string): string {
  const name = normalizeName(directory.replace(/[^A-Za-z0-9._-]+/g, "-")).replace(/^-+|-+$/g, "");
  return name === "" ? "project" : name;
}

/** One minor: the wheels of a stack are made for it, and uv locks for no other. */
export function pythonRange(minor: string): string {
  const [major = "3", last = "0"] = minor.split(".");
  return `>=${minor},<${major}.${Number(last) + 1}`;
}

/** Whether a written `requires-python` allows some release of a Python minor. */
function allowsPython(written: unknown, minor: string): boolean {
  if (typeof written !== "string") return false;
  try {
    return Array.from({ length: 100 }, (_, patch) => `${minor}.${patch}`).some((one) =>
      contains(written, one),
    );
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return false;
    throw error;
  }
}

function packageUnits({ config, resolution }: Desire): Unit[] {
  const chosen = chosenPackages(resolution).map(({ name }) => name);
  const inList = (list: readonly string[], packages: readonly Package[]) =>
    packages.map(({ requirement, declaredAt }) =>
      requirementIn(list, parseRequirement(requirement), { askedBy: `nixtorch.config.ts (${declaredAt})` }),
    );
  return [
    ...inList(
      ["project", "dependencies"],
      config.packages.filter(({ name }) => !chosen.includes(name)),
    ),
    ...Object.entries(config.extras).flatMap(([extra, packages]) =>
      inList(["project", "optional-dependencies", extra], packages),
    ),
    ...Object.entries(config.groups).flatMap(([group, packages]) =>
      inList(["dependency-groups", group], packages),
    ),
  ];
}

function uvUnits({ config, resolution, baseline }: Desire, document: Table | null): Unit[] {
  const created = document === null;
  const declared = config.project.package;
  const virtual = created || !isTable(valueAt(document, ["project"]));
  const builds = isTable(valueAt(document, ["build-system"]));
  // With a build system uv builds the project already.
  const listIsOurs = Object.keys(baseline).some((key) => key.startsWith(environments) && !isAnnotation(key));
  const isListed = listAt(document ?? {}, "tool", "uv", "environments").length > 0;
  const needed = declared === null ? virtual : !(declared && builds && packageFlag(document) !== false);
  return [
    valueAtKey("tool.uv.package", declared ?? false, {
      askedBy: declared === null ? "a project that is not built" : "nixtorch.config.ts (project.package)",
      when: needed ? "always" : "owned",
    }),
    ...resolution.systems.value.map((system) => {
      const marker = environmentMarker(system);
      const machine = { system, python: resolution.python.value };
      const locked = created || isLockedFor(document, machine);
      return valueAtKey(`${environments}${marker}`, marker, {
        askedBy: config.nix.systems === null ? "the chosen systems" : "nixtorch.config.ts (nix.systems)",
        // uv refuses an entry beside a wider one for the same machine.
        when: created || (listIsOurs && !(isListed && locked)) ? "always" : "owned",
        ...(locked || listIsOurs ? {} : { lacks: machine }),
      });
    }),
  ];
}

const environments = "tool.uv.environments.";

function packageFlag(document: Table | null): unknown {
  return valueAt(document, ["tool", "uv", "package"]);
}
