import type { Diagnostic } from "../../model/diagnostic.js";
import { shellQuote } from "../../lang/shell/quote.js";
import type { UnreadFile } from "../nixos-walk.js";
import { quoteOf } from "./findings.js";
import type { ObservedModule } from "./observe.js";
import { currentName, misspelling, moduleFiles } from "./spelling.js";
import { parentsOf, placeOf, placeText, type Statement } from "./statement.js";
import type { Section } from "./value.js";

const address = "system.module";

/** What a person should know about their configuration as a whole, beside its single settings. */
export function configurationFindings(
  observed: ObservedModule,
  release: string,
  sections: readonly Section[],
): Diagnostic[] {
  return [
    ...misspellings(observed, release),
    ...computedParents(observed, release, sections),
    ...disabledModules(observed, release, sections),
    ...specialisations(observed, release),
    ...observed.unread
      .filter((file) => file.path !== observed.module)
      .map((file) => (file.kind === "syntax" ? invalid(file, observed) : notLookedAt(file))),
    ...unfollowed(observed),
  ];
}

/** NT117: names of options that the release no longer has, or does not have yet. */
function misspellings(observed: ObservedModule, release: string): Diagnostic[] {
  return observed.configuration.flatMap(({ path, assignments }) =>
    assignments.flatMap((one) => {
      const wrong = misspelling(one.option, release);
      return wrong ? [misspelled({ ...one, file: path, from: "syntax" }, release, wrong)] : [];
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

/** NT430, one for each such definition: what we write below it may be there too. */
function computedParents(
  observed: ObservedModule,
  release: string,
  sections: readonly Section[],
): Diagnostic[] {
  const beside = new Map<string, { readonly statement: Statement; readonly options: string[] }>();
  for (const { wanted } of sections)
    for (const { option, value } of wanted)
      // Lists are joined, whoever else sets them.
      for (const statement of value.kind === "list" ? [] : parentsOf(observed, option, release)) {
        const key = `${placeText(statement)}:${statement.column}`;
        const known = beside.get(key) ?? { statement, options: [] };
        beside.set(key, known);
        known.options.push(option);
      }
  return [...beside.values()].map(({ statement, options }) => ({
    severity: "warning",
    code: "NT430",
    summary: "Managed options may be set by something that only NixOS can compute",
    detail:
      `${placeText(statement)} sets ${statement.option === "" ? "options" : statement.option} to ` +
      `\`${quoteOf(statement)}\`, and what that holds cannot be read from the text. nixtorch.nix sets ` +
      `${options.join(", ")}. If one of these is in there too, with another value, the rebuild stops with ` +
      '"conflicting definition values".',
    hint: askNixos,
    address,
    place: placeOf(statement),
  }));
}

const askNixos = "To have NixOS itself compute it, on a machine with Nix:\n\n    nixtorch plan --eval-system";

/** Longer lists help nobody. */
const maximalListed = 20;

/** NT427: everything that was not looked into, in one. What NixOS itself has said holds for these, too. */
function unfollowed({ unfollowed: found, evaluated }: ObservedModule): Diagnostic[] {
  const [first] = found;
  if (first === undefined || evaluated !== null) return [];
  const lines = found
    .slice(0, maximalListed)
    .map((one) => `    ${one.file}:${one.line}:${one.column}  ${quoteOf(one)} (${one.why})`);
  const more = found.length > maximalListed ? `\n    and ${found.length - maximalListed} more` : "";
  const { file, line, column } = first;
  return [
    {
      severity: "info",
      code: "NT427",
      summary: "Some imports of the system's configuration were not followed",
      detail:
        "What they lead to is only known when NixOS evaluates them, so options that are set there were not compared:\n\n" +
        lines.join("\n") +
        more,
      hint: askNixos,
      address,
      place: { file, line, column },
    },
  ];
}

/** NT466: a module of nixpkgs that has the options that we set, or our own module, switched off. */
function disabledModules(
  { disabled, path: own }: ObservedModule,
  release: string,
  sections: readonly Section[],
): Diagnostic[] {
  const needed = moduleFiles(release).filter(({ options }) =>
    sections.some(({ wanted }) => wanted.some(({ option }) => option.startsWith(`${options}.`))),
  );
  return disabled.flatMap((one) => {
    const module = needed.find(({ file }) => file === one.name);
    if (module === undefined && one.path !== own) return [];
    const effect = module
      ? `${module.options} is then what another module makes of it, or does not exist, and the rebuild fails`
      : "nixtorch.nix then has no effect, although it is imported";
    return [
      {
        severity: "warning",
        code: "NT466",
        summary: "A module that this plan counts on is disabled",
        detail: `${one.file}:${one.line} has \`${one.name}\` in disabledModules. ${effect}.`,
        hint: "If another module takes its place on purpose, nothing is to be done. If not, delete that entry.",
        address,
        place: { file: one.file, line: one.line, column: one.column },
      } as const,
    ];
  });
}

const ofSpecialisation = /^specialisation\.([^.]+)\.configuration\.(.+)$/;

/** Options that decide which driver runs. */
const driverOptions = [
  "services.xserver.videoDrivers",
  "hardware.nvidia.package",
  "hardware.nvidia.branch",
  "hardware.nvidia.open",
  "hardware.nvidia.datacenter.enable",
  "hardware.graphics.enable",
  "hardware.opengl.enable",
];

/** NT465: what this plan says of the machine is not true of that entry of the boot menu. */
function specialisations({ configuration }: ObservedModule, release: string): Diagnostic[] {
  return configuration.flatMap(({ path: file, assignments }) =>
    assignments.flatMap(({ option, source, written, line, column }) => {
      const [, name, inner = ""] = ofSpecialisation.exec(option) ?? [];
      if (name === undefined || !driverOptions.includes(currentName(inner, release))) return [];
      return [
        {
          severity: "info",
          code: "NT465",
          summary: "A specialisation changes the driver",
          detail:
            `${file}:${line} sets ${inner} to \`${quoteOf({ source, written })}\` in the specialisation ${name}. What is ` +
            `planned holds for the machine as it boots by default; booted as ${name} it has another driver.`,
          address,
          place: { file, line, column },
        } as const,
      ];
    }),
  );
}

/**
 * NT418: the rebuild fails on such a file, so nothing is written before it is mended. Where NixOS itself has evaluated
 * the configuration, the file is either not used or fine, and only what it sets is unknown.
 */
function invalid(file: UnreadFile, { evaluated }: ObservedModule): Diagnostic {
  const { path, line, column, reason } = file;
  return {
    severity: evaluated === null ? "error" : "warning",
    code: "NT418",
    summary: "A file of the system's configuration is not valid Nix",
    detail: `${path}:${line}:${column}: ${reason}.${importerText(file)} ${notKnown}`,
    hint: `Correct it first. Nix says more about it:\n\n    nix-instantiate --parse ${shellQuote(path)}`,
    address,
    place: { file: path, line, column },
  };
}

/** NT419: parts of the configuration that were not looked at. */
function notLookedAt(file: UnreadFile): Diagnostic {
  return {
    severity: "warning",
    code: "NT419",
    summary: "A file of the system's configuration was not looked at",
    detail: `${file.path}: ${file.reason}.${importerText(file)} ${notKnown}`,
    address,
    place: { file: file.path },
  };
}

const notKnown = "Whether it sets options that nixtorch manages is not known.";

function importerText({ from }: UnreadFile): string {
  return from ? ` It is imported in ${from.file}:${from.line}.` : "";
}
