import type { Config } from "../../model/config.js";
import { isDatacenterBranch } from "../../model/driver-branch.js";
import { hasErrors } from "../../model/diagnostic.js";
import { aboutAbsentCards } from "./absent-cards.js";
import { demandOf } from "../demand-of.js";
import type { Edit } from "./edit.js";
import { lockedCores } from "./locked.js";
import { answerFor } from "../stack/machines.js";
import type { Question } from "../question.js";
import { bestStack } from "../stack/solve.js";
import { isUnverified } from "../stack/wheels.js";

/** A stack that rests on plans or unsupported builds is no advice, unless what is stated asks for one. */
export type Allowed = "verified" | "any";

/** Whether the question with the change has a stack, without a conflict of another kind. */
export function helps(edit: Edit, question: Question, allowed: Allowed = "verified"): boolean {
  const changed = edit.apply(question);
  if (aboutAbsentCards(changed.config).length > 0 || mixesDrivers(changed.config)) return false;
  const { demand, diagnostics } = demandOf(changed);
  if (hasErrors(diagnostics)) return false;
  const stack = bestStack(demand);
  if (stack === null || (allowed === "verified" && isUnverified(stack))) return false;
  const suitsHere = demand.here === null || answerFor(demand.here, stack, demand).kind !== "impossible";
  return suitsHere && lockedCores(stack, demand).length === 0;
}

/** Whether data-centre mode has a driver of another kind, which the check of the config refuses. */
function mixesDrivers({ system, hosts }: Config): boolean {
  const machines = [...(system === null ? [] : [system]), ...Object.values(hosts)];
  return machines.some(
    ({ datacenter, driver }) => datacenter && driver.branch !== null && !isDatacenterBranch(driver.branch),
  );
}

/** Of each list the first that helps. */
export function firstHelping(
  lists: readonly (readonly Edit[])[],
  question: Question,
  allowed: Allowed,
): readonly Edit[] {
  return lists.flatMap((edits) => edits.find((edit) => helps(edit, question, allowed)) ?? []);
}
