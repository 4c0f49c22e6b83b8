import type { FileState } from "../../src/host/system.js";
import { digestOf } from "../../src/model/digest.js";

export const absent: FileState = { kind: "absent" };

/** A regular file as the System port reports it. */
export function fileOf(content: string | Uint8Array, realPath = "/project/file"): FileState {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { kind: "file", bytes, mode: 0o644, realPath, digest: digestOf(bytes) };
}
