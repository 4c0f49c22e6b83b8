import { forcedPriority, normalPriority } from "../../lang/nix/modifier.js";
import { nixString } from "../../lang/nix/escape.js";
import type { ValueConflict } from "../../model/plan.js";
import type { Baseline } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { contains, type Comparison } from "./compare.js";
import { placeText, type Statement } from "./statement.js";
import { sourceOf, type Wanted } from "./value.js";

type Clash = Extract<Comparison, { kind: "conflict" }>;

/** What becomes of a clash by a person's answer, now or at an earlier apply; `memory` is for the baseline. */
export type Decision =
  | { readonly kind: "open"; readonly conflict: ValueConflict }
  /** Theirs stands: ours is left out. */
  | { readonly kind: "mine"; readonly memory: Baseline }
  /** Ours is written so that it counts. */
  | { readonly kind: "theirs"; readonly wanted: Wanted; readonly memory: Baseline };

/** An answer holds as long as what it was given to is wanted; after that the question is asked anew. */
export function decide({ wanted, statement }: Clash, { answers, baseline }: SystemDesire): Decision {
  const { option } = wanted;
  const desired = sourceOf(wanted.value);
  const remembered = (["mine", "theirs"] as const).find(
    (one) => baseline[memoryKey(option, one)] === desired,
  );
  const answer = answers[option] ?? remembered;
  if (answer === undefined) {
    const base = null;
    return {
      kind: "open",
      conflict: { key: option, label: option, base, observed: statement.source, desired },
    };
  }
  const memory = { [memoryKey(option, answer)]: desired };
  return answer === "mine"
    ? { kind: "mine", memory }
    : { kind: "theirs", wanted: overriding(wanted, statement), memory };
}

/** Baseline entries that are no memory of an answer about an option. */
export function withoutMemory(baseline: Baseline): Baseline {
  return Object.fromEntries(Object.entries(baseline).filter(([key]) => !/\..*~(mine|theirs)$/.test(key)));
}

function memoryKey(option: string, answer: string): string {
  return `${option}~${answer}`;
}

/** Our setting in a form that counts beside a statement. */
function overriding(wanted: Wanted, statement: Statement): Wanted {
  const { value } = wanted;
  const priority = statement.priority ?? normalPriority;
  const chosen = { ...wanted, reason: `chosen over \`${statement.source}\` in ${placeText(statement)}` };
  // Of branch and package, which both choose the driver, the package counts by itself.
  if (statement.option !== wanted.option && value.kind === "expression") return chosen;
  if (value.kind !== "list")
    return { ...chosen, priority: priority > forcedPriority ? forcedPriority : priority - 1 };
  const missing = value.items.filter((item) => !contains(statement, item));
  // Lists of one priority are joined; a text in place of a list cannot be, and its words are kept.
  if (priority < normalPriority) return { ...chosen, priority, value: { ...value, items: missing } };
  const words = typeof statement.value === "string" ? statement.value.split(/\s+/).filter(Boolean) : [];
  const theirs = words.map((word) => ({ source: nixString(word), value: word }));
  return { ...chosen, priority: forcedPriority, value: { ...value, items: [...theirs, ...missing] } };
}
