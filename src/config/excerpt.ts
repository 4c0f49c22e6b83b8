import type { Diagnostic, Place } from "../model/diagnostic.js";
import { maskCredentials } from "../model/mask.js";

/**
 * The source line of a place with the part to underline: up to `endColumn` (exclusive, from 1) or, left out, the word
 * that stands there. Credentials are masked, because diagnostics end up in logs.
 */
export function excerptOf(source: string, place: Place, endColumn?: number): Pick<Diagnostic, "excerpt"> {
  if (place.line === undefined) return {};
  const line = source.split(/\r\n|\r|\n/)[place.line - 1] ?? "";
  const from = Math.min(place.column ?? 1, line.length + 1);
  const word = /^(?:[\w$]+|"[^"]*"|'[^']*')/.exec(line.slice(from - 1))?.[0].length ?? 1;
  const to = Math.max(from + 1, Math.min(endColumn ?? from + word, line.length + 1));
  const text = masked(line);
  if (text === line) return { excerpt: { text, from, to } };
  const before = masked(line.slice(0, from - 1)).length;
  return {
    excerpt: { text, from: before + 1, to: Math.max(before + 2, masked(line.slice(0, to - 1)).length + 1) },
  };
}

const masked = maskCredentials;
