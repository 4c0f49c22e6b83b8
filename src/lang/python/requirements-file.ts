import { readRequirement, RequirementSyntaxError } from "./requirement.js";
import type { Requirement } from "./requirement.js";

interface Line {
  /** From 1: where the logical line begins. */
  readonly line: number;
  /** As written, continued lines joined, without the comment. */
  readonly text: string;
  /** The comment behind it, without its mark. */
  readonly comment: string | null;
}

/** One logical line of a requirements file of pip's. */
export type RequirementsEntry = Line &
  (
    | {
        readonly kind: "requirement";
        readonly requirement: Requirement;
        /** Options behind it, such as `--hash=…`. */
        readonly options: readonly string[];
      }
    /** A directory, an archive or a repository that does not say its name as PEP 508 has it. */
    | { readonly kind: "reference"; readonly target: string; readonly editable: boolean }
    | { readonly kind: "index"; readonly url: string; readonly extra: boolean }
    | { readonly kind: "file"; readonly path: string; readonly constraints: boolean }
    | { readonly kind: "option"; readonly name: string; readonly value: string }
    | { readonly kind: "invalid"; readonly message: string }
  );

/** Reads a requirements file; a line that cannot be understood is an entry that says why. */
export function parseRequirementsFile(text: string): RequirementsEntry[] {
  return logicalLines(text.replace(/^\uFEFF/, "")).flatMap((line) =>
    line.text === "" ? [] : [entryOf(line)],
  );
}

/** pip joins what ends in a backslash, then takes comments off. */
function logicalLines(text: string): Line[] {
  const lines: Line[] = [];
  let joined: string[] = [];
  let start = 1;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (joined.length === 0) start = index + 1;
    const isComment = /^\s*#/.test(raw);
    if (raw.endsWith("\\") && !isComment) {
      joined.push(raw.slice(0, -1));
      continue;
    }
    // A comment ends what was continued.
    lines.push(lineOf([...joined, isComment && joined.length > 0 ? ` ${raw}` : raw].join(""), start));
    joined = [];
  }
  if (joined.length > 0) lines.push(lineOf(joined.join(""), start));
  return lines;
}

function lineOf(text: string, line: number): Line {
  const mark = /(?:^|\s)#/.exec(text);
  if (mark === null) return { line, text: text.trim(), comment: null };
  const comment = text
    .slice(mark.index)
    .replace(/^\s*#+\s*/, "")
    .trim();
  return { line, text: text.slice(0, mark.index).trim(), comment: comment === "" ? null : comment };
}

/** Options with a value, by their short and long names. */
const files: Readonly<Record<string, boolean>> = {
  "-r": false,
  "--requirement": false,
  "-c": true,
  "--constraint": true,
};
const indexes: Readonly<Record<string, boolean>> = {
  "-i": false,
  "--index-url": false,
  "--pypi-url": false,
  "--extra-index-url": true,
};

function entryOf(line: Line): RequirementsEntry {
  const option = /^(--?[A-Za-z][\w-]*)(?:\s*=\s*|\s+)?(.*)$/s.exec(line.text);
  if (option === null) return requirementOrReference(line);
  const [name, value] = shortened(option[1]!, option[2]!.trim());
  if (Object.hasOwn(files, name) && value !== "")
    return { ...line, kind: "file", path: unquoted(value), constraints: files[name]! };
  if (Object.hasOwn(indexes, name) && value !== "")
    return { ...line, kind: "index", url: unquoted(value), extra: indexes[name]! };
  if ((name === "-e" || name === "--editable") && value !== "")
    return { ...line, kind: "reference", target: unquoted(value), editable: true };
  return { ...line, kind: "option", name, value };
}

/** pip also takes the value right behind a short option: `-rbase.txt`. */
function shortened(name: string, value: string): [string, string] {
  const glued = /^(-[rcief])([\w-].*)$/.exec(name);
  return glued === null ? [name, value] : [glued[1]!, `${glued[2]!}${value}`];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

function requirementOrReference(line: Line): RequirementsEntry {
  const { text } = line;
  const [head = "", ...options] = text.split(/\s+(?=--[a-z])/);
  if (isReference(head)) return { ...line, kind: "reference", target: head, editable: false };
  const requirement = readRequirement(head);
  if (requirement instanceof RequirementSyntaxError)
    return { ...line, kind: "invalid", message: requirement.message };
  return { ...line, kind: "requirement", requirement, options };
}

/** A path, or a URL without a name in front. */
function isReference(text: string): boolean {
  return (
    /^(?:\.{1,2}(?:$|[/\\])|\/|~\/|(?:git|hg|svn|bzr)\+|[a-z][a-z+.-]*:\/\/|file:)/i.test(text) ||
    /^[^\s@;<>=~!]+(?:\.whl|\.tar\.gz|\.zip)(?:$|[\s;])/.test(text)
  );
}
