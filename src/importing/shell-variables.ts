import type { Place } from "../model/diagnostic.js";
import { withheldVariable } from "./secret.js";
import type { Facts, Reading } from "./types.js";

/** Reads a variable of a shell whose value is written out. */
export function readVariable(
  name: string,
  value: string,
  at: { readonly source: string; readonly place: Place },
  facts: Facts,
): Reading {
  const secret = withheldVariable(name, value, at.place);
  if (secret !== null) return { understood: [], not: [secret] };
  if (name === "MAX_JOBS" && /^[1-9]\d*$/.test(value))
    return { understood: [{ path: ["buildIsolation", "jobs"], value: Number(value), ...at }], not: [] };
  if (facts.ownVariables.has(name))
    return { understood: [{ path: ["shell", "env"], ...at, note: "nixtorch's shell sets it" }], not: [] };
  return { understood: [{ path: ["shell", "env", name], value, ...at }], not: [] };
}
