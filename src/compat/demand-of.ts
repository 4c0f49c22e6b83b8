import { RequirementSyntaxError } from "../lang/python/syntax-error.js";
import { parseSpecifier } from "../lang/python/specifier.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Statement } from "../model/statement.js";
import { cardsFor, type Report } from "./cards/cards.js";
import type { Demand, Kept, Requirement } from "./demand.js";
import { reportEditions } from "./cards/editions.js";
import { declaredHosts, hostHere } from "./hosts-of.js";
import { pythonRange } from "./stack/python-range.js";
import type { Question } from "./question.js";
import { reportUncovered } from "./notices/uncovered.js";
import { reportUnknownVersions } from "./notices/unknown.js";
import { believed, vouchedIn, withCapabilities } from "./unchecked/vouched.js";

/** The question in terms of the catalog. What the catalog does not know is reported, all of it at once. */
export function demandOf(asked: Question): {
  readonly demand: Demand;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { config } = asked;
  const vouched = vouchedIn(config, asked.catalog);
  const catalog = vouched === null ? asked.catalog : withCapabilities(asked.catalog, vouched.capabilities);
  const question = { ...asked, catalog };
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const stated: Demand = {
    catalog,
    vouched,
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
    triton: config.torch.triton,
    requirements: question.statements.flatMap((statement) => requirementOf(statement, report)),
    hosts: declaredHosts(question, report),
    here: hostHere(question, report),
    kept: keptOf(question),
  };
  reportEditions(stated, report);
  const demand = believed(stated);
  reportUnknownVersions(demand, report);
  if (diagnostics.length === 0) reportUncovered(demand, report);
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
