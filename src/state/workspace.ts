import { join } from "node:path";
import type { Address } from "../model/address.js";

/**
 * The layout of nixtorch's own directory: `.nixtorch` in a project, and one below the user's state directory for each
 * system. Described in docs/architecture.md.
 */

/** Where a project's own records lie. */
export function projectWorkspace(project: string): string {
  return join(project, ".nixtorch");
}

export const workspaceNames = {
  /** The transaction that runs. */
  next: "next",
  /** The last one that was committed. */
  last: "last",
  /** The one before it, while `next` becomes `last`. */
  previous: "previous",
  /** What people's files held before nixtorch first took them over. */
  origin: "origin",
  journal: "journal.jsonl",
  /** Of a system: its state before the transaction. */
  state: "state.json",
} as const;

/** Below a transaction's directory: the bytes of a file before it. */
export function imageName(address: Address): string {
  return join("before", address);
}
