import { scopeOf, type Address } from "../model/address.js";

// Where an apply keeps what it replaces: see src/state/workspace.ts.

/** The command that writes over what a person changed, for this one resource, and where the present text can be had after. */
export function adoptHint(address: Address): string {
  return `${adoptCommand(address)}\n\nThe present text is kept ${keptIn("last/before", address)} until the next apply.`;
}

/** The command that takes over a file that is not owned, and where the present one is kept. */
export function takeOverHint(address: Address): string {
  return `${adoptCommand(address)}\n\nThe present file is kept ${keptIn("origin", address)} until \`nixtorch destroy\` puts it back.`;
}

/** Where what stood at a project's resource before nixtorch took it over can be had, as a phrase. */
export function originPlace(address: Address): string {
  return keptIn("origin", address);
}

function adoptCommand(address: Address): string {
  return `    nixtorch apply --adopt --target ${address}`;
}

function keptIn(directory: string, address: Address): string {
  return scopeOf(address) === "project"
    ? `in .nixtorch/${directory}/${address}`
    : `below ~/.local/state/nixtorch/system (${directory}/${address})`;
}

/** Why what nixtorch would write is not what it last wrote. */
export const movedAsWell =
  "what nixtorch would write is no longer what it wrote then (the config, or nixtorch and its catalog, changed)";
