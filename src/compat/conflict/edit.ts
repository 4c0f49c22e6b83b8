import type { Config } from "../../model/config.js";
import { ownerOf } from "../hosts-of.js";
import type { ConfigPath, Question } from "../question.js";

/**
 * The kinds of edits by what they cost a person, the cheapest first: choosing anew, a version, a requirement in
 * pyproject.toml, what the project has besides torch, where it runs, a machine's driver, a machine's system, hardware.
 */
const ranking = [
  "upgrade",
  "near-version",
  "leave-out",
  "new-version",
  "requirement",
  "python",
  "companion",
  "nixpkgs",
  "systems",
  "driver",
  "release",
  "hosts",
  "fewer-cards",
  "other-card",
  "no-card",
] as const;

/** A change of what is stated, as text to write and as a function. */
export interface Edit {
  readonly kind: (typeof ranking)[number];
  /** Lines of a config to be merged into the one there is, or what to do elsewhere. */
  readonly text: string;
  readonly apply: (question: Question) => Question;
}

/** The cheapest first; of one kind in the given order. */
export function cheapestFirst(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => ranking.indexOf(a.kind) - ranking.indexOf(b.kind));
}

export function withoutRepeats(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter((edit, index) => edits.findIndex((one) => one.text === edit.text) === index);
}

/** One key of the config. */
export interface Change {
  /** As it is written. */
  readonly path: readonly string[];
  /** `undefined`: the key is left out. */
  readonly written: unknown;
  /** What that means in the normalised config. */
  readonly normal: unknown;
}

/** An edit of the config; `remark` stands behind the last line. */
export function configEdit(kind: Edit["kind"], changes: readonly Change[], remark = ""): Edit {
  const text = changes.map(({ path, written }) => changeText(path, written)).join("\n");
  return { kind, text: remark === "" ? text : `${text} // ${remark}`, apply: effectOf(changes) };
}

/** What the changes do to a question: to its config, and to the machine that is asked about. */
export function effectOf(changes: readonly Change[]): Edit["apply"] {
  return (question) => {
    const changed = changes.reduce(
      (config, { path, normal }) => replaced(config, path, normal) as Config,
      question.config,
    );
    // Who leaves a version out no longer vouches for it.
    const config =
      changed.cuda === null ? { ...changed, unchecked: { ...changed.unchecked, cuda: false } } : changed;
    return { ...question, config, host: hostIn(config, question) };
  };
}

/** Several edits as one, which costs what the costliest of them does. */
export function inOne(edits: readonly Edit[]): Edit {
  const lines = new Set(edits.flatMap((edit) => edit.text.split("\n")));
  const kind = cheapestFirst(edits).at(-1)?.kind ?? "near-version";
  return { kind, text: [...lines].join("\n"), apply: inTurn(edits) };
}

export function inTurn(edits: readonly Edit[]): Edit["apply"] {
  return (question) => edits.reduce((changed, edit) => edit.apply(changed), question);
}

/** `a: { b: "value" }`; `undefined` is left out. */
export function changeText(keys: ConfigPath, written: unknown): string {
  const path = keys.map(String);
  if (written === undefined) return `leave \`${path.join(".")}\` out`;
  const value = path
    .slice(1)
    .reduceRight((inner, key) => `{ ${keyText(key)}: ${inner} }`, writtenText(written));
  return `${keyText(path[0]!)}: ${value}`;
}

/** A value as it is written in TypeScript, on one line. */
export function writtenText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writtenText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${keyText(key)}: ${writtenText(one)}`)
    .join(", ")} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

/** The machine that is asked about, as the changed config declares it. */
function hostIn(config: Config, { host, config: old }: Question): Question["host"] {
  if (host === null || config === old) return host;
  const name = ownerOf(host, old);
  const declared = (name === null ? null : config.hosts[name]) ?? config.system;
  const before = (name === null ? null : old.hosts[name]) ?? old.system;
  if (declared === null || declared === before) return host;
  return { release: declared.release ?? host.release, gpu: declared.gpu, driver: declared.driver };
}
