import { basename, join } from "node:path";
import type { FileState, Reader } from "../../host/system.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { carriesCredentials } from "../../model/mask.js";
import { parseToml, TomlSyntaxError } from "../../lang/toml/parse.js";
import { readObstacle } from "../obstacle.js";
import { decodeText } from "../text.js";
import { tableAt } from "./document.js";
import type { Table } from "./document.js";
import { file } from "./place.js";
import { pythonVersionFile } from "./python-version.js";
import { enclosingWorkspace } from "./workspace.js";

/** A project's pyproject.toml as it is now. */
export interface ObservedPyproject {
  readonly state: FileState;
  /** `null`: absent, or `problem` says why it cannot be read as text. */
  readonly text: string | null;
  /** What the text says; `null`: absent, or `problem` says why not. */
  readonly value: Table | null;
  /** Why an existing file cannot be understood. */
  readonly problem: Diagnostic | null;
  /** The project's name, where the file says one. */
  readonly name: string | null;
  /** The name of the project's directory. */
  readonly directory: string;
  readonly writable: boolean;
  /** The root, relative to the project, of the uv workspace that the project is a member of. */
  readonly workspaceRoot: string | null;
  /** A `uv.toml` stands beside it, which turns off settings in `[tool.uv]`. */
  readonly uvToml: boolean;
  /** The text of `.python-version` beside it; `null`: there is none that can be read. */
  readonly pythonVersion: string | null;
}

/** Reads `pyproject.toml` in the directory `project`; every way to fail is a diagnostic in the result. */
export function observePyproject(system: Reader, project: string): ObservedPyproject {
  const path = join(project, file);
  const state = system.read(path);
  const surroundings = {
    state,
    directory: basename(project),
    writable: system.canWrite(path),
    workspaceRoot: enclosingWorkspace(system, project),
    uvToml: system.lstat(join(project, "uv.toml")) !== null,
    pythonVersion: decodeText(system.read(join(project, pythonVersionFile))),
  };
  const unread = { ...surroundings, text: null, value: null, name: null };
  const obstacle = readObstacle({ address: "project.pyproject", path: file, observed: state });
  if (obstacle !== null) return { ...unread, problem: obstacle };
  if (state.kind !== "file") return { ...unread, problem: null };
  const text = decodeText(state);
  if (text === null) return { ...unread, problem: notText() };
  try {
    const value = parseToml(text);
    const name = tableAt(value, "project")["name"];
    return { ...surroundings, text, value, name: typeof name === "string" ? name : null, problem: null };
  } catch (error) {
    if (!(error instanceof TomlSyntaxError)) throw error;
    return { ...unread, text, problem: notToml(text, error) };
  }
}

function notText(): Diagnostic {
  return {
    severity: "error",
    code: "NT441",
    summary: "pyproject.toml is not UTF-8 text",
    detail: "pyproject.toml holds bytes that are no UTF-8 text, so nixtorch cannot read or edit it.",
    hint: "Save it as UTF-8, or move it away and let nixtorch write a new one.",
    address: "project.pyproject",
    place: { file },
  };
}

function notToml(text: string, { message, line, column }: TomlSyntaxError): Diagnostic {
  const source = text.split(/\r?\n/)[line - 1] ?? "";
  const end = Math.max(column + 1, source.length + 1);
  return {
    severity: "error",
    code: "NT440",
    summary: "pyproject.toml is not valid TOML",
    detail: `pyproject.toml cannot be read from line ${line}, column ${column} on: ${message}.`,
    hint: "Correct it there; nixtorch changes nothing until it can read the whole file.",
    address: "project.pyproject",
    place: { file, line, column },
    ...(carriesCredentials(source) ? {} : { excerpt: { text: source, from: column, to: end } }),
  };
}
