import type { CommandResult } from "../host/system.js";
import { plain } from "./nix-log.js";

/** Why a tool did not give what it was asked for. */
export type TroubleKind =
  | "not-started"
  | "timeout"
  | "cancelled"
  | "offline"
  | "network"
  | "denied"
  | "full-disk"
  | "no-flakes"
  | "no-nix-store"
  | "unfree"
  | "missing-attribute"
  | "no-python"
  | "no-solution"
  | "not-found"
  | "build"
  | "other";

export interface Trouble {
  readonly kind: TroubleKind;
  /** The tool's own words, as few as say what is wrong; never empty. */
  readonly message: string;
}

/** The order counts: the first pattern that is found decides. */
const patterns: readonly (readonly [TroubleKind, RegExp])[] = [
  [
    "no-flakes",
    /experimental (?:Nix )?feature '[^']*' is disabled|unrecognised flag|unrecognised option|not a nix command/i,
  ],
  ["full-disk", /No space left on device|Disk quota exceeded/i],
  [
    "no-nix-store",
    /cannot connect to (?:socket|daemon)|(?:creating|opening) .*'\/nix\/(?:var|store)[^']*': Permission denied/i,
  ],
  ["unfree", /has an unfree license|allowUnfree/],
  ["missing-attribute", /attribute '[^']*' missing|does not provide attribute/],
  ["offline", /network was disabled|--offline/i],
  [
    "denied",
    /HTTP error 40[13]|40[13] (?:Unauthorized|Forbidden)|authentication (?:failed|required)|Permission denied \(publickey/i,
  ],
  [
    "network",
    /unable to download|could not resolve host|failed to lookup address|error sending request|client error|connection (?:refused|reset|timed out)|network is unreachable|name resolution|Failed to fetch|Request failed after|Git operation failed/i,
  ],
  [
    "build",
    /Failed to build|Failed to download and build|build backend returned|Builder for '|Cannot build '/i,
  ],
  [
    "no-python",
    /No interpreter found|incompatible with the project's Python requirement|No Python installation|Failed to inspect Python/i,
  ],
  ["not-found", /Distribution not found at/],
  ["no-solution", /No solution found/],
];

/** Reads what a tool left on stderr. */
export function troubleOf(result: Pick<CommandResult, "outcome" | "exitCode">, log: string): Trouble {
  const message = essenceOf(log);
  if (result.outcome === "timeout") return { kind: "timeout", message: "it took too long and was stopped" };
  if (result.outcome === "cancelled") return { kind: "cancelled", message: "it was interrupted" };
  if (result.outcome === "not-found")
    return { kind: "not-started", message: message || "it could not be started" };
  const fallback = result.exitCode === null ? "it was killed" : `it ended with exit code ${result.exitCode}`;
  const kind = patterns.find(([, pattern]) => pattern.test(plain(log)))?.[0] ?? "other";
  return { kind, message: message || fallback };
}

const linesKept = 12;

/**
 * The last error of a log, without the stack trace above it and the program text below it.
 * Of a Python traceback, which uv quotes, the last line stays.
 */
export function essenceOf(log: string): string {
  const lines = plain(log).split("\n");
  const start = lines.findLastIndex((line) => /^\s*error:\s*\S/.test(line));
  const kept: string[] = [];
  let quoted: string | null = null;
  for (const line of start < 0 ? lines.slice(-linesKept) : lines.slice(start)) {
    const text = line.trimEnd();
    if (/^\s*(?:\d+\|| +\|| *\^)/.test(text) || /^\s*at .*:\d+:\d+:?$/.test(text) || text.trim() === "")
      continue;
    if (/^\s*\[std(?:err|out)\]/.test(text)) quoted = "";
    else if (quoted !== null && /^\s{4}/.test(text)) quoted = text.trim();
    else kept.push(text);
  }
  if (quoted) kept.push(`  ${quoted}`);
  const indent = /^\s*/.exec(kept[0] ?? "")?.[0] ?? "";
  return kept
    .slice(0, linesKept)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join("\n")
    .replace(/^error:\s*/, "")
    .trim();
}

/** Where in `flake.nix` an evaluation failed, from Nix's trace: the innermost place in that file. */
export function placeInFlake(log: string): { readonly line: number; readonly column: number } | null {
  const places = [...plain(log).matchAll(/-source\/flake\.nix:(\d+):(\d+)/g)];
  const last = places.at(-1);
  return last === undefined ? null : { line: Number(last[1]), column: Number(last[2]) };
}
