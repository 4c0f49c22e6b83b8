import { join } from "node:path";
import { digestOf } from "../model/digest.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import { answersTo } from "./cache.js";
import type { StageContext } from "./context.js";
import { withStagingDirectory } from "./directory.js";
import { askNix } from "./nix.js";
import { nixTrouble } from "./nix-trouble.js";
import { findTool, toolInput } from "./tool.js";
import { placeInFlake, troubleOf } from "./trouble.js";

export interface ShellRequest {
  readonly flakeText: string;
  readonly lockText: string;
  /** A Nix system, such as "x86_64-linux". */
  readonly system: string;
}

export interface EvaluatedShell {
  /** The derivation of the development shell. */
  readonly drvPath: string;
  readonly tools: Readonly<Record<string, ToolInput>>;
}

/**
 * Evaluates the development shell that a flake and its lock make, without building it.
 * An answer is kept for good: it depends on nothing else. Without Nix there is nothing to say: an empty list.
 */
export async function evaluateShell(
  context: StageContext,
  request: ShellRequest,
): Promise<EvaluatedShell | readonly Diagnostic[]> {
  const nix = findTool(context.system, "nix");
  if (nix === null) return [];
  const answers = answersTo<EvaluatedShell>(context, "shell", {
    flake: digestOf(request.flakeText),
    lock: digestOf(request.lockText),
    system: request.system,
    nix: nix.identity,
  });
  const known = answers.find(Number.POSITIVE_INFINITY);
  if (known !== null) return known;

  return withStagingDirectory(context, async (directory) => {
    context.system.replaceFile(join(directory.path, "flake.nix"), request.flakeText);
    context.system.replaceFile(join(directory.path, "flake.lock"), request.lockText);
    context.onProgress("evaluating the development shell");
    const attribute = `devShells.${request.system}.default.drvPath`;
    const { result, log } = await askNix(
      context,
      nix,
      ["eval", "--raw", "--no-write-lock-file", `path:${directory.real}#${attribute}`],
      { cwd: directory.real },
    );
    const drvPath = result.stdout.trim();
    if (result.outcome === "success" && drvPath.endsWith(".drv")) {
      const shell = { drvPath, tools: { nix: await toolInput(context, nix) } };
      answers.keep(shell);
      return shell;
    }
    const trouble = troubleOf(result, log);
    const place = placeInFlake(log);
    const diagnostic = nixTrouble(
      { ...trouble, message: trouble.message.replaceAll(`path:${directory.real}`, "flake.nix") },
      {
        address: "project.flake",
        doing: "evaluating the development shell",
        command: `eval --raw .#${attribute} --show-trace`,
        offline: context.offline,
        evaluating: true,
      },
    );
    return [{ ...diagnostic, ...(place === null ? {} : { place: { file: "flake.nix", ...place } }) }];
  });
}
