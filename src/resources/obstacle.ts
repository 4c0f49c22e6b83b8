import { basename } from "node:path/posix";
import { scopeOf, type Address } from "../model/address.js";
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
  if (observed.kind === "file" && observed.realPath.startsWith("/nix/store/"))
    return inStore(target, observed.realPath);
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

function inStore(target: Target, realPath: string): Diagnostic {
  const { address, path } = target;
  const instead = leftOut[address];
  // home-manager names the copies of a person's files after them, with this prefix.
  const manager = /^\/nix\/store\/[^/]*-(?:hm_|home-manager-files)/.test(realPath);
  const who = manager ? "home-manager made it" : "something else made it (home-manager, for one)";
  const ways = [
    scopeOf(address) === "system"
      ? "- take it out of what makes it, such as `environment.etc`, or name a real file in `system.module`;"
      : `- take it out of home-manager, whose option for it is \`home.file."…/${basename(path)}"\`, named by its path below your home, and switch;`,
    ...(instead === undefined
      ? []
      : [`- leave it to that, and say so in nixtorch.config.ts: \`${instead}\`;`]),
    `- put a copy in the place of the link, until what made it makes it again:\n\n    cp --remove-destination ${shellQuote(realPath)} ${shellQuote(path)}\n    chmod u+w ${shellQuote(path)}`,
  ];
  return obstacle(
    target,
    "NT406",
    "A file lies in the Nix store",
    `${path} links to ${realPath}: ${who}, and nothing may change it there.`,
    `One of these:\n${ways.join("\n")}`,
  );
}

/** What to say in the config for nixtorch to leave a file alone. */
const leftOut: Partial<Record<Address, string>> = {
  "project.envrc": "shell: { direnv: false }",
  "project.flake": "nix: { flake: false }",
};

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
