import type { Command, CommandResult } from "../host/system.js";
import type { Address } from "../model/address.js";
import type { Code, Diagnostic } from "../model/diagnostic.js";
import { maskCredentials } from "../model/mask.js";
import { programOf, type ApplyContext } from "./context.js";
import type { ToolName } from "./types.js";

const minute = 60_000;

/** Upper bounds for what hangs, not estimates: compiling CUDA extensions or a kernel takes hours. */
export const timeouts = {
  git: minute,
  lock: 30 * minute,
  sync: 12 * 60 * minute,
  rebuild: 12 * 60 * minute,
} as const;

/** Flakes are still behind this switch in stock Nix. */
export function nixArgs({ options }: ApplyContext, ...args: readonly string[]): readonly string[] {
  const offline = options.offline ? ["--offline"] : [];
  return ["--extra-experimental-features", "nix-command flakes", ...offline, ...args];
}

/** Lines of a tool's error output that a message shows. */
const shownLines = 15;

/** Runs a tool for a resource; its lines are passed on as progress. */
export function runTool(
  context: ApplyContext,
  address: Address,
  tool: ToolName,
  command: Omit<Command, "program" | "onProgress">,
): Promise<CommandResult> {
  return context.system.run({
    ...command,
    program: programOf(context, tool),
    onProgress: (line) => context.options.onEvent({ type: "progress", address, text: maskCredentials(line) }),
  });
}

/** Where uv would otherwise be sent to another project, environment or Python than the one that was planned. */
export function uvEnvironment({ system, options }: ApplyContext): Record<string, string | null> {
  const names = Object.keys(system.env).filter((name) => name.startsWith("UV_PROJECT"));
  const always = ["VIRTUAL_ENV", "UV_FROZEN", "UV_LOCKED", "UV_NO_SYNC", "PYTHONPATH", "PYTHONHOME"];
  const unset = Object.fromEntries([...names, ...always].map((name) => [name, null]));
  return options.offline ? { ...unset, UV_OFFLINE: "1" } : unset;
}

/** A caller inside a git hook has these set, and git would then work in another repository. */
export const gitEnvironment = { GIT_DIR: null, GIT_WORK_TREE: null, GIT_INDEX_FILE: null } as const;

/** What a person needs of a failed command: which, how it ended, and the end of what it said. */
export function toolFailure(
  result: CommandResult,
  texts: { readonly code: Code; readonly summary: string; readonly hint: string; readonly address: Address },
): Diagnostic {
  const said = maskCredentials(result.stderr.trimEnd()).split("\n").slice(-shownLines);
  const quote = said.some((line) => line !== "") ? `\n${said.map((line) => `  ${line}`).join("\n")}` : "";
  return {
    severity: "error",
    code: texts.code,
    summary: texts.summary,
    detail: `${maskCredentials(result.command)} ${ending(result)}${quote === "" ? "." : `:${quote}`}`,
    hint: texts.hint,
    address: texts.address,
  };
}

function ending(result: CommandResult): string {
  switch (result.outcome) {
    case "exit":
      return `ended with exit code ${result.exitCode}`;
    case "timeout":
      return `did not end within ${Math.round(result.durationMs / minute)} minutes`;
    case "not-found":
      return "could not be started";
    case "signal":
      return "was killed";
    case "cancelled":
      return "was stopped";
    case "success":
      return "ended";
  }
}
