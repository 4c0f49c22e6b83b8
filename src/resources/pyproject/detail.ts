import type { SemanticChange } from "../../model/plan.js";
import type { Decision } from "./decision.js";
import { isTable } from "./document.js";
import { showBoth } from "./show.js";

/** What a decision changes, for the plan view. */
export function detailOf(decision: Decision): SemanticChange[] {
  switch (decision.kind) {
    case "write": {
      const { unit, found } = decision;
      const reason = `for ${unit.askedBy}`;
      if (found === null) {
        return [{ key: unit.label, before: null, after: unit.family.show(unit.value), reason }];
      }
      const [before, after] = showBoth(unit.family, found.value, unit.value);
      return [{ key: unit.label, before, after, reason }];
    }
    case "remove": {
      const { spot, found } = decision;
      return [{ key: spot.label, before: spot.family.show(found.value), after: null }];
    }
    case "restore": {
      const { spot, found } = decision;
      const [before, after] = showBoth(spot.family, found.value, restoredValue(decision));
      return [{ key: spot.label, before, after, reason: "as it was before nixtorch wrote there" }];
    }
    default:
      return [];
  }
}

function restoredValue({ found, original }: Extract<Decision, { kind: "restore" }>): unknown {
  if (original.kind === "whole") return original.value;
  const present = isTable(found.value) ? found.value : {};
  const kept = Object.entries(present).filter(([key]) => original.settings[key] === undefined);
  const back = Object.entries(original.settings).flatMap(([key, before]) =>
    before === null ? [] : [[key, before.value]],
  );
  return Object.fromEntries([...kept, ...back]);
}
