import type { Diagnostic } from "../../model/diagnostic.js";
import type { Desire } from "../resource.js";
import type { ObservedPyproject } from "./observe.js";

export const pythonVersionFile = ".python-version";

/**
 * The Python minor, such as "3.11", that `.python-version` asks uv for; `null`: there is no such file, or it names
 * something else than a CPython version. As uv does, the first line that says something counts.
 */
export function pythonPreference({ pythonVersion }: Pick<ObservedPyproject, "pythonVersion">): string | null {
  const request = (pythonVersion ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  return /^(?:(?:cpython|cp|python)[-@]?)?(\d+\.\d+)(?![\d])/.exec(request ?? "")?.[1] ?? null;
}

/** NT452. */
export function pythonVersionMismatch(
  observed: ObservedPyproject,
  { resolution }: Pick<Desire, "resolution">,
): Diagnostic[] {
  const asked = pythonPreference(observed);
  const chosen = resolution.python.value;
  if (asked === null || asked === chosen) return [];
  return [
    {
      severity: "warning",
      code: "NT452",
      summary: "A .python-version file asks for another Python than the chosen one",
      detail:
        `${pythonVersionFile} says ${asked}, while the environment is made with Python ${chosen}. ` +
        "uv outside the shell follows the file, and would make .venv anew with the other Python.",
      hint:
        `To have Python ${asked}, write in nixtorch.config.ts:\n\n    project: { python: "${asked}" }\n\n` +
        `To stay with Python ${chosen}:\n\n    echo ${chosen} > ${pythonVersionFile}`,
      address: "project.pyproject",
      place: { file: pythonVersionFile },
    },
  ];
}
