import { callOf } from "../lang/nix/call.js";
import { packageOf, packagesOf, type ListedPackage } from "../lang/nix/packages.js";
import type { Scoped } from "../lang/nix/scope.js";
import { textParts, type TextPart } from "../lang/nix/text-parts.js";
import { shellStatements } from "../lang/shell/statements.js";
import type { Place } from "../model/diagnostic.js";
import { readVariable } from "./shell-variables.js";
import { readPackages, shortened, type ListedIn } from "./nix-packages.js";
import { roleOf } from "./nix-names.js";
import { withheldCode } from "./secret.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** Stands for `${…}` of Nix while the script around it is read: no text of Nix's holds it. */
const mark = "\0";
const marks = /\0(\d+)\0/g;

/** Reads a `shellHook`: what nixtorch's shell does by itself goes, the rest becomes `shell.hook`. */
export function readHook(hook: Scoped, place: Place, where: Omit<ListedIn, "use">, facts: Facts): Reading {
  const parts = textParts(hook);
  const script = parts
    .map((part, index) => (part.kind === "text" ? part.text : `${mark}${index}${mark}`))
    .join("");
  const reader = new HookReader(parts, place, where, facts);
  for (const statement of shellStatements(script)) reader.statement(statement);
  return reader.finish();
}

class HookReader {
  private readonly found = new Collector();
  private readonly kept: string[] = [];
  private readonly parts: readonly TextPart[];
  private readonly place: Place;
  private readonly where: Omit<ListedIn, "use">;
  private readonly facts: Facts;

  constructor(parts: readonly TextPart[], place: Place, where: Omit<ListedIn, "use">, facts: Facts) {
    this.parts = parts;
    this.place = place;
    this.where = where;
    this.facts = facts;
  }

  statement(text: string): void {
    const code = text
      .split("\n")
      .filter((line) => !/^\s*(?:#.*)?$/.test(line))
      .join("\n")
      .trim();
    if (code === "") return;
    const source = shortened(this.shown(code));
    const { place } = this;
    const secret = withheldCode(code, place);
    if (secret !== null) return void this.found.not.push(secret);
    const done = (note: string) =>
      this.found.understood.push({ path: ["shell", "hook"], source, place, note });
    const activates = activation.test(code);
    if (environment.test(code)) done("uv makes the environment, and `nixtorch apply` keeps it in step");
    else if (activates) done("where it exists: `nixtorch apply` makes it");
    else if (/^unset\s+(?:PYTHONPATH|SOURCE_DATE_EPOCH|\s)+;?$/.test(code)) done("nixtorch's shell does it");
    else if (/\bnixgl(?:host)?\b/i.test(code)) done("nixtorch's shell leads wheels to the running driver");
    else if (otherShell.test(code))
      this.found.not.push({
        what: source,
        place,
        why: "no command could run in the shell: uv is started in it",
      });
    else if (!this.exports(code, source)) this.keep(text, source);
    if (activates && !this.kept.includes(guardedActivation)) this.kept.push(guardedActivation);
  }

  finish(): Reading {
    if (this.kept.length > 0) {
      const value = dedented(this.kept.join("\n"));
      const source = "shellHook";
      this.found.understood.push({ path: ["shell", "hook"], value, source, place: this.place });
    }
    return this.found;
  }

  /** Lines that set variables; whether it was one. */
  private exports(code: string, source: string): boolean {
    const names = assignedNames(code);
    if (names === null) return false;
    const own = names.filter((name) => this.facts.ownVariables.has(name));
    if (own.length < names.length) return this.variable(names, code, source);
    const extended = own.find((name) => extendable.has(name));
    // A hook may well extend a path: it runs last.
    if (extended !== undefined && !code.includes(mark) && !driverDirectory.test(code)) return false;
    const note = "nixtorch's shell sets it";
    const at = { source, place: this.place };
    if (extended === undefined) this.found.understood.push({ path: ["shell", "env"], ...at, note });
    else if (extended.endsWith("LIBRARY_PATH")) {
      this.found.add(readPackages(this.listedIn(code), { ...this.where, use: "libraries" }));
      this.found.understood.push({ path: ["shell", "env"], ...at, note: `${note}, from \`nix.libraries\`` });
    } else this.found.add(readPackages(this.listedIn(code), { ...this.where, use: "programs" }));
    return true;
  }

  /** `export NAME=value`, where the value is written out. */
  private variable(names: readonly string[], code: string, source: string): boolean {
    const listed = this.listedIn(code);
    if (listed.length > 0 && listed.every((one) => one.kind === "package" && roleOf(one.name) !== null)) {
      this.found.add(readPackages(listed, { ...this.where, use: "libraries" }));
      return true;
    }
    const literal = names.length === 1 ? literalOf(code) : null;
    if (literal === null) return false;
    this.found.add(readVariable(names[0]!, literal, { source, place: this.place }, this.facts));
    return true;
  }

  /** The packages that `${…}` in a line names. */
  private listedIn(code: string): ListedPackage[] {
    return this.expressionsIn(code).flatMap((expression) => {
      const call = callOf(expression.scope.text, expression.node);
      const list = call?.name === "makeLibraryPath" ? call.arguments[0] : undefined;
      if (list) return packagesOf({ node: list, scope: expression.scope });
      const named = packageOf(expression);
      const { node, scope } = expression;
      const at = { source: scope.source(node), conditional: false, ...scope.positionAt(node.start) };
      return named === null
        ? [{ kind: "opaque" as const, rest: false, ...at }]
        : [{ kind: "package" as const, ...named, ...at }];
    });
  }

  private expressionsIn(code: string): Scoped[] {
    return [...code.matchAll(marks)].flatMap(([, index]) => {
      const part = this.parts[Number(index)];
      return part?.kind === "expression" ? [part.expression] : [];
    });
  }

  private keep(text: string, source: string): void {
    if (!text.includes(mark)) return void this.kept.push(text.replace(/^\n+/, ""));
    const why = "a part of it is computed by Nix, and the config's hook is plain shell";
    this.found.not.push({ what: source, place: this.place, why });
  }

  private shown(code: string): string {
    return code.replaceAll(marks, (_, index: string) => {
      const part = this.parts[Number(index)];
      return part?.kind === "expression" ? `\${${part.source}}` : "";
    });
  }
}

/** Commands that make or fill a virtual environment. */
const environment =
  /(?:^|[\s;&|(])(?:python3?\S* -m venv|virtualenv|uv (?:venv|sync|pip|lock)|(?:python3?\S* -m )?pip3? install|poetry (?:install|env|shell|lock))\b/;

/** What replaces the shell that the hook is for. */
const otherShell = /^(?:exec\b|(?:fish|zsh|\$SHELL|"\$SHELL")\s*$)/m;

const activation = /(?:^|[\s;&|(])(?:source|\.)\s+\S*bin\/activate\b/;

/** uv keeps the environment in `.venv`, and before the first apply there is none. */
const guardedActivation = "[ ! -e .venv/bin/activate ] || . .venv/bin/activate";

/** Paths that the shell sets, and that a hook may extend. */
const extendable = new Set(["PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "NIX_LD_LIBRARY_PATH", "LD_PRELOAD"]);

const driverDirectory = /\/run\/opengl-driver\/lib|\/usr\/lib\/wsl\/lib/;

/** The variables that a line does nothing but set; `null`: it does something else. */
function assignedNames(code: string): string[] | null {
  const words =
    code.replace(/;$/, "").match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^)]*\)|\0\d+\0|[^\s"'\0])+/g) ?? [];
  const assigned = words[0] === "export" ? words.slice(1) : words;
  if (assigned.length === 0 || code.includes("\n") || /[;|&]\s*\S/.test(code)) return null;
  const names = assigned.map((word) => /^([A-Za-z_]\w*)=/.exec(word)?.[1]);
  return names.includes(undefined) ? null : (names as string[]);
}

/** The value of `export NAME=value` where the shell would compute nothing; `null`: it would. */
function literalOf(code: string): string | null {
  const match = /^export\s+\w+=(?:"([^"$`\\\0]*)"|'([^'\0]*)'|([\w./:@%+,-]*));?$/.exec(code);
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null);
}

/** Without the indentation that all lines share, and without empty lines around. */
function dedented(text: string): string {
  const lines = text.replace(/^(?:[ \t]*\n)+|\s+$/g, "").split("\n");
  const least = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(Math.min(least, line.search(/\S|$/))).trimEnd()).join("\n");
}
