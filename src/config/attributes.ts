import { quoted } from "./describe.js";
import { problem, type ConfigPath, type Report } from "./problem.js";
import { itemsOf } from "./value.js";
import { nixCommand } from "../lang/shell/nix-command.js";

const attributePath = /^[A-Za-z_][A-Za-z0-9_'-]*(?:\.[A-Za-z_][A-Za-z0-9_'-]*)*$/;

/** Words that the Nix language keeps for itself. */
const keywords = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);

/** Attribute paths of nixpkgs, each once, in the order of the config. */
export function readAttributes(
  list: readonly string[] | undefined,
  path: ConfigPath,
  report: Report,
): readonly string[] {
  const good = itemsOf(list)
    .map(([index, text]) => ({ text: text.trim(), place: [...path, index] }))
    .filter(({ text, place }) => checkAttribute(text, place, report))
    .map(({ text }) => text);
  return [...new Set(good)];
}

function checkAttribute(text: string, path: ConfigPath, report: Report): boolean {
  const wrong = fault(text);
  if (wrong === null) {
    warnAboutPython(text, path, report);
    return true;
  }
  report(
    problem(
      "NT235",
      path,
      `${quoted(text)} is not an attribute path of nixpkgs: ${wrong}.`,
      `Attribute names are found with:\n\n  ${nixCommand} search nixpkgs NAME`,
    ),
  );
  return false;
}

function fault(text: string): string | null {
  if (text === "") return "it is empty";
  if (/^(?:pkgs|nixpkgs|legacyPackages)\./.test(text)) return `leave out "${text.split(".")[0]}."`;
  if (/[/#]/.test(text)) return "only names from nixpkgs are taken here, no flake references or paths";
  if (/\s/.test(text)) return "it holds a blank; each package is an item of its own";
  if (!attributePath.test(text)) return "names of letters, digits, _, - and ', with dots between them";
  const keyword = text.split(".").find((name) => keywords.has(name));
  return keyword === undefined ? null : `"${keyword}" is a word of the Nix language`;
}

function warnAboutPython(text: string, path: ConfigPath, report: Report): void {
  const name = /^python\d*Packages\.(.+)$/.exec(text)?.[1];
  if (name === undefined) return;
  report(
    problem(
      "NT246",
      path,
      `${quoted(text)} is a Python package of nixpkgs. The project's Python does not see it.`,
      `Python packages are listed in the config's \`packages\`:\n\n  packages: ["${name}"]`,
    ),
  );
}
