import { assignments } from "../../lang/nix/assignments.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import type { SemanticChange } from "../../model/plan.js";
import { overrideOf } from "./value.js";

/** What changes between two texts of our module, by option; `null`: no module. */
export function changedOptions(
  found: string | null,
  desired: string | null,
  reasons: ReadonlyMap<string, string | undefined> = new Map(),
): SemanticChange[] {
  const [before, after] = [optionsOf(found), optionsOf(desired)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => {
      const reason = reasons.get(key);
      return {
        key,
        before: before.get(key) ?? null,
        after: after.get(key) ?? null,
        ...(reason !== undefined && { reason }),
      };
    });
}

function optionsOf(text: string | null): Map<string, string> {
  if (text === null) return new Map();
  try {
    return new Map(
      assignments(text).map(({ option, source, modifiers, priority }) => {
        const override = modifiers.length > 0 && priority !== null ? `${overrideOf(priority)} ` : "";
        return [option, override + source.replace(/\s+/g, " ")];
      }),
    );
  } catch (error) {
    if (error instanceof NixSyntaxError) return new Map();
    throw error;
  }
}
