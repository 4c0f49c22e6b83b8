import { RequirementSyntaxError } from "../lang/python/syntax-error.js";
import { parseSpecifier } from "../lang/python/specifier.js";
import type { SystemConfig } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Statement } from "../model/statement.js";
import { cardsFor, type Report } from "./cards.js";
import type { Demand, HostDemand, Kept, Requirement } from "./demand.js";
import { pythonRange } from "./python-range.js";
import type { ConfigPath, Question } from "./question.js";
import { reportUnknownVersions } from "./unknown.js";

/** The question in terms of the catalog. What the catalog does not know is reported, all of it at once. */
export function demandOf(question: Question): {
  readonly demand: Demand;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { config, catalog } = question;
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const demand: Demand = {
    catalog,
    cpu: config.gpu.length === 0,
    cards: cardsFor(config.gpu, ["gpu"], catalog, report),
    systems: config.nix.systems,
    cuda: config.cuda,
    torch: config.torch.version,
    python: config.project.python,
    nixpkgs: config.nix.nixpkgs.release,
    anyNixpkgs: false,
    managedPython: config.nix.python === "uv",
    index: config.torch.index,
    vision: config.torch.vision,
    audio: config.torch.audio,
    requirements: question.statements.flatMap((statement) => requirementOf(statement, report)),
    hosts: hostsOf(question, report),
    kept: keptOf(question),
  };
  reportUnknownVersions(demand, report);
  return { demand, diagnostics };
}

function requirementOf(statement: Statement, report: Report): Requirement[] {
  const { name, specifier, place } = statement;
  try {
    return [
      {
        name,
        text: name === "requires-python" ? `requires-python = "${specifier}"` : `${name}${specifier}`,
        place,
        statement,
        specifier: parseSpecifier(specifier),
        range: name === "requires-python" ? pythonRange(specifier) : null,
      },
    ];
  } catch (error) {
    if (!(error instanceof RequirementSyntaxError)) throw error;
    report({
      severity: "error",
      code: "NT310",
      summary: "A version specifier cannot be read",
      detail: `"${specifier}" for ${name} in ${place.file}: ${error.message}.`,
      hint: "Write it as PEP 440 has it, such as >=2.9,<3.",
      place,
    });
    return [];
  }
}

/** The machines whose drivers must fit: the one planned for, else all that are declared. */
function hostsOf(question: Question, report: Report): readonly HostDemand[] {
  const { config, host } = question;
  const named = Object.entries(config.hosts);
  const cardsAt = (system: SystemConfig, path: ConfigPath) =>
    system.gpu === null ? null : cardsFor(system.gpu, [...path, "gpu"], question.catalog, report);
  const declared = (name: string | null, system: SystemConfig, path: ConfigPath): HostDemand => ({
    name,
    cards: cardsAt(system, path),
    release: system.release,
    releaseDeclared: system.release !== null,
    branch: system.driver.branch,
    open: system.driver.open,
    path,
  });
  const all = [
    ...(config.system === null ? [] : [declared(null, config.system, ["system"])]),
    ...named.map(([name, system]) => declared(name, system, ["hosts", name])),
  ];
  if (host !== null) {
    // The engine hands over parts of the declaration itself, so the same object means the same machine.
    const owner = named.find(([, system]) => host.driver !== null && system.driver === host.driver);
    const system = owner?.[1] ?? config.system;
    const path = owner === undefined ? ["system"] : ["hosts", owner[0]];
    return [
      {
        name: owner?.[0] ?? null,
        cards:
          host.gpu === null
            ? null
            : cardsFor(
                host.gpu,
                [...path, "gpu"],
                question.catalog,
                system?.gpu === host.gpu ? () => {} : report,
              ),
        release: host.release,
        releaseDeclared: host.release !== null && system?.release === host.release,
        branch: host.driver?.branch ?? null,
        open: host.driver?.open ?? null,
        path,
      },
    ];
  }
  if (named.length > 0) return all.filter((one) => one.name !== null);
  if (config.system !== null) return all;
  const anywhere = {
    name: null,
    cards: null,
    release: null,
    releaseDeclared: false,
    branch: null,
    open: null,
  };
  return [{ ...anywhere, path: ["system"] }];
}

function keptOf(question: Question): Kept | null {
  const { locked, lockedTorch, upgrade } = question;
  if (upgrade) return null;
  if (locked !== null) {
    const text = (key: string) => (typeof locked[key] === "string" ? locked[key] : null);
    return {
      from: "nixtorch.lock",
      nixpkgs: text("nixpkgs"),
      torch: text("torch"),
      wheel: text("wheel"),
      python: text("python"),
      derived: locked,
    };
  }
  if (lockedTorch === null) return null;
  const [torch = "", wheel = null] = lockedTorch.split("+");
  return { from: "uv.lock", nixpkgs: null, torch, wheel, python: null, derived: {} };
}
