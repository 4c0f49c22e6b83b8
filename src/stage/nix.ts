import type { CommandResult } from "../host/system.js";
import type { StageContext } from "./context.js";
import { nixLog } from "./nix-log.js";
import type { Tool } from "./tool.js";

/** A first fetch of nixpkgs over a slow line takes its time; a hanging one must end too. */
const nixLimitMs = 20 * 60_000;

export interface NixAnswer {
  readonly result: CommandResult;
  /** Errors and warnings, without colours. */
  readonly log: string;
  /** Bytes downloaded on the way. */
  readonly downloaded: number;
}

/** Asks Nix, whatever `nix.conf` says about flakes. */
export async function askNix(
  context: StageContext,
  nix: Tool,
  args: readonly string[],
  command: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string | null>>;
    readonly timeoutMs?: number;
  } = {},
): Promise<NixAnswer> {
  const log = nixLog(() => context.system.now());
  const result = await context.system.run({
    program: nix.path,
    args: [...nixOptions(context.offline), "--log-format", "internal-json", ...args],
    timeoutMs: nixLimitMs,
    ...command,
    env: { ...command.env, ...(context.offline ? refusingProxy : {}) },
    onProgress: (line) => {
      const shown = log.push(line);
      if (shown !== null) context.onProgress(shown);
    },
  });
  return { result, log: log.text(), downloaded: log.downloaded() };
}

function nixOptions(offline: boolean): readonly string[] {
  return ["--extra-experimental-features", "nix-command flakes", ...(offline ? ["--offline"] : [])];
}

/** With `--offline` alone, Nix still looks up an unlocked input: this makes that fail, at once. */
const refusingProxy = {
  http_proxy: "http://127.0.0.1:9",
  https_proxy: "http://127.0.0.1:9",
  all_proxy: "http://127.0.0.1:9",
  no_proxy: null,
  NO_PROXY: null,
};
