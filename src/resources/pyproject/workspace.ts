import { dirname, join, relative } from "node:path";
import type { Reader } from "../../host/system.js";
import { globPattern } from "../../lang/python/glob.js";
import { parseToml, TomlSyntaxError } from "../../lang/toml/parse.js";
import { decodeText } from "../text.js";
import { isTable, listAt, valueAt } from "./document.js";
import type { Table } from "./document.js";

/**
 * The root of the uv workspace that names `project` as a member, relative to the project; `null`: it is in none, or
 * is the root itself. As uv does, the closest ancestor that declares a workspace decides.
 */
export function enclosingWorkspace(system: Reader, project: string): string | null {
  if (declaresWorkspace(documentIn(system, project))) return null;
  for (let directory = dirname(project); ; directory = dirname(directory)) {
    const document = documentIn(system, directory);
    if (document !== null && declaresWorkspace(document)) {
      return isMember(document, relative(directory, project)) ? relative(project, directory) : null;
    }
    if (directory === dirname(directory)) return null;
  }
}

function declaresWorkspace(document: Table | null): boolean {
  return isTable(valueAt(document, ["tool", "uv", "workspace"]));
}

function isMember(document: Table, path: string): boolean {
  const matches = (key: string) =>
    listAt(document, "tool", "uv", "workspace", key).some(
      (glob) => typeof glob === "string" && globPattern(glob).test(path),
    );
  return matches("members") && !matches("exclude");
}

/** Only a file that mentions a workspace is worth parsing. */
function documentIn(system: Reader, directory: string): Table | null {
  const text = decodeText(system.read(join(directory, "pyproject.toml")));
  if (text === null || !text.includes("workspace")) return null;
  try {
    return parseToml(text);
  } catch (error) {
    if (error instanceof TomlSyntaxError) return null;
    throw error;
  }
}
