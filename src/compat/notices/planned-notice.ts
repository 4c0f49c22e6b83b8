import type { Diagnostic } from "../../model/diagnostic.js";
import type { Demand } from "../demand.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { without } from "../conflict/relaxed.js";
import { placeOf, statedIn, statedText, type Stated } from "../conflict/stated.js";
import { isUnverified, isVouchedFor } from "../stack/preference.js";

/** A torch whose wheels nobody has seen yet, and what asked for it. */
export function planned({ release, torch }: Stack, demand: Demand): Diagnostic | null {
  if (release.confidence === "verified" || isVouchedFor(release)) return null;
  const asker = askerOf(demand);
  const detail = `What the catalog says about torch ${torch} is ${release.note ?? "not verified"}.`;
  return {
    severity: "warning",
    code: "NT320",
    summary: "This torch is known from plans only",
    detail: asker === null ? detail : `${detail} ${statedText(asker, demand)} leads to it.`,
    hint: `${hintFor(asker, demand)} to get a release whose wheels were seen.`,
    ...(asker === null ? {} : placeOf(asker, demand)),
  };
}

/** The statement without which a verified torch would do; `null`: a lock alone has it. */
function askerOf(demand: Demand): Stated | null {
  const able = statedIn(demand).filter(({ kind }) => ["torch", "cuda", "requirement"].includes(kind));
  const alone = able.find((stated) => {
    const stack = bestStack(without({ ...demand, kept: null }, stated));
    return stack !== null && !isUnverified(stack);
  });
  if (alone !== undefined || demand.kept !== null) return alone ?? null;
  return able.find(({ kind }) => kind === "torch") ?? able[0] ?? null;
}

function hintFor(asker: Stated | null, demand: Demand): string {
  if (asker === null) return "Run `nixtorch plan --upgrade`";
  if (asker.kind === "torch") return "Leave the version out";
  return asker.kind === "cuda" ? "Leave `cuda` out" : `Change ${statedText(asker, demand)}`;
}
