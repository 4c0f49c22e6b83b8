import { formatRequirement, parseRequirement, RequirementSyntaxError } from "../lang/python/requirement.js";
import type { Requirement } from "../lang/python/requirement.js";
import { parseMarker } from "../lang/python/marker.js";
import { parseSpecifier } from "../lang/python/specifier.js";
import { quoted } from "./describe.js";
import { problem, type ConfigPath, type Report } from "./problem.js";
import { checkName } from "./texts.js";
import { itemsOf } from "./value.js";
import type { WrittenPackageObject } from "./written.js";

/** The requirement in a PEP 508 text, or `null` after reporting where the text goes wrong. */
export function readRequirement(text: string, path: ConfigPath, report: Report): Requirement | null {
  return read(parseRequirement, text, path, report);
}

/** The requirement in an object's keys; each key is read by itself, so that each is blamed for itself. */
export function requirementOf(
  written: WrittenPackageObject,
  path: ConfigPath,
  report: Report,
): Requirement | null {
  const { name, version = "", extras, marker = "" } = written;
  const named = checkName("package", name.trim(), [...path, "name"], report);
  const specifier = read(parseSpecifier, version, [...path, "version"], report);
  const condition = marker.trim() === "" ? undefined : read(parseMarker, marker, [...path, "marker"], report);
  const given = itemsOf(extras).filter(([index, extra]) =>
    checkName("extra", extra, [...path, "extras", index], report),
  );
  if (!named || specifier === null || condition === null) return null;
  const head = parseRequirement(`${name.trim()}[${given.map(([, extra]) => extra).join(",")}]`);
  return { ...head, specifier, marker: condition ?? null };
}

/** Requirements in normal form, without the ones that were reported. */
export function readRequirements(
  list: readonly string[],
  path: ConfigPath,
  report: Report,
): readonly string[] {
  const good = itemsOf(list).flatMap(([index, text]) => {
    const requirement = readRequirement(text, [...path, index], report);
    return requirement === null ? [] : [formatRequirement(requirement)];
  });
  return [...new Set(good)];
}

function read<T>(parse: (text: string) => T, text: string, path: ConfigPath, report: Report): T | null {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof RequirementSyntaxError)) throw error;
    const where = text.trim() === "" ? "" : `, at character ${Math.min(error.offset, text.length) + 1}`;
    report(problem("NT225", path, `${quoted(text)} cannot be read${where}: ${error.message}.`, advice(text)));
    return null;
  }
}

function advice(text: string): string {
  if (/\^/.test(text)) return "Poetry's ^ is no Python standard. Write both limits:\n\n  >=4.50,<5";
  if (/^\s*\d[\w.]*\s*$/.test(text)) return `Say how versions compare with it:\n\n  "==${text.trim()}"`;
  if (/^\s*(?:git\+|https?:|ssh:|git@)/.test(text))
    return 'A package from a URL says its name:\n\n  { name: "my-kernels", git: "https://git.example/my-kernels" }';
  if (/^\s*\.{0,2}\//.test(text))
    return 'A package in a directory says its name:\n\n  { name: "my-lib", path: "../lib" }';
  return 'A requirement looks like this:\n\n  "transformers>=4.50,<5"\n  "accelerate[torch]; sys_platform == \'linux\'"';
}
