import { quoted } from "./describe.js";
import { pathText, problem, writeInstead, type ConfigPath, type Report } from "./problem.js";

/** How one kind of version may be written, and what it becomes. */
interface Spelling {
  readonly what: string;
  /** Tried in order; groups are joined with a dot. */
  readonly forms: readonly RegExp[];
  readonly accepted: readonly string[];
  /** Why a reasonable looking text is not accepted, by pattern. */
  readonly refusals: readonly (readonly [RegExp, string])[];
}

const range: readonly [RegExp, string] = [/^[<>=!~^]|[*,]/, "One version belongs here, not a range."];
const newest: readonly [RegExp, string] = [
  /^(?:latest|newest|auto|stable)$/i,
  "Leave the key out, and nixtorch takes the newest one that works.",
];

const cuda: Spelling = {
  what: "the CUDA version of a PyTorch wheel",
  forms: [/^(?:cuda[ -]?)?v?(\d\d)\.(\d{1,2})(?:\.\d+)?$/i, /^cu(\d\d)(\d{1,2})$/i],
  accepted: ["12.8", "cu128", "12.8.1 (taken as 12.8)"],
  refusals: [
    range,
    newest,
    [/^(?:cpu|none)$/i, 'A stack without CUDA is declared with gpu: "none".'],
    [/^\d+$/, "The minor version is missing."],
  ],
};

const torch: Spelling = {
  what: "a version of torch",
  forms: [/^v?(\d+)\.(\d+)$/i, /^v?(\d+)\.(\d+)\.(\d+)$/i],
  accepted: ["2.11 (its newest patch release)", "2.11.0"],
  refusals: [
    range,
    newest,
    [/\+/, "The part after + is the CUDA version: it has its own key, `cuda`."],
    [/^\d+$/, "The minor version is missing."],
    [/(?:a|b|rc|dev|nightly)/i, "Only releases are supported."],
  ],
};

const python: Spelling = {
  what: "a version of Python",
  forms: [/^(?:python|py|cp)?-?(\d)\.(\d{1,2})$/i, /^(?:python|py|cp)(\d)(\d{1,2})$/i],
  accepted: ["3.12", "py312"],
  refusals: [
    range,
    newest,
    [/^(?:python|py)?\d+\.\d+\.\d+$/i, "The patch release is that of nixpkgs, or the newest that uv has."],
    [/\dt$/i, "Free-threaded Python is not supported."],
    [/^\d+$/, "The minor version is missing."],
  ],
};

const nixpkgs: Spelling = {
  what: "a release of nixpkgs",
  forms: [/^(?:nixos-|nixpkgs-|release-|v)?(\d\d)\.(05|11)$/i, /^(?:nixos-|nixpkgs-)?(unstable)$/i],
  accepted: ["26.05", "unstable"],
  refusals: [
    [/[:/]/, 'A URL is written as { url: "…", release: "26.05" }.'],
    [newest[0], 'Leave the key out, or say "unstable".'],
    [/^\d\d\.\d$/, "The month has two digits."],
  ],
};

const capability: Spelling = {
  what: "a compute capability",
  forms: [/^(\d{1,2})\.(\d)$/, /^(?:sm|compute)_(\d{1,2})(\d)$/i],
  accepted: ["8.9", "sm_89"],
  refusals: [
    [/\d[a-z]$/i, "The capability of a card has no letter behind it: that is a compiler's target."],
    [/^\d+$/, "The minor version is missing."],
  ],
};

const spellings = { cuda, torch, python, nixpkgs, capability };

export type VersionKind = keyof typeof spellings;

/** A version in normal form, such as `12.8`, or `null` after reporting that it cannot be read. */
export function readVersion(
  kind: VersionKind,
  text: string,
  path: ConfigPath,
  report: Report,
): string | null {
  const version = normalVersion(kind, text);
  if (version !== null) return version;
  const { what, accepted, refusals } = spellings[kind];
  const why = refusals.find(([pattern]) => pattern.test(text.trim()))?.[1];
  report(
    problem(
      "NT223",
      path,
      `\`${pathText(path)}\` is ${quoted(text)}, which is not ${what}.${why === undefined ? "" : ` ${why}`}`,
      writeInstead(...accepted.map((form) => form.replace(/^\S+/, (version) => `"${version}"`))),
    ),
  );
  return null;
}

export function normalVersion(kind: VersionKind, text: string): string | null {
  for (const form of spellings[kind].forms) {
    const match = form.exec(text.trim());
    if (match === null) continue;
    const parts = match.slice(1).map((part) => (/^\d+$/.test(part) ? part : part.toLowerCase()));
    return kind === "nixpkgs" ? parts.join(".") : parts.map((part) => String(Number(part))).join(".");
  }
  return null;
}
