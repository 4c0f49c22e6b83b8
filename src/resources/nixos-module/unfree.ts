import type { Code, Diagnostic } from "../../model/diagnostic.js";
import { nixString } from "../../lang/nix/escape.js";
import type { SystemDesire } from "../system-desire.js";
import type { ObservedModule } from "./observe.js";
import { hasDriver, unfreePackages } from "./settings.js";
import { hasUnfreePackages } from "./spelling.js";
import { placeOf, placeText, statementsOf, type Statement } from "./statement.js";
import { strings, type Section } from "./value.js";

export interface Unfree {
  readonly section: Section | null;
  readonly diagnostics: readonly Diagnostic[];
}

const prefix = "nixpkgs.config";
const comment = "NVIDIA's driver is unfree: allowed by name, and nothing else.";

/**
 * How the driver's unfree packages get allowed. Predicates do not merge (one wins silently), so ours is left out as
 * soon as the person's configuration has a way of its own; lists of `allowUnfreePackages` merge, where they exist.
 */
export function planUnfree(desire: SystemDesire, observed: ObservedModule): Unfree {
  if (!hasDriver(desire)) return { section: null, diagnostics: [] };
  const { release } = desire;
  const says = (option: string) => statementsOf(observed, option, release);
  const settings = says("hardware.nvidia.nvidiaSettings").some((one) => one.value !== false);
  const names = unfreePackages(desire, settings);

  const everything = says(`${prefix}.allowUnfree`).find((one) => one.value === true && !one.conditional);
  if (everything) return left(info(everything, "allows every unfree package"));

  const predicates = says(`${prefix}.allowUnfreePredicate`);
  const predicate = predicates.find((one) => !one.conditional) ?? predicates[0];
  if (predicate) {
    if (predicate.conditional) return left(gap(predicate, names));
    const missing = allowsAll(predicate) ? [] : names.filter((name) => !mentions(predicate, name));
    return left(
      missing.length === 0 ? info(predicate, "has a predicate of its own") : gap(predicate, missing),
    );
  }

  const lists = hasUnfreePackages(release) ? says(`${prefix}.allowUnfreePackages`) : [];
  if (lists.length > 0) {
    const listed = lists.filter((one) => !one.conditional).flatMap((one) => one.elements ?? []);
    const missing = names.filter((name) => !listed.some((element) => element.value === name));
    return { section: list(missing), diagnostics: [] };
  }

  // A set that is computed elsewhere may hold any of these; evaluation has looked into it.
  const computed = observed.evaluated?.[`${prefix}.allowUnfree`] === undefined ? says(prefix) : [];
  const outside = says("nixpkgs.pkgs")[0] ?? computed[0];
  return outside ? left(gap(outside, names)) : { section: predicateSection(names), diagnostics: [] };
}

function left(diagnostic: Diagnostic): Unfree {
  return { section: null, diagnostics: [diagnostic] };
}

function list(names: readonly string[]): Section | null {
  if (names.length === 0) return null;
  return { prefix, comment, wanted: [{ option: `${prefix}.allowUnfreePackages`, value: strings(names) }] };
}

function predicateSection(names: readonly string[]): Section {
  const option = `${prefix}.allowUnfreePredicate`;
  return { prefix, comment, wanted: [{ option, value: { kind: "predicate", names } }] };
}

function allowsAll(predicate: Statement): boolean {
  return /^\(?\s*\w+\s*:\s*true\s*\)?$/.test(predicate.source);
}

function mentions(predicate: Statement, name: string): boolean {
  return predicate.source.includes(`"${name}"`);
}

function info(statement: Statement, what: string): Diagnostic {
  return diagnose(statement, "info", "NT414", {
    summary: "Unfree packages are allowed by the system's own configuration",
    detail:
      `${placeText(statement)} ${what}, so nixtorch.nix leaves that to it. ` +
      "Two predicates would not merge: one of them would win silently.",
  });
}

function gap(statement: Statement, names: readonly string[]): Diagnostic {
  const listed = names.map((name) => `    ${nixString(name)}`).join("\n");
  const [condition, doubt, always] = statement.conditional
    ? [
        " under a condition",
        "If the condition does not hold, nothing allows the NVIDIA driver,",
        " in any case",
      ]
    : ["", "As far as can be read there, the NVIDIA driver is not among what it allows,", ""];
  return diagnose(statement, "warning", "NT415", {
    summary: "The system's own configuration decides which unfree packages are allowed",
    detail:
      `${placeText(statement)} sets ${statement.option}${condition}, so nixtorch.nix adds no predicate: ` +
      `two of them do not merge, one wins silently. ${doubt} and then the rebuild stops with "unfree license".`,
    hint: `See that these names are allowed${always}:\n\n${listed}`,
  });
}

function diagnose(
  statement: Statement,
  severity: Diagnostic["severity"],
  code: Code,
  text: Pick<Diagnostic, "summary" | "detail" | "hint">,
): Diagnostic {
  return { severity, code, ...text, address: "system.module", place: placeOf(statement) };
}
