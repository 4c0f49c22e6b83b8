import type { Purpose } from "../model/plan.js";

/** What a plan is about, above it; `null`: it is the usual one. */
export function purposeTitle(purpose: Purpose): string | null {
  return titles[purpose];
}

const titles: Readonly<Record<Purpose, string | null>> = {
  apply: null,
  destroy: "Destroy: what nixtorch made here is taken away",
  eject: "Eject: the files stay, and are no longer nixtorch's",
  rollback: "Rollback: the last apply is taken back",
};

/** The sum of a plan without changes. */
export const nothingToDo: Readonly<Record<Purpose, string>> = {
  apply: "No changes. The environment matches nixtorch.config.ts.",
  destroy: "Nothing to destroy.",
  eject: "Nothing to eject. No file here is nixtorch's.",
  rollback: "Nothing to roll back.",
};
