import { isWithin } from "../order.js";
import type { Demand, Kept } from "../demand.js";
import { cudaOf, type LockedValue } from "./locked-values.js";
import { stackFor } from "./relaxed.js";
import { smallestImpossible } from "./smallest.js";
import type { Stack } from "../stack/solve.js";
import { statedIn, type Stated } from "./stated.js";
import { nameOf } from "../stack/wheels.js";

type Locked = Stated & { readonly kind: "locked" };

/**
 * Smallest sets of statements that no longer go with a choice of nixtorch.lock, which is in the set. Empty: the stack
 * keeps what is locked, or moves only what the statements ask for. A statement asks where it names another version
 * than the lock has; what must follow it may move as well.
 */
export function lockedCores(stack: Stack, demand: Demand): readonly (readonly Stated[])[] {
  const { kept } = demand;
  if (kept === null || kept.from !== "nixtorch.lock") return [];
  const moved = valuesOf(kept).filter((one) => one.value !== valueIn(stack, one.key));
  if (moved.length === 0) return [];
  const statements = statedIn(demand);
  const asking = statements.filter((one) => asksForOther(one, kept, demand));
  const first = isMoved(moved);
  const isTorchAsked = kept.torch !== null && demand.torch !== null && !isWithin(kept.torch, demand.torch);
  let held: readonly Locked[] = valuesOf(kept)
    .filter((one) => !isAskedAway(one, demand) && !(isTorchAsked && one.key === "wheel"))
    .map((locked) => ({ kind: "locked", locked }));
  /** Takes choices away until the rest goes with the statements. */
  const release = (from: readonly Stated[]): readonly (readonly Stated[])[] => {
    const cores: (readonly Stated[])[] = [];
    while (stackFor([...held, ...from], demand) === null) {
      const core = smallestImpossible([...held, ...from], (members) => stackFor(members, demand) !== null);
      const locks = held.filter((one) => core.includes(one));
      if (locks.length === 0) break;
      cores.push(core);
      const gone = (locks.find(first) ?? locks[0])!;
      // A wheel is one of its torch.
      const follows = (one: Locked) => gone.locked.key === "torch" && one.locked.key === "wheel";
      held = held.filter((one) => one !== gone && !follows(one));
    }
    return cores;
  };
  const cores = [...release(asking), ...release(statements)];
  return cores.filter((core) => !core.some((one) => asking.includes(one)));
}

function isMoved(moved: readonly LockedValue[]): (one: Locked) => boolean {
  return ({ locked }) => moved.some((one) => one.key === locked.key);
}

function valuesOf(kept: Kept): readonly LockedValue[] {
  const named = { torch: "torch", wheel: "wheel", python: "Python", nixpkgs: "nixpkgs" } as const;
  return (["torch", "wheel", "python", "nixpkgs"] as const).flatMap((key) => {
    const value = kept[key];
    return value === null ? [] : [{ key, value, text: `${named[key]} ${value}` }];
  });
}

/** What moves with the stack: "torch 2.5.1 → 2.14.1". */
export function movesTo(stack: Stack, kept: Kept): readonly string[] {
  return valuesOf(kept).flatMap(({ key, value, text }) =>
    value === valueIn(stack, key) ? [] : [`${text} → ${valueIn(stack, key)}`],
  );
}

function valueIn(stack: Stack, key: LockedValue["key"]): string {
  switch (key) {
    case "torch":
      return stack.torch;
    case "wheel":
      return nameOf(stack);
    case "python":
      return stack.python;
    case "nixpkgs":
      return stack.nixpkgs.release;
  }
}

/** Whether the same key of the config has another value. */
function isAskedAway({ key, value }: LockedValue, demand: Demand): boolean {
  switch (key) {
    case "torch":
      return demand.torch !== null && !isWithin(value, demand.torch);
    case "wheel":
      if (demand.cuda !== null) return cudaOf(value, demand) !== demand.cuda;
      return (value === "cpu") !== demand.cpu;
    case "python":
      return demand.python !== null && demand.python !== value;
    case "nixpkgs":
      return demand.nixpkgs !== null && demand.nixpkgs !== value;
  }
}

/** Whether the statement names a version, and the locked one is another. */
function asksForOther(stated: Stated, kept: Kept, demand: Demand): boolean {
  const isOther = (key: LockedValue["key"]) =>
    valuesOf(kept).some((one) => one.key === key && isAskedAway(one, demand));
  switch (stated.kind) {
    case "torch":
    case "python":
    case "nixpkgs":
      return isOther(stated.kind);
    case "cuda":
    case "cpu":
      return isOther("wheel");
    case "gpu":
      return demand.cuda === null && isOther("wheel");
    case "requirement":
      if (stated.requirement.range === null) return true;
      return kept.python !== null && !stated.requirement.range.admits(kept.python);
    default:
      return false;
  }
}
