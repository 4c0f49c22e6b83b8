import type { Place } from "../../model/diagnostic.js";
import { positionOf } from "../../lang/toml/position.js";
import type { Path } from "./document.js";

export const file = "pyproject.toml";

/** Where the value at a path stands; `path` as the document spells it. */
export function placeOf(text: string, path: Path): Place {
  return { file, ...positionOf(text, path) };
}

/** `pyproject.toml:12`, as terminals link it. */
export function placeText({ file: path, line }: Place): string {
  return line === undefined ? path : `${path}:${line}`;
}
