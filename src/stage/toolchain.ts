import { join } from "node:path";
import { nixCommand } from "../lang/shell/nix-command.js";
import { digestOf } from "../model/digest.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import { answersTo, dayMs } from "./cache.js";
import type { StageContext } from "./context.js";
import { withStagingDirectory } from "./directory.js";
import { askNix } from "./nix.js";
import { nixTrouble } from "./nix-trouble.js";
import { findTool, toolInput } from "./tool.js";
import { troubleOf } from "./trouble.js";
import { uvEnvironment } from "./uv-environment.js";
import { isOlder, tooOld, type NeededUv } from "./uv-version.js";

/** A uv and an interpreter it may use. */
export interface Toolchain {
  readonly uv: ToolInput;
  /** Absolute path of the interpreter. */
  readonly python: string;
}

export interface NoToolchain {
  /** A clause for the plan view. */
  readonly missing: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ToolchainRequest {
  /** A specifier, such as ">=3.12,<3.13"; empty: any. */
  readonly requiresPython: string;
  /** A minor, such as "3.12". */
  readonly pythonVersion: string;
  /** The project's flake after apply; `null`: none, or its lock is not known. */
  readonly flake: { readonly text: string; readonly lock: string } | null;
  /** `null`: any uv will do. */
  readonly needed: NeededUv | null;
}

/**
 * Which uv and Python lock the project: (1) uv on PATH, if it is new enough and finds an interpreter that fits;
 * (2) both from the nixpkgs that the flake pins; (3) none. uv is never let download a Python.
 */
export async function findToolchain(
  context: StageContext,
  request: ToolchainRequest,
): Promise<Toolchain | NoToolchain> {
  const { needed, flake } = request;
  const tool = findTool(context.system, "uv");
  const uv = tool === null ? null : await toolInput(context, tool);
  const isTooOld = uv !== null && isOlder(uv.version, needed);
  const python = uv === null || isTooOld ? null : await findPython(context, uv.path, request);
  if (uv !== null && python !== null) return { uv, python };
  const hasNix = findTool(context.system, "nix") !== null;
  if (hasNix && flake !== null) {
    const pinned = await fromNixpkgs(context, request, flake);
    return "uv" in pinned && needed !== null && isOlder(pinned.uv.version, needed)
      ? outdated(pinned.uv, needed, true)
      : pinned;
  }
  if (uv !== null && !isTooOld) return noPython(request, !hasNix);
  if (uv !== null && needed !== null && !hasNix) return outdated(uv, needed, false);
  return noUv(hasNix, uv);
}

function outdated(uv: ToolInput, needed: NeededUv, pinned: boolean): NoToolchain {
  return {
    missing: `uv ${uv.version} is too old for tool.uv.${needed.setting}`,
    diagnostics: [tooOld(uv, needed, pinned)],
  };
}

async function findPython(
  context: StageContext,
  uv: string,
  request: ToolchainRequest,
): Promise<string | null> {
  const { system } = context;
  const nowhere = join(context.cacheDirectory, "staging");
  system.makeDirectory(nowhere, { mode: 0o700 });
  const declared = `==${request.pythonVersion}.*`;
  const { requiresPython } = request;
  const wanted = requiresPython === "" ? [declared] : [`${declared},${requiresPython}`, requiresPython];
  for (const version of wanted) {
    const { outcome, stdout } = await system.run({
      program: uv,
      args: ["python", "find", "--system", "--no-project", "--no-python-downloads", version],
      // Not the project: an interpreter is asked for by version, whatever lies around here.
      cwd: nowhere,
      env: uvEnvironment(system).changes,
      timeoutMs: 60_000,
    });
    const path = stdout.trim();
    if (outcome === "success" && system.realPath(path) !== null) return path;
  }
  return null;
}

async function fromNixpkgs(
  context: StageContext,
  request: ToolchainRequest,
  flake: { readonly text: string; readonly lock: string },
): Promise<Toolchain | NoToolchain> {
  const { system } = context;
  const nix = findTool(system, "nix")!;
  const answers = answersTo<Toolchain>(context, "toolchain", {
    lock: digestOf(flake.lock),
    python: request.pythonVersion,
    nix: nix.identity,
  });
  const known = answers.find(dayMs);
  if (known !== null && [known.uv.path, known.python].every((path) => system.realPath(path) !== null))
    return known;

  return withStagingDirectory(context, async (directory) => {
    system.replaceFile(join(directory.path, "flake.nix"), flake.text);
    system.replaceFile(join(directory.path, "flake.lock"), flake.lock);
    context.onProgress("fetching uv and Python from the pinned nixpkgs");
    const python = `python${request.pythonVersion}`;
    const packages = ["nixpkgs#uv", `nixpkgs#${python.replace(".", "")}`];
    const script = `command -v uv && command -v ${python} && uv --version`;
    const { result, log } = await askNix(
      context,
      nix,
      ["shell", "--inputs-from", `path:${directory.real}`, ...packages, "--command", "sh", "-c", script],
      { cwd: directory.real },
    );
    const [uv = "", interpreter = "", banner = ""] = result.stdout.trim().split("\n");
    const version = /\d+(?:\.\d+)+\S*/.exec(banner)?.[0];
    if (
      result.outcome === "success" &&
      version !== undefined &&
      uv.startsWith("/") &&
      interpreter.startsWith("/")
    ) {
      const toolchain = { uv: { version, path: uv }, python: interpreter };
      answers.keep(toolchain);
      return toolchain;
    }
    const trouble = troubleOf(result, log);
    const diagnostic = nixTrouble(trouble, {
      address: "project.uv_lock",
      doing: `fetching uv and ${python} from the pinned nixpkgs`,
      command: `shell --inputs-from . ${packages.join(" ")}`,
      offline: context.offline,
      evaluating: trouble.kind === "missing-attribute",
    });
    return {
      missing: `uv and ${python} could not be had from the pinned nixpkgs`,
      diagnostics: [diagnostic],
    };
  });
}

/** `old`: a uv on PATH that cannot be used. */
function noUv(hasNix: boolean, old: ToolInput | null): NoToolchain {
  const onPath = old === null ? "no uv on PATH" : `uv on PATH is too old (${old.version})`;
  const missing = hasNix ? `${onPath}, and flake.lock is not known yet` : "no uv and no nix on PATH";
  return {
    missing,
    diagnostics: [
      {
        severity: "warning",
        code: "NT530",
        summary: "There is no uv to lock with",
        detail: `uv.lock cannot be computed while planning: ${missing}.`,
        hint: hasNix
          ? `Once flake.lock can be made, uv comes from its nixpkgs. Or put a uv on PATH:\n  ${nixCommand} profile install nixpkgs#uv`
          : "Install uv or Nix, then plan again.",
        address: "project.uv_lock",
      },
    ],
  };
}

function noPython(request: ToolchainRequest, nixMissing: boolean): NoToolchain {
  const requiresPython = request.requiresPython || `==${request.pythonVersion}.*`;
  const elsewhere = nixMissing
    ? "there is no nix to take one from"
    : "flake.lock, which would give one, is not known yet";
  return {
    missing: `no Python here satisfies ${requiresPython}`,
    diagnostics: [
      {
        severity: "warning",
        code: "NT531",
        summary: "No Python satisfies requires-python",
        detail:
          `uv on PATH finds no interpreter for ${requiresPython}, and ${elsewhere}. ` +
          "uv is not let download one: on NixOS it would not start.",
        hint: "See what uv finds, then install one or change project.python:\n  uv python list --only-installed",
        address: "project.uv_lock",
      },
    ],
  };
}
