import { digestOf } from "../model/digest.js";
import type { Reader } from "./system.js";

/** A machine on which one file, which is absent, has a text: for planning with what is not written yet. */
export function withFile<T extends Reader>(system: T, file: string, text: string): T {
  const bytes = new TextEncoder().encode(text);
  const mode = 0o644;
  return {
    ...system,
    read: (path) =>
      path === file
        ? { kind: "file", bytes, mode, realPath: file, digest: digestOf(bytes) }
        : system.read(path),
    lstat: (path) =>
      path === file
        ? { kind: "file", uid: system.uid, mode, size: bytes.length, mtimeMs: 0 }
        : system.lstat(path),
    realPath: (path) => (path === file ? file : system.realPath(path)),
  };
}
