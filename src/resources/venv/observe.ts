import { join } from "node:path";
import type { VenvStamp } from "../../model/venv.js";
import { decodeVenvStamp, venvInterpreterPath, venvStampPath } from "../../model/venv.js";
import type { Reader } from "../../host/system.js";

/** What stands at `.venv`. */
export type ObservedVenv =
  | { readonly kind: "absent" }
  /** Something that is no virtual environment. */
  | { readonly kind: "foreign"; readonly what: string }
  | {
      readonly kind: "venv";
      /** Text of the link to the interpreter; `null`: there is none. */
      readonly interpreter: string | null;
      /** Whether the interpreter is still there. */
      readonly resolves: boolean;
      /** The interpreter's minor, such as "3.12", from `pyvenv.cfg`. */
      readonly python: string | null;
      /** With what nixtorch last synchronised it; `null`: it never did, or the stamp cannot be read. */
      readonly stamp: VenvStamp | null;
      /** PEP 503 names of what is installed; only called when the environment has to change. */
      readonly installed: () => readonly string[];
    };

/** Looks at a project's `.venv`, and runs nothing of it. */
export function observeVenv(system: Reader, project: string): ObservedVenv {
  const directory = join(project, ".venv");
  const entry = system.lstat(directory);
  if (entry === null) return { kind: "absent" };
  if (system.read(directory).kind !== "directory")
    return { kind: "foreign", what: entry.kind === "link" ? "a link to nowhere" : "a file" };
  const settings = system.read(join(directory, "pyvenv.cfg"));
  if (settings.kind !== "file") {
    return system.list(directory).length === 0
      ? { kind: "absent" }
      : { kind: "foreign", what: "a directory without pyvenv.cfg" };
  }
  const interpreter = join(project, venvInterpreterPath);
  const python = /^version(?:_info)?\s*=\s*(\d+\.\d+)/m.exec(textOf(settings.bytes))?.[1] ?? null;
  return {
    kind: "venv",
    interpreter: system.readLink(interpreter),
    resolves: system.realPath(interpreter) !== null,
    python,
    stamp: readStamp(system, join(project, venvStampPath)),
    installed: () => installedIn(system, join(directory, "lib", `python${python ?? ""}`, "site-packages")),
  };
}

function readStamp(system: Reader, path: string): VenvStamp | null {
  const state = system.read(path);
  if (state.kind !== "file") return null;
  return decodeVenvStamp(textOf(state.bytes));
}

/** Names from `NAME-VERSION.dist-info`; the directory's name has `_` where the name may have `-`. */
function installedIn(system: Reader, sitePackages: string): readonly string[] {
  return system
    .list(sitePackages)
    .flatMap((entry) => /^(.+)-[^-]+\.dist-info$/.exec(entry)?.[1] ?? [])
    .map((name) => name.toLowerCase().replace(/[-_.]+/g, "-"));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
