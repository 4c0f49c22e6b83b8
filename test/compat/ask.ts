import { checkConfig } from "../../src/config/check.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { loadCatalog } from "../../src/compat/catalog.js";
import { resolve, type Answer, type Question } from "../../src/compat/resolve.js";
import type { Config } from "../../src/model/config.js";
import type { Diagnostic } from "../../src/model/diagnostic.js";
import type { Resolution } from "../../src/model/resolution.js";
import type { Statement } from "../../src/model/statement.js";

/** The normalised form of a config as a person writes it. */
export function configOf(written: WrittenConfig): Config {
  const { config, diagnostics } = checkConfig(written);
  if (config === null) throw new Error(diagnostics.map((one) => `${one.summary}: ${one.detail}`).join("\n"));
  return config;
}

export function questionOf(written: WrittenConfig, more: Partial<Question> = {}): Question {
  return {
    config: configOf(written),
    catalog: loadCatalog(),
    statements: [],
    locked: null,
    lockedTorch: null,
    upgrade: false,
    host: null,
    ...more,
  };
}

/** The question as it is asked on one of the declared machines; `null`: on one without an entry in `hosts`. */
export function questionOn(
  written: WrittenConfig,
  name: string | null,
  release: string | null,
  more: Partial<Question> = {},
): Question {
  const question = questionOf(written, more);
  const declared = name === null ? question.config.system : question.config.hosts[name];
  if (!declared) throw new Error(`no machine ${name ?? "system"} is declared`);
  // A declared release counts before what is found, as in the probe.
  const found = declared.release ?? release;
  return { ...question, host: { release: found, gpu: declared.gpu, driver: declared.driver } };
}

export function askOn(written: WrittenConfig, name: string | null, release: string | null): Answer {
  return resolve(questionOn(written, name, release));
}

export function ask(written: WrittenConfig, more: Partial<Question> = {}): Answer {
  return resolve(questionOf(written, more));
}

/** The resolution's values without reasons; fails the test where there is none. */
export function valuesOf(answer: Answer): { [Key in keyof Resolution]: unknown } {
  if (answer.resolution === null) throw new Error(answer.diagnostics.map((one) => one.detail).join("\n"));
  return Object.fromEntries(
    Object.entries(answer.resolution).map(([key, choice]: [string, { value: unknown } | null]) => [
      key,
      choice?.value ?? null,
    ]),
  ) as { [Key in keyof Resolution]: unknown };
}

export function codesOf(answer: Answer): string[] {
  return answer.diagnostics.map((one) => one.code);
}

export function errorsOf(answer: Answer): readonly Diagnostic[] {
  return answer.diagnostics.filter((one) => one.severity === "error");
}

/** A requirement that stands in pyproject.toml. */
export function byHand(name: string, specifier: string, line = 7): Statement {
  return { name, specifier, place: { file: "pyproject.toml", line } };
}
