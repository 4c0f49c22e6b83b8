import type { FileState } from "../host/system.js";

/** The file as UTF-8 text, byte order mark and line endings kept; `null`: it is no such text. */
export function decodeText(observed: FileState): string | null {
  return observed.kind === "file" ? decodeBytes(observed.bytes) : null;
}

/** Bytes as UTF-8 text, likewise. */
export function decodeBytes(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The text with LF line endings and without a byte order mark. */
export function normalized(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}
