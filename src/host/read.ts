import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  type Stats,
} from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { digestOf } from "../model/digest.js";
import { isAbsence, messageOf } from "./errno.js";
import { isInStore } from "./store.js";
import type { FileState, Reader } from "./system.js";

type Environment = Reader["env"];

/** Reading of this machine's disk and of an environment, as a user who is in these groups. */
export function realReader(env: Environment, uid: number, groups: readonly number[]): Reader {
  return {
    env,
    uid,
    nixSystem: nixSystemOf(process.arch, process.platform),
    read: readState,
    list: listEntries,
    lstat: entryOf,
    part: readPart,
    readLink,
    realPath: realPathOf,
    canWrite: (path) => canReplace(path, { uid, groups }),
    which: (program) => findProgram(program, env.PATH ?? ""),
  };
}

/** The Nix name of a machine from Node's names for it. */
export function nixSystemOf(architecture: string, platform: string): string {
  const cpu: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64", ia32: "i686" };
  return `${cpu[architecture] ?? architecture}-${platform}`;
}

function readState(path: string): FileState {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { kind: "directory" };
    if (!stats.isFile()) return { kind: "unreadable", reason: "it is neither a file nor a directory" };
    const bytes = readFileSync(path);
    return {
      kind: "file",
      bytes,
      mode: stats.mode & 0o7777,
      realPath: realpathSync.native(path),
      digest: digestOf(bytes),
    };
  } catch (error) {
    if (!isAbsence(error)) return { kind: "unreadable", reason: messageOf(error) };
    const link = readLink(path);
    return link === null
      ? { kind: "absent" }
      : { kind: "unreadable", reason: `it is a symbolic link to ${link}, which does not exist` };
  }
}

function listEntries(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

function entryOf(path: string): ReturnType<Reader["lstat"]> {
  const stats = statsOf(path);
  if (stats === null) return null;
  return {
    kind: stats.isFile()
      ? "file"
      : stats.isDirectory()
        ? "directory"
        : stats.isSymbolicLink()
          ? "link"
          : "other",
    uid: stats.uid,
    mode: stats.mode & 0o7777,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
  };
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

function readPart(path: string, offset: number, length: number): Uint8Array | null {
  let descriptor: number;
  try {
    if (!statSync(path).isFile()) return null;
    descriptor = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const from = offset < 0 ? Math.max(0, fstatSync(descriptor).size + offset) : offset;
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, from));
  } finally {
    closeSync(descriptor);
  }
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

/** Replacing means renaming over it, so the directory counts as well as the file and its owner. */
interface User {
  readonly uid: number;
  readonly groups: readonly number[];
}

function canReplace(path: string, user: User): boolean {
  const real = realPathOf(path);
  if (real === null) {
    if (readLink(path) !== null) return false;
    const parent = dirname(path);
    return parent === path ? false : isDirectory(parent) ? mayWrite(parent) : canReplace(parent, user);
  }
  const stats = statSync(real);
  if (isInStore(real) || !mayWrite(real)) return false;
  return stats.isDirectory() || (mayWrite(dirname(real)) && mayRecreate(stats, dirname(real), user));
}

/** A file is replaced by a new one of the same owner and group: only root may give it any. */
function mayRecreate({ uid, gid }: Stats, directory: string, user: User): boolean {
  if (user.uid === 0) return true;
  return uid === user.uid && (user.groups.includes(gid) || givesItsGroup(statSync(directory), gid));
}

/** With the set-group-ID bit, new files of a directory get its group. */
function givesItsGroup({ mode, gid }: Stats, wanted: number): boolean {
  return (mode & 0o2000) !== 0 && gid === wanted;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function mayWrite(path: string): boolean {
  return permits(path, constants.W_OK);
}

function permits(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function findProgram(program: string, searchPath: string): string | null {
  const candidates = isAbsolute(program)
    ? [program]
    : searchPath
        .split(delimiter)
        .filter((directory) => isAbsolute(directory))
        .map((directory) => join(directory, program));
  return (
    candidates.find(
      (candidate) => statFile(candidate)?.isFile() === true && permits(candidate, constants.X_OK),
    ) ?? null
  );
}

function statFile(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
