import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../model/diagnostic.js";
import { errnoOf, isAbsence, writeFailure } from "./errno.js";
import { isInStore } from "./store.js";
import type { Writer } from "./system.js";

/** Writing to this machine's disk. Every method raises a `Failure` that names the path and what to do. */
export function realWriter(): Writer {
  return {
    replaceFile: (path, bytes, options) =>
      guarded("write", path, () => replaceFile(path, bytes, options?.mode)),
    removeFile: (path) => guarded("remove", path, () => removeFile(path)),
    makeDirectory: (path, options) =>
      guarded("create the directory", path, () => void mkdirSync(path, { recursive: true, ...options })),
    removeTree: (path) =>
      guarded("remove the directory", path, () => {
        refuseStore(path);
        rmSync(path, { recursive: true, force: true, maxRetries: 2 });
      }),
    move: (from, to) => guarded("move", from, () => move(from, to)),
    copy: (from, to) => guarded("copy to", to, () => copyEntry(from, to)),
    createExclusive: (path, bytes) => guarded("create", path, () => createExclusive(path, bytes)),
  };
}

function guarded<T>(verb: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw writeFailure(verb, path, error);
  }
}

function replaceFile(path: string, bytes: Uint8Array | string, mode: number | undefined): void {
  const target = writeTarget(path);
  const old = statSync(target, { throwIfNoEntry: false }) ?? null;
  if (old !== null && !old.isFile()) throw notAFile(path);
  const directory = dirname(target);
  const temporary = join(
    directory,
    `.${basename(target)}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`,
  );
  const descriptor = openSync(temporary, "wx", mode ?? (old === null ? 0o666 : 0o600));
  try {
    try {
      writeFileSync(descriptor, bytes);
      if (old !== null) keepOwner(descriptor, old, path);
      const wanted = mode ?? old?.mode;
      if (wanted !== undefined) fchmodSync(descriptor, wanted & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushDirectory(directory);
}

/** A replaced file is a new one: without this, root would take over the files of those it works for. */
function keepOwner(descriptor: number, old: Stats, path: string): void {
  const fresh = fstatSync(descriptor);
  if (fresh.uid === old.uid && fresh.gid === old.gid) return;
  try {
    fchownSync(descriptor, old.uid, old.gid);
  } catch (error) {
    throw new Failure(
      {
        severity: "error",
        code: "NT511",
        summary: "No permission to write",
        detail:
          `Cannot replace ${path}: it belongs to user ${old.uid}, group ${old.gid}, ` +
          `and this user may not create a file with that owner.`,
        hint: `Make it yours, or run as its owner:\n  sudo chown "$(id -u):$(id -g)" ${path}`,
        place: { file: path },
      },
      { cause: error },
    );
  }
}

/** Where a write to `path` lands: symbolic links are followed on purpose, into the Nix store never. */
function writeTarget(path: string): string {
  let target = resolve(path);
  for (let hops = 0; lstatOf(target)?.isSymbolicLink() === true; hops += 1) {
    if (hops === 40) throw new Error("too many levels of symbolic links");
    target = resolve(realpathSync.native(dirname(target)), readlinkSync(target));
  }
  const directory = realPathOrSelf(dirname(target));
  const real = join(directory, basename(target));
  refuseStore(real, path);
  return real;
}

function refuseStore(real: string, path = real): void {
  if (!isInStore(real)) return;
  throw new Failure({
    severity: "error",
    code: "NT406",
    summary: "A file lies in the Nix store",
    detail:
      (real === path ? `${path} lies` : `${path} leads to ${real}, which lies`) +
      " in the Nix store. What is there was built by Nix and cannot be changed in place.",
    hint:
      "Change what generates it (home-manager or the NixOS configuration), or replace the link by a copy:\n" +
      `  cp --remove-destination ${real} ${path}`,
    place: { file: path },
  });
}

function removeFile(path: string): void {
  refuseStore(join(realPathOrSelf(dirname(resolve(path))), basename(path)), path);
  try {
    unlinkSync(path);
  } catch (error) {
    if (isAbsence(error)) return;
    throw error;
  }
  flushDirectory(dirname(path));
}

function move(from: string, to: string): void {
  refuseStore(join(realPathOrSelf(dirname(resolve(from))), basename(from)), from);
  if (lstatOf(to) !== undefined) throw new Error(`${to} is in the way`);
  renameSync(from, to);
  flushDirectory(dirname(to));
  if (dirname(from) !== dirname(to)) flushDirectory(dirname(from));
}

function copyEntry(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  // A clone where the file system can: a hard link would let a build script write into the original.
  else copyFileSync(from, to, constants.COPYFILE_FICLONE);
}

function createExclusive(path: string, bytes: Uint8Array | string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, "wx");
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  flushDirectory(dirname(path));
  return true;
}

function notAFile(path: string): Error {
  return new Error("something that is not a regular file is in the way: " + path);
}

function lstatOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function realPathOrSelf(directory: string): string {
  try {
    return realpathSync.native(directory);
  } catch (error) {
    if (isAbsence(error)) return directory;
    throw error;
  }
}

/** Makes a rename survive a power cut. Some file systems cannot flush a directory and say EINVAL: theirs to know. */
function flushDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (errnoOf(error) !== "EINVAL" && errnoOf(error) !== "ENOTSUP") throw error;
  } finally {
    closeSync(descriptor);
  }
}
