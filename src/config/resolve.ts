import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Reader } from "../host/system.js";

const extensions = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];

/** TypeScript lets an import name the JavaScript file that a TypeScript file would become. */
const sourceOf: Readonly<Record<string, string>> = { ".js": ".ts", ".mjs": ".mts", ".cjs": ".cts" };

/** Whether an import names a file rather than a package. */
export function isLocal(specifier: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier);
}

/** The file that a local import means; `null`: none. */
export function resolveLocal(system: Reader, specifier: string, directory: string): string | null {
  const target = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(directory, specifier);
  const names = [
    target,
    ...spellings(target),
    ...extensions.map((extension) => join(target, `index${extension}`)),
  ];
  return names.find((name) => system.read(name).kind === "file") ?? null;
}

function spellings(target: string): readonly string[] {
  const written = /\.[cm]?js$/.exec(target)?.[0];
  const source = written === undefined ? [] : [target.slice(0, -written.length) + sourceOf[written]];
  return [...source, ...extensions.map((extension) => target + extension)];
}
