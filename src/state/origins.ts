import { join } from "node:path";
import type { Reader } from "../host/system.js";
import { isAddress, type Address } from "../model/address.js";
import type { Digest } from "../model/digest.js";
import { workspaceNames } from "./workspace.js";

/** A file as it was before nixtorch first took it over from the person. */
export interface Origin {
  /** As plans state it: relative to the project, or absolute below the root. */
  readonly path: string;
  readonly digest: Digest;
  /** Permission bits. */
  readonly mode: number;
  /** Name of the file that holds the bytes, beside the index. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export type Origins = ReadonlyMap<Address, Origin>;

/** What the index says of one file. */
export type OriginEntry = Omit<Origin, "bytes">;

/**
 * What is kept of one file, which must be the one at `path`: a configuration may name another one by now. `null`:
 * nothing, or it is damaged.
 * @param directory Of a project (`projectWorkspace`) or of a system (`systemStateDirectory`).
 */
export function readOrigin(
  reader: Reader,
  directory: string,
  address: Address,
  path: string | null,
): Origin | null {
  const origin = readOrigins(reader, join(directory, workspaceNames.origin)).get(address);
  return origin === undefined || origin.path !== path ? null : origin;
}

/** All that is kept at `at`, as far as it is undamaged. */
export function readOrigins(reader: Reader, at: string): Origins {
  const index = reader.read(join(at, originIndex));
  if (index.kind !== "file") return new Map();
  return new Map(
    entriesOf(new TextDecoder().decode(index.bytes)).flatMap(([address, entry]) => {
      const state = reader.read(join(at, entry.file));
      if (state.kind !== "file" || state.digest !== entry.digest) return [];
      return [[address, { ...entry, bytes: state.bytes }]];
    }),
  );
}

export const originIndex = "index.json";

function entriesOf(text: string): [Address, OriginEntry][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value as Record<string, Partial<OriginEntry> | null>).flatMap(([address, entry]) => {
    const { path, digest, mode, file } = entry ?? {};
    if (!isAddress(address) || typeof path !== "string" || typeof mode !== "number") return [];
    if (typeof digest !== "string" || typeof file !== "string" || file.includes("/")) return [];
    return [[address, { path, digest, mode, file }]];
  });
}
