import { parseSpecifier } from "../../lang/python/specifier.js";
import { RequirementSyntaxError } from "../../lang/python/syntax-error.js";
import type { Diagnostic, Place } from "../../model/diagnostic.js";
import type { ValueConflict } from "../../model/plan.js";
import { canonicalJson } from "../../model/digest.js";
import { maskCredentials } from "../../model/mask.js";
import { requiresPython, source, sourceEntries } from "./family.js";
import { placeOf, placeText } from "./place.js";
import { showBoth } from "./show.js";
import type { Found, Unit } from "./unit.js";

const adoptLines =
  "    nixtorch apply --adopt --target project.pyproject\n\n" +
  "What stands there now is kept in nixtorch.lock, and comes back when nixtorch no longer wants anything there.";
const adopt = `To let nixtorch write over it:\n\n${adoptLines}`;

/** NT445, NT446: what a person wrote and what is wanted exclude each other. */
export function clash(text: string, unit: Unit, found: Found): Diagnostic {
  const place = placeOf(text, found.path);
  if (unit.family === requiresPython) return clashOfPython(place, unit, found);
  if (unit.family === source && dependsOnChoice(found.value)) return chosenByExtra(place, unit, found);
  const [theirs, ours] = shown(unit, found);
  return conflict({
    code: "NT445",
    summary: "pyproject.toml says something else than the config",
    detail: `${placeText(place)} has ${theirs}, while ${unit.askedBy} wants ${ours}.`,
    hint: `Make one of the two say what the other does, or delete the one in pyproject.toml. ${adopt}`,
    place,
  });
}

function clashOfPython(place: Place, unit: Unit, found: Found): Diagnostic {
  const mistake = mistakeIn(found.value);
  if (mistake !== null) return noSpecifier(place, unit, found, mistake);
  return conflict({
    code: "NT446",
    summary: "requires-python leaves out the Python that is wanted",
    detail:
      `${placeText(place)} has requires-python ${canonicalJson(found.value)}, ` +
      `while ${unit.askedBy} wants ${JSON.stringify(unit.value)}.`,
    hint:
      "Widen requires-python there, or declare a Python that it allows in nixtorch.config.ts:\n\n" +
      '    project: { python: "3.…" }',
    place,
  });
}

/** NT453. */
function noSpecifier(place: Place, unit: Unit, { value }: Found, mistake: string): Diagnostic {
  const minor = /\d+\.\d+/.exec(canonicalJson(value))?.[0];
  const [major] = minor?.split(".") ?? [];
  const range = minor === undefined ? String(unit.value) : `>=${minor},<${Number(major) + 1}`;
  return conflict({
    code: "NT453",
    summary: "requires-python is no valid version specifier",
    detail:
      `${placeText(place)} has requires-python ${canonicalJson(value)}: ${mistake}. ` +
      "uv and pip cannot read it either.",
    hint: `Write there:\n\n    requires-python = "${range}"`,
    place,
  });
}

function mistakeIn(value: unknown): string | null {
  if (typeof value !== "string") return "it is no text";
  try {
    parseSpecifier(value);
    return null;
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return error.message;
    throw error;
  }
}

/** NT448: a person changed what nixtorch wrote, and what is wanted has moved as well. */
export function editedAndMoved(text: string, unit: Unit, found: Found, base: string): Diagnostic {
  const place = placeOf(text, found.path);
  const [theirs, ours] = shown(unit, found);
  return conflict({
    code: "NT448",
    summary: "An entry of pyproject.toml was edited by hand, and is now wanted otherwise",
    detail:
      `${placeText(place)} has ${theirs}; nixtorch wrote ${maskCredentials(base)} there, ` +
      `and now ${unit.askedBy} wants ${ours}. Writing that would lose the edit.`,
    hint: `Bring the edit into nixtorch.config.ts, or take it back. ${adopt}`,
    place,
  });
}

/** An extra or a group decides which wheel is taken, as uv documents it for several CUDA versions. */
function dependsOnChoice(value: unknown): boolean {
  return sourceEntries(value).some(({ extra, group }) => extra !== undefined || group !== undefined);
}

/** NT455. */
function chosenByExtra(place: Place, unit: Unit, { value }: Found): Diagnostic {
  const choices = sourceEntries(value).flatMap(({ extra, group, index }) => {
    const choice = extra === undefined ? group && `group ${group}` : `extra ${extra}`;
    return choice === undefined ? [] : [`${choice} takes it from ${index ?? "elsewhere"}`];
  });
  const name = unit.path.at(-1);
  return conflict({
    code: "NT455",
    summary: "An extra or group decides which build of torch is installed",
    detail:
      `${placeText(place)} leaves the source of ${name} to whoever syncs: ${choices.join("; ")}. ` +
      "nixtorch chooses one build for the whole project, from the cards in nixtorch.config.ts.",
    hint:
      "To have it chosen there: delete these entries, the extras or groups that only hold torch, and what " +
      `[tool.uv] conflicts says of them. To keep them for others, and let nixtorch write the source of ${name}:\n\n` +
      `${adoptLines}\n\n` +
      "Those extras then install the same torch as all else.",
    place,
  });
}

/** NT454: one name, in one list, more than once. An error where they leave no version that is wanted. */
export function listedTwice(
  text: string,
  unit: Unit,
  all: readonly Found[],
  severity: "error" | "warning",
): Diagnostic {
  const [first, ...others] = all.map(({ path }) => placeOf(text, path));
  const lines = all.map(
    ({ path, value }) => `${placeText(placeOf(text, path))} has \`${maskCredentials(String(value))}\``,
  );
  const wanted = `${unit.askedBy} wants \`${maskCredentials(unit.family.canonical(unit.value))}\``;
  return {
    severity,
    address: "project.pyproject",
    code: "NT454",
    summary: "A requirement is listed more than once",
    detail:
      severity === "error"
        ? `${lines.join(", ")}, while ${wanted}. All of them hold at once, and together they allow nothing of that.`
        : `${lines.join(", ")}, and ${wanted}. nixtorch keeps one of them; the others hold besides.`,
    hint: "Keep one line, and delete the others.",
    place: first!,
    related: others.map((place, index) => ({ text: maskCredentials(String(all[index + 1]!.value)), place })),
  };
}

/** What a person is asked to decide. */
export function valueConflict(unit: Unit, found: Found, base: string | undefined): ValueConflict {
  const [observed, desired] = sides(unit, found);
  const { key, label } = unit;
  return { key, label, base: base === undefined ? null : maskCredentials(base), observed, desired };
}

/** What is there, and what is wanted, for a sentence. */
function shown(unit: Unit, found: Found): [string, string] {
  const prefix = unit.identity === null ? `${unit.label} ` : "";
  const [theirs, ours] = sides(unit, found);
  return [`${prefix}${quoted(theirs)}`, `${prefix}${quoted(ours)}`];
}

function sides(unit: Unit, { value }: Found): [string, string] {
  if (unit.identity === null) return showBoth(unit.family, value, unit.value);
  const canonical = (one: unknown) => maskCredentials(unit.family.canonical(one));
  return [canonical(value), canonical(unit.value)];
}

function quoted(text: string): string {
  return `\`${text}\``;
}

export function conflict(given: Omit<Diagnostic, "severity" | "address">): Diagnostic {
  return { severity: "error", address: "project.pyproject", ...given };
}
