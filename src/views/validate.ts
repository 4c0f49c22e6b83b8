import type { Resolution } from "../model/resolution.js";
import { resolutionLines } from "./resolution.js";
import type { Style } from "./style.js";
import { inline } from "./text.js";

/** The stack a config resolves to, with the reason of every choice. */
export function validateView(
  resolution: Resolution,
  configFile: string,
  options: { readonly style: Style; readonly verbose: boolean },
): string {
  const { style, verbose } = options;
  return [
    style.bold("Stack"),
    "",
    ...resolutionLines(resolution, style, { verbose }),
    "",
    style.green(`${inline(configFile)} is valid.`),
    "",
  ].join("\n");
}
