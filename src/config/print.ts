import type { ConfigPath } from "./problem.js";
import type { WrittenConfig } from "./written.js";

/** A comment above the part of a config at a path; each line becomes one. */
export interface Remark {
  readonly path: ConfigPath;
  readonly text: string;
}

/** What prettier keeps to where a project says nothing else. */
const width = 80;

/** The order in which the documentation shows the sections. */
const sections: readonly (keyof WrittenConfig)[] = [
  "project",
  "gpu",
  "cuda",
  "torch",
  "packages",
  "groups",
  "extras",
  "indexes",
  "buildIsolation",
  "nix",
  "shell",
  "system",
  "hosts",
  "policy",
];

/** The keys of sections in the same order; others stand as they come. */
const keys: Readonly<Record<string, readonly string[]>> = {
  project: ["name", "python", "description", "package"],
  torch: ["version", "vision", "audio", "triton", "index"],
  nix: ["nixpkgs", "systems", "packages", "libraries", "caches", "python", "flake"],
  shell: ["env", "hook", "direnv", "libraryMode"],
  system: ["module", "rebuild", "release", "gpu", "driver", "powerManagement", "prime"],
};

/**
 * The text of a `nixtorch.config.ts` that gives `written`, laid out as prettier does by default (80 columns, two
 * spaces). Remarks on the config itself stand at its top; those on what is not written are left out.
 */
export function printConfig(written: WrittenConfig, remarks: readonly Remark[] = []): string {
  const printer = new Printer(remarks);
  const ordered = inOrder(written, sections);
  for (const [section, order] of Object.entries(keys)) {
    const value = ordered[section];
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      ordered[section] = inOrder(value, order);
  }
  const comments = printer.comments([], 0);
  const head = 'import { defineConfig } from "nixtorch";';
  const body = isEmpty(ordered) ? "{}" : printer.object(ordered, [], 0);
  return [...comments, head, "", `export default defineConfig(${body});`, ""].join("\n");
}

/** The keys that are named first, then the others. */
function inOrder(value: object, order: readonly string[]): Record<string, unknown> {
  const known = order.filter((key) => Object.hasOwn(value, key));
  const rest = Object.keys(value).filter((key) => !order.includes(key));
  return Object.fromEntries([...known, ...rest].map((key) => [key, (value as Record<string, unknown>)[key]]));
}

class Printer {
  private readonly remarks: ReadonlyMap<string, readonly string[]>;

  constructor(remarks: readonly Remark[]) {
    const lines = new Map<string, readonly string[]>();
    for (const { path, text } of remarks) {
      const key = JSON.stringify(path);
      lines.set(key, [...(lines.get(key) ?? []), ...text.split("\n")]);
    }
    this.remarks = lines;
  }

  /** An object with each key on a line of its own. */
  object(value: object, path: ConfigPath, depth: number): string {
    const lines = entriesOf(value).flatMap(([key, inner]) => {
      const place = [...path, key];
      return [...this.comments(place, depth + 1), this.property(key, inner, place, depth + 1)];
    });
    return ["{", ...lines, `${indentation(depth)}}`].join("\n");
  }

  comments(path: ConfigPath, depth: number): string[] {
    const lines = this.remarks.get(JSON.stringify(path)) ?? [];
    return lines.map((line) => `${indentation(depth)}// ${line}`.trimEnd());
  }

  private property(key: string, value: unknown, path: ConfigPath, depth: number): string {
    const name = keyText(key);
    const head = `${indentation(depth)}${name}:`;
    const inline = `${head} ${this.value(value, path, depth, columnsOf(head) + 1)},`;
    // A text that does not fit goes to the next line, unless its key is as short as the indentation.
    const mayMove = isPlainText(value) && name.length >= shortKey;
    return mayMove && columnsOf(inline) > width
      ? `${head}\n${indentation(depth + 1)}${stringText(value)},`
      : inline;
  }

  /** `column` is where the value starts; a comma or bracket follows it. */
  private value(value: unknown, path: ConfigPath, depth: number, column: number): string {
    if (typeof value === "string") return isPlainText(value) ? stringText(value) : template(value);
    if (typeof value !== "object" || value === null) return String(value);
    const flat = flatText(value);
    const fits = column + columnsOf(flat) + 1 <= width && !this.isRemarked(path) && !mustBreak(value);
    if (fits || isEmpty(value)) return flat;
    return Array.isArray(value) ? this.list(value, path, depth) : this.object(value, path, depth);
  }

  private list(items: readonly unknown[], path: ConfigPath, depth: number): string {
    const lines = items.flatMap((item, index) => {
      const place = [...path, index];
      const start = indentation(depth + 1);
      return [
        ...this.comments(place, depth + 1),
        `${start}${this.value(item, place, depth + 1, start.length)},`,
      ];
    });
    return ["[", ...lines, `${indentation(depth)}]`].join("\n");
  }

  /** Whether something inside has a remark, which needs a line of its own. */
  private isRemarked(path: ConfigPath): boolean {
    const prefix = `${JSON.stringify(path).slice(0, -1)}${path.length === 0 ? "" : ","}`;
    return [...this.remarks.keys()].some((key) => key.startsWith(prefix));
  }
}

/** Keys shorter than this keep their text beside them, however long it is. */
const shortKey = 5;

/** Columns of a terminal or editor: Chinese, Japanese and Korean characters and emoji take two. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

function indentation(depth: number): string {
  return "  ".repeat(depth);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}

function isEmpty(value: object): boolean {
  return entriesOf(value).length === 0;
}

function flatText(value: unknown): string {
  if (typeof value === "string") return stringText(value);
  if (Array.isArray(value)) return `[${value.map(flatText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = entriesOf(value).map(([key, inner]) => `${keyText(key)}: ${flatText(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Lists of several objects, and what holds a text of several lines, are never put on one line. */
function mustBreak(value: unknown): boolean {
  if (typeof value === "string") return !isPlainText(value);
  if (typeof value !== "object" || value === null) return false;
  const items = Object.values(value) as unknown[];
  const areObjects = items.every((item) => typeof item === "object" && item !== null && hasSeveral(item));
  return (Array.isArray(value) && items.length > 1 && areObjects) || items.some(mustBreak);
}

function hasSeveral(value: object): boolean {
  return entriesOf(value).length > 1;
}

function isPlainText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\n");
}

const identifier = /^[A-Za-z_$][\w$]*$/;

function keyText(key: string): string {
  // Written plainly it would be no key, but what the object inherits from.
  if (key === "__proto__") return '["__proto__"]';
  return identifier.test(key) ? key : stringText(key);
}

/** Double quotes, unless single ones save escapes. */
function stringText(text: string): string {
  const double = JSON.stringify(text);
  const count = (character: string) => text.split(character).length - 1;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A text of several lines, as it will be read. */
function template(text: string): string {
  const escaped = text.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\r", "\\r");
  return `\`${escaped}\``;
}
