import type { CommandResult } from "../host/system.js";
import type { StageContext } from "./context.js";
import type { StagedProject } from "./project-tree.js";
import type { Toolchain } from "./toolchain.js";
import type { UvEnvironment } from "./uv-environment.js";

/** From resolving many packages, and building the metadata of some, over a slow line. */
const uvLimitMs = 20 * 60_000;

export interface Uv {
  readonly toolchain: Toolchain;
  readonly environment: UvEnvironment;
}

/** Runs a command of uv in a staged project. */
export function runUv(
  context: StageContext,
  { toolchain, environment }: Uv,
  staged: StagedProject,
  command: readonly string[],
): Promise<CommandResult> {
  return context.system.run({
    program: toolchain.uv.path,
    args: [
      ...command,
      "--python",
      toolchain.python,
      "--no-python-downloads",
      "--color",
      "never",
      ...(context.offline ? ["--offline"] : []),
    ],
    cwd: staged.project,
    env: environment.changes,
    timeoutMs: uvLimitMs,
    onProgress: (line) => context.onProgress(`uv: ${inProject(line, staged)}`),
  });
}

/** uv's words, with the paths a person knows. */
export function inProject(text: string, { tree, original }: StagedProject): string {
  return text.replaceAll(tree, original);
}
