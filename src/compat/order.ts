import { compareDotted } from "../model/version.js";

export { compareDotted };

export function majorOf(version: string): number {
  return Number(version.split(".")[0]);
}

/** "2.14" for "2.14.1". */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Whether `version` is `wanted`, or one of its patch releases. */
export function isWithin(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** "A", "A and B", "A, B and C". */
export function listing(items: readonly string[], word = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
