import { isDeepStrictEqual } from "node:util";
import type { EvaluatedOption } from "../../lang/nix/evaluated-options.js";
import { normalPriority } from "../../lang/nix/modifier.js";
import type { ObservedModule } from "./observe.js";
import { driverName } from "./spelling.js";
import { fromEvaluation, parentsOf, statementsOf, type Statement } from "./statement.js";
import type { Item, Value, Wanted } from "./value.js";

/** What the person's own configuration makes of one of our settings. */
export type Comparison =
  | { readonly kind: "needed"; readonly wanted: Wanted }
  /** They say it already, or it is a matter of taste and theirs. */
  | { readonly kind: "said" }
  /** They say something that only evaluation could compare; theirs stands. */
  | { readonly kind: "unclear"; readonly statement: Statement }
  /** Theirs is other under a condition: ours is written, and clashes if the condition holds. */
  | { readonly kind: "conditional"; readonly wanted: Wanted; readonly statement: Statement }
  /** Theirs is a default (mkDefault), which ours replaces. */
  | { readonly kind: "replaces"; readonly wanted: Wanted; readonly statement: Statement }
  | { readonly kind: "conflict"; readonly wanted: Wanted; readonly statement: Statement };

/** Compares one setting with the person's definitions of it. */
export function compare(wanted: Wanted, observed: ObservedModule, release: string): Comparison {
  const statements = [
    ...statementsOf(observed, wanted.option, release),
    ...(wanted.option === driverOption ? branches(observed, release) : []),
  ];
  if (wanted.value.kind === "list") {
    if (statements.length === 0) return { kind: "needed", wanted };
    return wanted.optional ? { kind: "said" } : compareList(wanted, wanted.value.items, statements);
  }
  if (!wanted.optional) return compareSingle(wanted, wanted.value, statements, release);
  // A matter of taste is not worth a clash with what only evaluation could look into.
  const perhaps = statements.length > 0 || parentsOf(observed, wanted.option, release).length > 0;
  return perhaps ? { kind: "said" } : { kind: "needed", wanted };
}

/** A definition that counts, or does not count any more, only because our module is there. */
export interface SideEffect {
  readonly kind: "overrules" | "vanishes";
  readonly wanted: Wanted;
  readonly statement: Statement;
}

/**
 * What our module does to the person's definitions of one of its settings: a condition may hang on another of ours.
 * `null`: with our module in place, the option is what is wanted, or as it was without it. `own`: our module's file;
 * `isOurs`: whether it sets the option.
 */
export function sideEffect(
  wanted: Wanted,
  before: EvaluatedOption,
  after: EvaluatedOption,
  { own, isOurs, release }: { readonly own: string; readonly isOurs: boolean; readonly release: string },
): SideEffect | null {
  const [was, is] = [before, after].map(({ definitions, priority }) =>
    definitions.map((one) => fromEvaluation(one, wanted.option, priority, [])),
  ) as [Statement[], Statement[]];
  if (wanted.optional || is.some(({ file }) => file === own) || fulfils(is, wanted.value, release))
    return null;
  const [news] = is.filter((one) => !was.some((old) => isDeepStrictEqual(old, one)));
  if (isOurs) return news ? { kind: "overrules", wanted, statement: news } : null;
  return was[0] && fulfils(was, wanted.value, release)
    ? { kind: "vanishes", wanted, statement: was[0] }
    : null;
}

function fulfils(statements: readonly Statement[], value: Value, release: string): boolean {
  return value.kind === "list"
    ? value.items.every((item) => statements.some((one) => contains(one, item)))
    : statements.some((one) => isSame(value, one, release) === true);
}

function compareSingle(
  wanted: Wanted,
  value: Exclude<Value, { kind: "list" }>,
  statements: readonly Statement[],
  release: string,
): Comparison {
  const states = strongest(statements.filter((one) => !one.conditional));
  const verdicts = states.map((one) => ({ one, same: isSame(value, one, release) }));
  if (verdicts.some(({ same }) => same === true)) return { kind: "said" };
  const other = verdicts.find(({ one, same }) => same === false && (one.priority ?? 0) <= normalPriority);
  if (other) return { kind: "conflict", wanted, statement: other.one };
  const unclear = verdicts.find(({ one, same }) => same === null && (one.priority ?? 0) <= normalPriority);
  if (unclear) return { kind: "unclear", statement: unclear.one };
  const condition = statements.find(
    (one) => one.conditional && (one.priority ?? 0) <= normalPriority && isSame(value, one, release) !== true,
  );
  if (condition) return { kind: "conditional", wanted, statement: condition };
  const weaker = verdicts.find(({ same }) => same === false);
  return weaker ? { kind: "replaces", wanted, statement: weaker.one } : { kind: "needed", wanted };
}

function compareList(wanted: Wanted, items: readonly Item[], statements: readonly Statement[]): Comparison {
  const settled = statements.filter((one) => !one.conditional);
  const winning = strongest(settled);
  const priority = winning[0]?.priority ?? normalPriority;
  const missing = items.filter((item) => !winning.some((one) => contains(one, item)));
  if (settled.length > 0 && missing.length === 0) return { kind: "said" };
  const forced = winning.find((one) => (one.priority ?? 0) < normalPriority);
  if (forced) {
    const readable = forced.elements !== null && forced.priority !== null;
    return readable
      ? { kind: "conflict", wanted, statement: forced }
      : { kind: "unclear", statement: forced };
  }
  // A single string is no list to merge with; nix.conf accepts both.
  const text = winning.find((one) => typeof one.value === "string");
  if (text && priority === normalPriority) return { kind: "conflict", wanted, statement: text };
  if (settled.length > 0 && priority > normalPriority) {
    return { kind: "replaces", wanted, statement: winning[0]! };
  }
  return { kind: "needed", wanted: { ...wanted, value: { ...wanted.value, items: missing } as Value } };
}

/** The definitions that count: those of the lowest priority. One that is computed may be any, and counts. */
function strongest(statements: readonly Statement[]): Statement[] {
  const known = statements.map((one) => one.priority).filter((priority) => priority !== null);
  const lowest = Math.min(...known);
  return statements.filter((one) => one.priority === null || one.priority === lowest);
}

/** `null`: only evaluation could tell. */
function isSame(
  value: Exclude<Value, { kind: "list" }>,
  statement: Statement,
  release: string,
): boolean | null {
  if (value.kind === "scalar") return statement.value === undefined ? null : statement.value === value.value;
  if (value.kind === "predicate") return null;
  const [ours, theirs] = [driverOf(value.source, release), driverOf(statement.source, release)];
  return ours === null || theirs === null ? null : ours === theirs;
}

/** Whether a list, or a text of words in place of one, has an element. */
export function contains(statement: Statement, item: Item): boolean {
  if (typeof statement.value === "string" && typeof item.value === "string") {
    return statement.value.split(/\s+/).includes(item.value);
  }
  const same = (element: Item) =>
    item.value === undefined ? plain(element.source) === plain(item.source) : element.value === item.value;
  return statement.elements?.some(same) ?? false;
}

const driverOption = "hardware.nvidia.package";
const branchOption = "hardware.nvidia.branch";

/** Definitions of the driver by its branch, which 26.05 has, as if they were of the package. */
function branches(observed: ObservedModule, release: string): Statement[] {
  return statementsOf(observed, branchOption, release).map((one) => ({
    ...one,
    written: one.source,
    source:
      typeof one.value === "string" ? `config.boot.kernelPackages.nvidiaPackages.${one.value}` : one.source,
  }));
}

/** Which driver an expression takes from the kernel's own set, whatever it is named; `null`: another expression. */
function driverOf(source: string, release: string): string | null {
  const attribute = namedDriver(source);
  return attribute === null ? null : driverName(attribute, release);
}

/** The name by which an expression takes a driver from the kernel's own set; `null`: it is another expression. */
export function namedDriver(source: string): string | null {
  return /^config\.boot\.kernelPackages\.nvidiaPackages\.(\w+)$/.exec(plain(source))?.[1] ?? null;
}

function plain(source: string): string {
  return source.replace(/\s+/g, "").replace(/^\((.*)\)$/, "$1");
}
