import type { SemanticChange } from "../model/plan.js";
import { hookTitle } from "./dev-shell-hook.js";

/** What a rendered shell says, by key: read off its text, so that an older one can be told apart from a new one. */
export type ShellSummary = ReadonlyMap<string, string>;

const values: readonly (readonly [string, RegExp])[] = [
  ["nixpkgs", /inputs\.nixpkgs\.url = "([^"]*)";/],
  ["cuda toolkit", /\bcuda = pkgs\.(\S+);/],
  ["uv-managed python", /UV_PYTHON = "([\d.]+)";/],
  ["jobs", /\bMAX_JOBS = "(\d+)";/],
];

const lists: readonly (readonly [string, RegExp])[] = [
  ["systems", /^ *systems = \[([^\]]*)\];/m],
  ["compute capabilities", /^ *cudaCapabilities = \[([^\]]*)\];/m],
  ["toolkit components", /part\.outputs\)\) \[([^\]]*)\]/],
  ["packages", /^ *packages = \[([^\]]*)\];/m],
  ["libraries", /makeLibraryPath \[([^\]]*)\];/],
  ["binary caches", /extra-substituters = \[([^\]]*)\];/],
];

/** Exports of the shell itself; all others are the person's. */
const ownExports = new Set([
  "CC",
  "TRITON_LIBCUDA_PATH",
  "NIX_LD_LIBRARY_PATH",
  "LD_LIBRARY_PATH",
  "MAX_JOBS",
]);

/** Reads a text that we rendered. */
export function describeShell(text: string): ShellSummary {
  const found = [
    ...values.map(([key, pattern]) => [key, pattern.exec(text)?.[1]] as const),
    ["python", pythonOf(text)] as const,
    ...lists.map(([key, pattern]) => [key, itemsOf(pattern.exec(text)?.[1])] as const),
    ["library path", text.includes("export LD_LIBRARY_PATH") ? "exported" : "nix-ld only"] as const,
    ...exportsOf(text),
    ["shell.hook", hookOf(text)] as const,
  ];
  return new Map(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

function pythonOf(text: string): string | undefined {
  const digits = /\bpython = pkgs\.python3(\d+);/.exec(text)?.[1];
  return digits === undefined ? undefined : `3.${digits}`;
}

function itemsOf(list: string | undefined): string | undefined {
  const items = list?.replace(/ #.*$/gm, "").match(/\S+/g);
  return items?.map((item) => item.replace(/^"(.*)"$/, "$1").replace(/^(pkgs|cuda)\./, "")).join(", ");
}

function exportsOf(text: string): (readonly [string, string])[] {
  const [beforeHook = ""] = text.split(hookTitle);
  const matches = [...beforeHook.matchAll(/^ *export (\w+)=(.*)$/gm)];
  return matches
    .filter((match) => !ownExports.has(match[1] ?? ""))
    .map((match) => [`env ${match[1]}`, match[2] ?? ""] as const);
}

/** The person's own shell code, as it stands in the Nix string. */
function hookOf(text: string): string | undefined {
  const lines = text.split("\n");
  const title = lines.findIndex((line) => line.trim() === hookTitle);
  if (title < 0) return undefined;
  const margin = (lines[title] ?? "").length - hookTitle.length;
  const end = lines.findIndex((line, index) => index > title && line.trim() === "'';");
  return lines
    .slice(title + 1, end)
    .map((line) => line.slice(margin))
    .join("\n");
}

/** The differences, in the order of the older summary. */
export function compareShells(before: ShellSummary, after: ShellSummary): SemanticChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((change) => change.before !== change.after);
}
