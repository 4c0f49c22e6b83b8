import { runInNewContext } from "node:vm";
import type { Edit } from "../../../src/compat/conflict/edit.js";
import { mergeConfig } from "../../../src/config/merge.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import type { Config } from "../../../src/model/config.js";
import type { Statement } from "../../../src/model/statement.js";
import { configOf } from "../ask.js";

/** What comes of a config and of pyproject.toml when a person does what the texts of edits say. */
export function written(
  config: WrittenConfig,
  statements: readonly Statement[],
  edits: readonly Edit[],
): { readonly config: Config; readonly statements: readonly Statement[] } {
  const parts = edits.flatMap((edit) => partsOf(edit.text));
  return {
    config: configOf(parts.reduce(inConfig, config)),
    statements: parts.reduce(inPyproject, statements),
  };
}

/** Lines that belong together: a part of a config ends where its braces do. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const line of text.split("\n")) {
    part += `${line}\n`;
    if (part.split("{").length !== part.split("}").length) continue;
    parts.push(part.trim());
    part = "";
  }
  return parts;
}

const upgrade = "nixtorch plan --upgrade";
const leaveOut = /^leave `([\w.]+)` out$/;
const setRange = /^requires-python = "(.*)" in pyproject\.toml:(\d+)$/;
const takeOut = /^take `([a-z-]+)(.*)` out of pyproject\.toml:(\d+)$/;

function inConfig(config: WrittenConfig, part: string): WrittenConfig {
  if (part === upgrade || setRange.test(part) || takeOut.test(part)) return config;
  const path = leaveOut.exec(part)?.[1]?.split(".");
  if (path === undefined) return mergeConfig(config, runInNewContext(`({${part}\n})`) as WrittenConfig);
  return leftOut(config as Readonly<Record<string, unknown>>, path);
}

function leftOut(object: Readonly<Record<string, unknown>>, [key, ...rest]: readonly string[]): object {
  const value = object[key!];
  // `torch: "2.9"` is short for its version.
  const isLong = typeof value === "object" && rest.length > 0;
  return { ...object, [key!]: isLong ? leftOut(value as Record<string, unknown>, rest) : undefined };
}

function inPyproject(statements: readonly Statement[], part: string): readonly Statement[] {
  const [, range, rangeLine] = setRange.exec(part) ?? [];
  if (range !== undefined)
    return statements.map((one) =>
      one.place.line === Number(rangeLine) ? { ...one, specifier: range } : one,
    );
  const [, name, specifier, line] = takeOut.exec(part) ?? [];
  return statements.filter(
    (one) => one.name !== name || one.specifier !== specifier || one.place.line !== Number(line),
  );
}
