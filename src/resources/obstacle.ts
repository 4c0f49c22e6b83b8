import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { FileState } from "../host/system.js";
import { shellQuote } from "../lang/shell/quote.js";

interface Target {
  readonly address: Address;
  readonly path: string;
  readonly observed: FileState;
  /** Whether this user may write there; left out: yes. */
  readonly writable?: boolean;
}

/** Why a path cannot be looked at as a file, whoever owns it: NT403 a directory, NT404 unreadable; `null`: it can. */
export function readObstacle(target: Target): Diagnostic | null {
  const { path, observed } = target;
  if (observed.kind === "directory") {
    return obstacle(
      target,
      "NT403",
      "A directory stands where a file should be",
      `${path} is a directory; nixtorch writes a file of that name.`,
      `Move the directory away:\n\n    mv ${shellQuote(path)} ${shellQuote(`${path}.old`)}`,
    );
  }
  if (observed.kind === "unreadable") {
    return obstacle(
      target,
      "NT404",
      "A file cannot be read",
      `${path}: ${observed.reason}.`,
      "Make it a regular file that you may read, or move it away.",
    );
  }
  return null;
}

/** Why a file that should change cannot: NT406 a link into the Nix store, NT405 not writable; `null`: it can. */
export function writeObstacle(target: Target): Diagnostic | null {
  const { path, observed, writable = true } = target;
  if (observed.kind === "file" && observed.realPath.startsWith("/nix/store/")) {
    return obstacle(
      target,
      "NT406",
      "A file lies in the Nix store",
      `${path} links to ${observed.realPath}: something else made it (home-manager, for one), and nothing may change it there.`,
      `Take the file out of what manages it, or replace the link by a copy:\n\n    cp --remove-destination ${shellQuote(observed.realPath)} ${shellQuote(path)}`,
    );
  }
  if (!writable) {
    return obstacle(
      target,
      "NT405",
      "A file cannot be written",
      `${path} should change, but you may not write it.`,
      `See who may, and change that if it should be you:\n\n    ls -ld . ${shellQuote(path)}`,
    );
  }
  return null;
}

function obstacle(
  target: Target,
  code: "NT403" | "NT404" | "NT405" | "NT406",
  summary: string,
  detail: string,
  hint: string,
): Diagnostic {
  return {
    severity: "error",
    code,
    summary,
    detail,
    hint,
    address: target.address,
    place: { file: target.path },
  };
}
