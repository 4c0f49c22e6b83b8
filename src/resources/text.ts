import type { FileState } from "../host/system.js";

/** The file as UTF-8 text, byte order mark and line endings kept; `null`: it is no such text. */
export function decodeText(observed: FileState): string | null {
  if (observed.kind !== "file") return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(observed.bytes);
  } catch {
    return null;
  }
}

/** The text with LF line endings and without a byte order mark. */
export function normalized(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}
