import { dirname, join } from "node:path";
import type { Reader } from "../host/system.js";
import { Failure } from "../model/diagnostic.js";

/** Names under which a config is looked for, the usual one first. */
export const configNames = [
  "nixtorch.config.ts",
  "nixtorch.config.mts",
  "nixtorch.config.js",
  "nixtorch.config.mjs",
];

/**
 * The config file of a directory: in it or, inside a git repository, in the nearest directory above it. Outside git
 * only the directory itself is searched: a config is code, and who knows who may write to the directories above.
 *
 * @throws Failure NT200 if there is none
 */
export function findConfig(system: Reader, directory: string): string {
  const found = findUpwards(system, directory, configNames);
  if (found !== null) return found;
  const searched = searchPath(system, directory);
  const last = searched.at(-1)!;
  throw new Failure({
    severity: "error",
    code: "NT200",
    summary: "There is no nixtorch.config.ts here",
    detail:
      searched.length === 1
        ? `It was looked for in ${directory}.`
        : `It was looked for in ${directory} and the directories above it, up to ${last}, where the git repository begins.`,
    hint:
      "Go to the project, or name it:\n\n  nixtorch -C DIRECTORY plan\n\nA first config is as short as this:\n\n" +
      '  import { defineConfig } from "nixtorch";\n  export default defineConfig({ gpu: "RTX 4090", packages: ["transformers"] });',
    place: { file: directory },
  });
}

/** The first of the named files in the nearest directory that has one of them, searched as for a config. */
export function findUpwards(system: Reader, directory: string, wanted: readonly string[]): string | null {
  for (const candidate of searchPath(system, directory)) {
    const name = wanted.find((one) => system.lstat(join(candidate, one)) !== null);
    if (name !== undefined) return join(candidate, name);
  }
  return null;
}

/** From the directory up to the root of its git repository. */
function searchPath(system: Reader, directory: string): readonly string[] {
  const path: string[] = [];
  for (let current = directory; ; current = dirname(current)) {
    path.push(current);
    if (system.lstat(join(current, ".git")) !== null) return path;
    if (current === dirname(current)) return [directory];
  }
}
