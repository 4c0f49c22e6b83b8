import { scopeOf, type Address } from "../model/address.js";

/** The command that writes over what is not owned, for this one resource, and where the present text can be had after. */
export function adoptHint(address: Address): string {
  // Where an apply keeps the bytes that it replaces: see src/apply/workspace.ts.
  const kept =
    scopeOf(address) === "project"
      ? `in .nixtorch/last/before/${address}`
      : `below ~/.local/state/nixtorch/system (last/before/${address})`;
  return `    nixtorch apply --adopt --target ${address}\n\nThe present text is kept ${kept} until the next apply.`;
}

/** Why what nixtorch would write is not what it last wrote. */
export const movedAsWell =
  "what nixtorch would write is no longer what it wrote then (the config, or nixtorch and its catalog, changed)";
