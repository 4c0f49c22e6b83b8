import type { Diagnostic } from "../../model/diagnostic.js";
import { normalPriority } from "../../lang/nix/modifier.js";
import { statementsOf, type Comparison, type Statement } from "./compare.js";
import type { UnreadFile } from "../nixos-walk.js";
import type { ObservedModule } from "./observe.js";
import { misspelling } from "./spelling.js";
import { sourceOf, type Wanted } from "./value.js";

const address = "system.module";

/** What a person should know about one compared setting; `null`: nothing. */
export function comparisonFinding(comparison: Comparison): Diagnostic | null {
  switch (comparison.kind) {
    case "needed":
    case "said":
      return null;
    case "conflict":
      return conflict(comparison.wanted, comparison.statement);
    case "unclear":
      return unclear(comparison.statement);
    case "conditional":
      return conditional(comparison.wanted, comparison.statement);
    case "replaces":
      return replaces(comparison.wanted, comparison.statement);
  }
}

function conflict(wanted: Wanted, statement: Statement): Diagnostic {
  const { option } = statement;
  const ours = sourceOf(wanted.value);
  const why = wanted.reason === undefined ? "" : ` (${wanted.reason})`;
  return {
    severity: "error",
    code: "NT412",
    summary: "The system's own configuration sets a managed option to something else",
    detail:
      `${placeText(statement)} sets ${option} to \`${quoteOf(statement)}\`, and this environment needs ` +
      `\`${ours}\`${why}. ${consequence(wanted, statement)}`,
    hint: [`Delete that line, and nixtorch.nix sets the option.`, configHint(wanted, statement)]
      .filter((line) => line !== null)
      .join("\n"),
    address,
    place: placeOf(statement),
  };
}

/** What the module system makes of both definitions. */
function consequence(wanted: Wanted, { option, priority, modifiers }: Statement): string {
  if (option !== wanted.option)
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

function unclear(statement: Statement): Diagnostic {
  return {
    severity: "warning",
    code: "NT413",
    summary: "A managed option has a value that only NixOS can compute",
    detail:
      `${placeText(statement)} sets ${statement.option} to \`${quoteOf(statement)}\`. That stands, and ` +
      "nixtorch.nix leaves the option alone; whether it fits this environment was not checked.",
    address,
    place: placeOf(statement),
  };
}

function conditional(wanted: Wanted, statement: Statement): Diagnostic {
  return {
    severity: "warning",
    code: "NT416",
    summary: "A managed option is set to something else under a condition",
    detail:
      `${placeText(statement)} sets ${statement.option} to \`${quoteOf(statement)}\` under a condition. ` +
      `nixtorch.nix sets it to \`${sourceOf(wanted.value)}\`; if the condition holds on this machine, the two clash.`,
    address,
    place: placeOf(statement),
  };
}

function replaces(wanted: Wanted, statement: Statement): Diagnostic {
  return {
    severity: "warning",
    code: "NT417",
    summary: "A list set with mkDefault is replaced",
    detail:
      `${placeText(statement)} sets ${statement.option} with mkDefault. Lists merge only with others of the same ` +
      `priority, so \`${sourceOf(wanted.value)}\` of nixtorch.nix replaces it.`,
    hint: "To keep both, remove mkDefault from that line.",
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

/** NT117: names of options that the release no longer has, or does not have yet. */
export function misspellings(observed: ObservedModule, release: string): Diagnostic[] {
  return observed.configuration.flatMap(({ path, assignments }) =>
    assignments.flatMap((one) => {
      const wrong = misspelling(one.option, release);
      return wrong ? [misspelled({ ...one, file: path }, release, wrong)] : [];
    }),
  );
}

function misspelled(
  statement: Statement,
  release: string,
  { fails, replacement }: { fails: boolean; replacement: string | null },
): Diagnostic {
  const effect = fails
    ? "does not have that option, and the rebuild fails"
    : "knows it by another name, and warns";
  return {
    severity: fails ? "error" : "warning",
    code: "NT117",
    summary: "The system's own configuration uses an option name of another release",
    detail: `${placeText(statement)} sets ${statement.option}. NixOS ${release} ${effect}.`,
    hint:
      replacement === null ? "Delete the line: it is always on now." : `Write \`${replacement}\` instead.`,
    address,
    place: placeOf(statement),
  };
}

/** Parts of the configuration that were not looked at: what they set is unknown. */
export function unreadFinding(file: UnreadFile): Diagnostic {
  const place = { file: file.path, ...(file.line && { line: file.line, column: file.column }) };
  return {
    severity: "warning",
    code: file.kind === "syntax" ? "NT418" : "NT419",
    summary:
      file.kind === "syntax"
        ? "A file of the system's configuration is not valid Nix"
        : "A file of the system's configuration was not looked at",
    detail: `${file.path}${file.line ? `:${file.line}` : ""}: ${file.reason}. Whether it sets options that nixtorch manages is not known.`,
    address,
    place,
  };
}

function placeText({ file, line }: Statement): string {
  return `${file}:${line}`;
}

function placeOf({ file, line, column }: Statement): { file: string; line: number; column: number } {
  return { file, line, column };
}

/** The value as it is written there, on one line. */
function quoteOf({ written, source }: Statement): string {
  const text = (written ?? source).replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
