import type { Let, NixExpr } from "../../lang/nix/ast.js";
import { moduleBody, staticName } from "../../lang/nix/module.js";
import { parseNix } from "../../lang/nix/parser.js";
import { positionsIn } from "../../lang/nix/position.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { applyEdits, type TextEdit } from "../../model/span.js";
import { importEdits } from "./own-flake.js";
import { shellFile } from "./render.js";

/** The Nix files of a project that has its own; `null`: absent. */
export interface OwnNixFiles {
  readonly flake: string | null;
  /** `shell.nix`, of a project without a flake. */
  readonly shell: string | null;
}

/** NT460: how the project's own Nix files come to import the shell; `null`: they do. */
export function importDiagnostic(files: OwnNixFiles, systems: readonly string[]): Diagnostic | null {
  if (files.flake === null && files.shell !== null) return inShellNix(files.shell);
  const { flake } = files;
  if (flake === null) return inFlake("There is no flake.nix yet.", anyFlake(systems), 1);
  const tree = parsedOrWrong(flake);
  const wrong = tree instanceof NixSyntaxError;
  if (wrong ? flake.includes(shellFile) : mentionsShell(flake, tree)) return null;
  const what = `With nix.flake set to false, flake.nix is yours, and it does not import ${shellFile}.`;
  if (wrong) {
    const { message, line, column } = tree;
    const detail = `${what} It is not valid Nix either: line ${line}, column ${column}: ${message}.`;
    const told = inFlake(detail, `Correct that first.\n\n${anyFlake(systems)}`, line);
    return { ...told, place: { ...told.place!, column } };
  }
  const edits = importEdits(flake, tree, systems);
  if (edits === null) return inFlake(what, anyFlake(systems), undefined);
  const lines = describe(flake, edits);
  const renamed = edits
    .find(({ start, end }) => end > start)
    ?.text.split(" ")
    .at(-1);
  const hint =
    `Change flake.nix so:\n\n${lines.map(({ text }) => text).join("\n\n")}` +
    (renamed === undefined
      ? ""
      : `\n\nnixtorch works in the default shell, so yours gets another name:\n\n    nix develop .#${renamed}`);
  return inFlake(what, hint, lines[0]?.line);
}

/** The form that fits any flake, for one whose own is not recognised. */
function anyFlake(systems: readonly string[]): string {
  const lines = systems.map(
    (system) =>
      `    devShells.${system}.default = import ./${shellFile} { inherit nixpkgs; system = "${system}"; };`,
  );
  return `Add to the outputs of flake.nix, where nixpkgs is your input of that name:\n\n${lines.join("\n")}`;
}

/** Edits as a person would make them: lines that change, and lines to add. */
function describe(
  flake: string,
  edits: readonly TextEdit[],
): { readonly line: number; readonly text: string }[] {
  const position = positionsIn(flake);
  const added = edits.filter(({ text }) => /^\r?\n/.test(text));
  const within = edits.filter((edit) => !added.includes(edit));
  const changed = [...new Set(within.map(({ start }) => position(start).line))].map((line) => {
    const whole = flake.split("\n")[line - 1]!;
    const from =
      flake.length -
      flake
        .split("\n")
        .slice(line - 1)
        .join("\n").length;
    const here = within.filter(({ start }) => position(start).line === line);
    const moved = here.map(({ start, end, text }) => ({ start: start - from, end: end - from, text }));
    return { line, text: `- line ${line} becomes\n\n    ${applyEdits(whole, moved).trim()}` };
  });
  const inserted = added.map(({ start, text }) => {
    const { line } = position(start);
    return { line, text: `- below line ${line} comes\n\n${indented(text)}` };
  });
  return [...changed, ...inserted].sort((a, b) => a.line - b.line);
}

/** Lines as a block of their own in a message. */
function indented(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").replace(/^\n/, "").split("\n");
  const common = Math.min(...lines.map((line) => /^\s*/.exec(line)![0].length));
  return lines.map((line) => `    ${line.slice(common)}`).join("\n");
}

function inFlake(detail: string, hint: string, line: number | undefined): Diagnostic {
  return {
    severity: "warning",
    code: "NT460",
    summary: "The project's own flake does not import the nixtorch shell yet",
    detail,
    hint,
    address: "project.shell",
    place: { file: "flake.nix", ...(line === undefined ? {} : { line }) },
  };
}

/** For `nix-shell`, where nixpkgs is no flake but a path or an imported set. */
function inShellNix(text: string): Diagnostic | null {
  const tree = parsed(text);
  if (tree === null ? text.includes(shellFile) : mentionsShell(text, tree)) return null;
  const body = tree === null ? null : moduleBody(tree);
  const line = body === null ? 1 : positionsIn(text)(body.start).line;
  const nixpkgs =
    tree !== null && bindsPackages(text, tree)
      ? "pkgs // { outPath = pkgs.path; legacyPackages.${system} = pkgs; }"
      : "{ outPath = <nixpkgs>; lib = import <nixpkgs/lib>; legacyPackages.${system} = import <nixpkgs> { }; }";
  const lines = [
    "let system = builtins.currentSystem; in",
    `import ./${shellFile} {`,
    "  inherit system;",
    `  nixpkgs = ${nixpkgs};`,
    "}",
  ];
  return {
    ...inFlake(
      `With nix.flake set to false, your Nix files are yours, and shell.nix does not import ${shellFile}.`,
      `Write in shell.nix, in the place of the shell that begins on line ${line}:\n\n${lines.map((one) => `    ${one}`).join("\n")}\n\n` +
        "What yours has beside that belongs to nix.packages, shell.env and shell.hook in nixtorch.config.ts.",
      line,
    ),
    place: { file: "shell.nix", line },
  };
}

/** Whether `pkgs` is a name around the body: an argument, or bound by `let`. */
function bindsPackages(text: string, root: NixExpr): boolean {
  switch (root.kind) {
    case "lambda":
      return (
        root.argument === "pkgs" ||
        (root.formals?.formals.some(({ name }) => name === "pkgs") ?? false) ||
        bindsPackages(text, root.body)
      );
    case "let":
      return bindsInLet(text, root) || bindsPackages(text, root.body);
    case "with":
    case "assert":
      return bindsPackages(text, root.body);
    case "parenthesis":
      return bindsPackages(text, root.inner);
    default:
      return false;
  }
}

function bindsInLet(text: string, { entries }: Let): boolean {
  return entries.some((entry) =>
    (entry.kind === "binding" ? entry.path.slice(0, 1) : entry.names).some(
      (name) => staticName(text, name) === "pkgs",
    ),
  );
}

/** Whether a path that ends in the shell's name stands anywhere in the code, comments and strings aside. */
function mentionsShell(text: string, node: unknown): boolean {
  if (Array.isArray(node)) return node.some((one) => mentionsShell(text, one));
  if (node === null || typeof node !== "object") return false;
  const { kind, start, end } = node as { kind?: unknown; start?: unknown; end?: unknown };
  if (kind === "path" && typeof start === "number" && typeof end === "number")
    return text.slice(start, end).endsWith(`/${shellFile}`);
  return Object.values(node).some((one) => typeof one === "object" && mentionsShell(text, one));
}

function parsed(text: string): NixExpr | null {
  const tree = parsedOrWrong(text);
  return tree instanceof NixSyntaxError ? null : tree;
}

function parsedOrWrong(text: string): NixExpr | NixSyntaxError {
  try {
    return parseNix(text);
  } catch (error) {
    if (error instanceof NixSyntaxError) return error;
    throw error;
  }
}
