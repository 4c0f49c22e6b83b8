import type { Code, Diagnostic } from "../model/diagnostic.js";
import { maskCredentials } from "../model/mask.js";
import type { Trouble, TroubleKind } from "./trouble.js";

interface Wording {
  readonly code: Code;
  readonly severity: Diagnostic["severity"];
  readonly summary: string;
  readonly hint: string;
  /** For the plan view. */
  readonly reason: string;
}

const network: Wording = {
  code: "NT521",
  severity: "warning",
  summary: "The network could not be reached",
  hint: "Check the connection, the proxy variables (https_proxy) and UV_DEFAULT_INDEX, then plan again.",
  reason: "the package index could not be reached",
};

const wordings: Partial<Record<TroubleKind, Wording>> = {
  network,
  offline: {
    ...network,
    hint: "Plan again without --offline.",
    reason: "--offline, and uv's cache lacks what is needed",
  },
  denied: {
    code: "NT522",
    severity: "error",
    summary: "A server refused access",
    hint: "Give uv the credentials in the environment, never in a file that is committed:\n  UV_INDEX_<NAME>_USERNAME, UV_INDEX_<NAME>_PASSWORD",
    reason: "a package index refused access",
  },
  "full-disk": {
    code: "NT510",
    severity: "error",
    summary: "The disk is full",
    hint: "Free some space and plan again:\n  df -h ~\n  uv cache prune",
    reason: "the disk is full",
  },
  "no-python": {
    code: "NT531",
    severity: "warning",
    summary: "No Python satisfies requires-python",
    hint: "See what uv finds:\n  uv python list --only-installed",
    reason: "no Python here satisfies requires-python",
  },
  "no-solution": {
    code: "NT532",
    severity: "error",
    summary: "The requirements have no solution",
    hint: "Change one of the requirements that it names.",
    reason: "the requirements have no solution",
  },
  "not-found": {
    code: "NT542",
    severity: "error",
    summary: "A local package is not where pyproject.toml says",
    hint: "Correct the path in tool.uv.sources.",
    reason: "a local package is missing",
  },
  build: {
    code: "NT541",
    severity: "error",
    summary: "A package's metadata could not be built",
    hint: "If it needs torch to say what it depends on, declare it under buildIsolation.exceptions with its requires, so that locking needs no build.",
    reason: "a package's metadata could not be built",
  },
  timeout: {
    code: "NT526",
    severity: "warning",
    summary: "A tool took too long",
    hint: "Run it by hand to see what it waits for:\n  uv lock -v",
    reason: "uv lock took too long",
  },
  cancelled: {
    code: "NT527",
    severity: "warning",
    summary: "A tool was interrupted",
    hint: "Plan again.",
    reason: "uv lock was interrupted",
  },
};

/** A failed `uv lock` for the person, and in a clause for the plan view. */
export function uvTrouble(
  trouble: Trouble,
  offline: boolean,
): { readonly reason: string; readonly diagnostic: Diagnostic } {
  // Offline, an index that is not cached looks like one that lacks the package.
  const missed = offline && ["no-solution", "network", "build"].includes(trouble.kind);
  const wording = wordings[missed ? "offline" : trouble.kind] ?? {
    code: "NT543" as const,
    severity: "error" as const,
    summary: "uv failed",
    hint: "Run it by hand to see all it says:\n  uv lock -v",
    reason: `uv lock failed: ${trouble.message.split("\n")[0]}`,
  };
  return {
    reason: wording.reason,
    diagnostic: {
      severity: wording.severity,
      code: wording.code,
      summary: wording.summary,
      detail: `While locking packages: ${maskCredentials(trouble.message)}`,
      hint: wording.hint,
      address: "project.uv_lock",
    },
  };
}
