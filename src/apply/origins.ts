import { isAbsolute, join } from "node:path";
import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import { below } from "../model/rooted.js";
import { readJournal, type JournalStep, type JournalText } from "../state/journal.js";
import { originIndex, readOrigins, type Origin, type OriginEntry, type Origins } from "../state/origins.js";
import { imageName, workspaceNames } from "../state/workspace.js";

/**
 * Brings what is kept of people's files in line with a transaction whose records lie at `at`, below `directory`. An
 * apply adds what it took over, and never replaces it; a destroy or an eject drops what it gave back; a rollback returns
 * to what there was before the last one. What there was before this one goes to its records. Returns what takes it back.
 */
export function settleOrigins(system: System, directory: string, at: string): () => void {
  return settle(system, directory, at, ({ outcome }) => outcome === "done");
}

/** The same for a transaction that did not end: as far as it got, files are not what they were. */
export function settleUnended(system: System, directory: string, at: string): void {
  settle(system, directory, at, (step, journal) => {
    const state = system.read(placeOf(journal, step));
    return (state.kind === "file" ? state.digest : null) !== step.before;
  });
}

function settle(
  system: System,
  directory: string,
  at: string,
  counts: (step: JournalStep, journal: JournalText) => boolean,
): () => void {
  const journal = readJournal(system, join(at, workspaceNames.journal));
  const own = join(directory, workspaceNames.origin);
  const present = readOrigins(system, own);
  const steps = journal?.steps.filter((step) => counts(step, journal)) ?? [];
  const wanted =
    journal && originsAfter({ system, directory, at, purpose: journal.head.purpose, steps, present });
  if (wanted === null) return () => {};
  const before = join(at, workspaceNames.origin);
  if (system.lstat(before) === null) writeOrigins(system, before, present);
  writeOrigins(system, own, wanted);
  return () => writeOrigins(system, own, present);
}

function placeOf({ head }: JournalText, { link, path }: JournalStep): string {
  if (link !== null) return link;
  return isAbsolute(path ?? "") ? below(head.root, path!) : join(head.project, path ?? "");
}

interface Settling {
  readonly system: System;
  readonly directory: string;
  readonly at: string;
  readonly purpose: JournalText["head"]["purpose"];
  readonly steps: readonly JournalStep[];
  readonly present: Origins;
}

/** `null`: they stay as they are. */
function originsAfter(settling: Settling): Origins | null {
  const { system, directory, purpose, steps, present } = settling;
  if (purpose === "apply") return withTakenOver(settling);
  const addresses = new Set(steps.map(({ address }) => address));
  const others = [...present].filter(([address]) => !addresses.has(address));
  if (purpose !== "rollback") return others.length === present.size ? null : new Map(others);
  const before = join(directory, workspaceNames.last, workspaceNames.origin);
  if (system.lstat(before) === null) return null;
  const back = [...readOrigins(system, before)].filter(([address]) => addresses.has(address));
  return new Map([...others, ...back]);
}

/** `null`: nothing that is not kept already. */
function withTakenOver({ system, at, steps, present }: Settling): Origins | null {
  const fresh = steps.flatMap(({ address, path, before, mode, takesOver }): [Address, Origin][] => {
    const known = present.get(address);
    if (!takesOver || path === null || before === null || known?.path === path) return [];
    const image = system.read(join(at, imageName(address)));
    if (image.kind !== "file") return [];
    // Of another file under the same address nothing is overwritten before the index says so.
    const file = known === undefined ? address : `${address}-${before.slice("sha256:".length)}`;
    return [[address, { path, digest: before, mode: mode ?? 0o644, file, bytes: image.bytes }]];
  });
  return fresh.length === 0 ? null : new Map([...present, ...fresh]);
}

/** All at once: the bytes come first, and count from the moment when the index names them. */
function writeOrigins(system: System, at: string, origins: Origins): void {
  system.makeDirectory(at, { mode: 0o700 });
  for (const { file, bytes, digest } of origins.values()) {
    const state = system.read(join(at, file));
    if (state.kind !== "file" || state.digest !== digest)
      system.replaceFile(join(at, file), bytes, { mode: 0o600 });
  }
  const index = [...origins].map(([address, { path, digest, mode, file }]): [Address, OriginEntry] => [
    address,
    { path, digest, mode, file },
  ]);
  const text = `${JSON.stringify(Object.fromEntries(index), null, 2)}\n`;
  system.replaceFile(join(at, originIndex), text, { mode: 0o600 });
}

/** Deletes bytes that the index does not name any more. */
export function sweepOrigins(system: System, directory: string): void {
  const own = join(directory, workspaceNames.origin);
  const named = new Set([originIndex, ...[...readOrigins(system, own).values()].map(({ file }) => file)]);
  for (const name of system.list(own)) if (!named.has(name)) system.removeFile(join(own, name));
}
