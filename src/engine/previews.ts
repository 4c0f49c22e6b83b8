import { join } from "node:path";
import type { Address } from "../model/address.js";
import { below } from "../model/rooted.js";
import type { Contribution } from "../resources/resource.js";
import { decodeText } from "../resources/text.js";
import type { Session } from "./session.js";

/** A file before and after, for showing: never part of a saved plan. */
export interface FilePreview {
  readonly address: Address;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly ownership: "whole" | "partial";
}

const partlyOwned = new Set<Address>([
  "project.pyproject",
  "project.envrc",
  "project.gitignore",
  "system.import",
]);

/** Whether the rest of a resource's file is a person's. */
export function isPartlyOwned(address: Address): boolean {
  return partlyOwned.has(address);
}

/** The files that the contributions write or remove. */
export function previewsOf(
  session: Session,
  project: string,
  contributions: readonly Contribution[],
): FilePreview[] {
  return contributions.flatMap(({ change, content, actions }) => {
    const { address, path } = change;
    const writes = actions.find(
      ({ type }) => type === "write-file" || type === "write-spans" || type === "remove-file",
    );
    if (path === null || !writes) return [];
    const absolute = path.startsWith("/") ? below(session.root, path) : join(project, path);
    const before = decodeText(session.system.read(absolute));
    const partial = writes.type === "write-spans" || isPartlyOwned(address);
    return [{ address, path, before, after: content, ownership: partial ? "partial" : "whole" } as const];
  });
}
