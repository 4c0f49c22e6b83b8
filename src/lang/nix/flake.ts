import { moduleBody, staticName } from "./module.js";
import { parseNix } from "./parser.js";

/** Whether a text is that of a flake, by the one attribute that every flake has. Raises NixSyntaxError. */
export function isFlake(text: string): boolean {
  const body = moduleBody(parseNix(text));
  return (
    body.kind === "attrs" &&
    body.entries.some((entry) => entry.kind === "binding" && staticName(text, entry.path[0]!) === "outputs")
  );
}
