import type { Diagnostic } from "../../model/diagnostic.js";
import { normalPriority } from "../../lang/nix/modifier.js";
import type { EvaluatedOptions } from "../../lang/nix/evaluated-options.js";
import type { SystemDesire } from "../system-desire.js";
import { sideEffect, type Comparison, type SideEffect } from "./compare.js";
import { changedOptions } from "./details.js";
import type { ObservedModule } from "./observe.js";
import { wantedSections } from "./settings.js";
import { placeOf, placeText, statementsOf, type Statement } from "./statement.js";
import { sourceOf, type Wanted } from "./value.js";

const address = "system.module";

/**
 * What a person should know about one compared setting; `null`: nothing.
 * `asked`: the real module system was asked, so that it matters which statements are not its own.
 */
export function comparisonFinding(comparison: Comparison, asked: boolean): Diagnostic | null {
  switch (comparison.kind) {
    case "needed":
    case "said":
      return null;
    case "conflict":
      return conflict(comparison.wanted, comparison.statement, asked);
    case "unclear":
      return unclear(comparison.statement, asked);
    case "conditional":
      return conditional(comparison.wanted, comparison.statement, asked);
    case "replaces":
      return replaces(comparison.wanted, comparison.statement, asked);
  }
}

function conflict(wanted: Wanted, statement: Statement, asked: boolean): Diagnostic {
  const ours = sourceOf(wanted.value);
  const why = wanted.reason === undefined ? "" : ` (${wanted.reason})`;
  return {
    severity: "error",
    code: "NT412",
    summary: "The system's own configuration sets a managed option to something else",
    detail:
      `${said(statement, asked)}, and this environment needs \`${ours}\`${why}. ` +
      consequence(wanted, statement),
    hint: [
      "Delete that line, and nixtorch.nix sets the option. On a terminal `nixtorch apply` also asks which of the two should count.",
      configHint(wanted, statement),
    ]
      .filter((line) => line !== null)
      .join("\n"),
    address,
    place: placeOf(statement),
  };
}

/** What the module system makes of both definitions. */
function consequence(wanted: Wanted, { option, priority, modifiers }: Statement): string {
  if (wanted.option === "hardware.nvidia.package" && option !== wanted.option)
    return "Both together choose the driver twice, and the package silently wins.";
  if (priority === normalPriority) return "With both, NixOS refuses to evaluate: the definitions clash.";
  const modifier = modifiers.findLast((one) => one === "mkForce" || one === "mkOverride") ?? "its priority";
  return `Because of ${modifier} theirs would win, and nixtorch's value would silently have no effect.`;
}

/** The way out through nixtorch.config.ts, for options that have a key there. */
function configHint(wanted: Wanted, { value, source }: Statement): string | null {
  if (wanted.option === "hardware.nvidia.open" && typeof value === "boolean") {
    return configLine(`system: { driver: { open: ${value} } }`);
  }
  if (wanted.option !== "hardware.nvidia.package") return null;
  const branch = typeof value === "string" ? value : /nvidiaPackages\.(\w+)\W*$/.exec(source)?.[1];
  return branch === undefined
    ? null
    : configLine(`system: { driver: { branch: ${JSON.stringify(branch)} } }`);
}

function configLine(line: string): string {
  return `Or keep it, and say the same in nixtorch.config.ts, where it is checked against the GPU and CUDA:\n\n    ${line}`;
}

function unclear(statement: Statement, asked: boolean): Diagnostic {
  return {
    severity: "warning",
    code: "NT413",
    summary: "A managed option has a value that only NixOS can compute",
    detail:
      `${said(statement, asked)}. That stands, and ` +
      "nixtorch.nix leaves the option alone; whether it fits this environment was not checked.",
    address,
    place: placeOf(statement),
  };
}

function conditional(wanted: Wanted, statement: Statement, asked: boolean): Diagnostic {
  return {
    severity: "warning",
    code: "NT416",
    summary: "A managed option is set to something else under a condition",
    detail:
      `${said(statement, asked)} under a condition. ` +
      `nixtorch.nix sets it to \`${sourceOf(wanted.value)}\`; if the condition holds on this machine, the two clash.`,
    address,
    place: placeOf(statement),
  };
}

/** The system's configuration as it is evaluated, without our module and with it. */
export interface BothWays {
  readonly before: EvaluatedOptions;
  readonly after: EvaluatedOptions;
  readonly module: { readonly text: string; readonly file: string };
}

/** NT416, where evaluation has shown that the condition holds because of our module. */
export function sideEffectFindings(desire: SystemDesire, { before, after, module }: BothWays): Diagnostic[] {
  const set = new Set(changedOptions(null, module.text).map(({ key }) => key));
  return wantedSections(desire)
    .flatMap(({ wanted }) => wanted)
    .flatMap((wanted) => {
      const [was, is] = [before[wanted.option], after[wanted.option]];
      if (was === undefined || is === undefined) return [];
      const about = { own: module.file, isOurs: set.has(wanted.option), release: desire.release };
      const effect = sideEffect(wanted, was, is, about);
      return effect === null ? [] : [sideEffectFinding(effect)];
    });
}

function sideEffectFinding({ kind, wanted, statement }: SideEffect): Diagnostic {
  const why = wanted.reason === undefined ? "" : ` (${wanted.reason})`;
  const needed = `this environment needs \`${sourceOf(wanted.value)}\`${why}`;
  const overrules = kind === "overrules";
  const advice = "Delete that definition, or its condition, and nixtorch.nix sets the option.";
  const way = overrules ? configHint(wanted, statement) : null;
  return {
    severity: "error",
    code: "NT416",
    summary: "A managed option is set to something else under a condition",
    detail: overrules
      ? `${said(statement, true)} as soon as nixtorch.nix is there, and ${needed}. ` +
        "Theirs would win, and nixtorch's value would silently have no effect."
      : `${said(statement, true)}, but not any more as soon as nixtorch.nix is there, and ${needed}.`,
    hint: way === null ? advice : `${advice}\n${way}`,
    address,
    place: placeOf(statement),
  };
}

/** A default gives way. For a list that is more than it seems: none of its elements is left. */
function replaces(wanted: Wanted, statement: Statement, asked: boolean): Diagnostic | null {
  // A default of nixpkgs' own modules is nobody's statement.
  if (/\/nixos\/modules\//.test(statement.file)) return null;
  const isList = wanted.value.kind === "list";
  return {
    severity: isList ? "warning" : "info",
    code: "NT417",
    summary: "A value set with mkDefault is replaced",
    detail:
      `${said(statement, asked)} as a default. ` +
      (isList
        ? `Lists merge only with others of the same priority, so \`${sourceOf(wanted.value)}\` of nixtorch.nix replaces it.`
        : `A plain definition is stronger than a default, so \`${sourceOf(wanted.value)}\` of nixtorch.nix counts.`),
    hint: isList
      ? "To keep both, remove mkDefault from that line."
      : "To have yours count, remove mkDefault from that line; the next plan then says what the two make of each other.",
    address,
    place: placeOf(statement),
  };
}

/**
 * NT425: lines for nix.conf in `nix.extraOptions` stand behind those of `nix.settings`, and the last one counts
 * (nixos/modules/config/nix.nix of nixpkgs).
 */
export function overriddenFeatures(
  observed: ObservedModule,
  release: string,
  wanted: readonly string[],
): Diagnostic[] {
  return statementsOf(observed, "nix.extraOptions", release).flatMap((statement) => {
    const line = /(?<!extra-)experimental-features\s*=([^\n]*)/.exec(statement.source)?.[1];
    const missing = wanted.filter((feature) => !line?.split(/[\s"']+/).includes(feature));
    return line === undefined || missing.length === 0 ? [] : [overrides(statement, missing)];
  });
}

function overrides(statement: Statement, missing: readonly string[]): Diagnostic {
  return {
    severity: "warning",
    code: "NT425",
    summary: "The experimental features of Nix are set in nix.extraOptions as well",
    detail:
      `${placeText(statement)} sets experimental-features in nix.extraOptions. That line comes last in nix.conf and ` +
      `wins over nix.settings, without ${missing.join(" and ")}.`,
    hint: `Delete that line there, or add to it:\n\n    experimental-features = … ${missing.join(" ")}`,
    address,
    place: placeOf(statement),
  };
}

/** Who sets what where, and how that is known if there are two ways. */
function said(statement: Statement, asked: boolean): string {
  const how = statement.from === "evaluated" ? " (evaluated)" : asked ? " (read from syntax)" : "";
  const { option, written, readAt } = statement;
  const value =
    written === undefined || readAt === undefined
      ? ""
      : `, which is \`${quoteOf({ source: statement.source })}\` in line ${readAt.line}`;
  return `${placeText(statement)} sets ${option} to \`${quoteOf(statement)}\`${value}${how}`;
}

/** The value as it is written there, on one line. */
export function quoteOf({ written, source }: Pick<Statement, "written" | "source">): string {
  const text = (written ?? source).replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
