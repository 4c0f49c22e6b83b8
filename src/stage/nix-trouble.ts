import { nixCommand } from "../lang/shell/nix-command.js";
import type { Address } from "../model/address.js";
import type { Code, Diagnostic } from "../model/diagnostic.js";
import { maskCredentials } from "../model/mask.js";
import type { Trouble, TroubleKind } from "./trouble.js";

interface Wording {
  readonly code: Code;
  readonly severity: Diagnostic["severity"];
  readonly summary: string;
  readonly hint: string;
}

const network: Wording = {
  code: "NT521",
  severity: "warning",
  summary: "The network could not be reached",
  hint: "Check the connection and the proxy variables (https_proxy), then plan again.",
};

const wordings: Partial<Record<TroubleKind, Wording>> = {
  network,
  offline: { ...network, hint: "Plan again without --offline." },
  denied: {
    code: "NT522",
    severity: "error",
    summary: "A server refused access",
    hint: "Give Nix a token for that host in nix.conf (access-tokens) or netrc, then plan again.",
  },
  "no-flakes": {
    code: "NT134",
    severity: "error",
    summary: "This Nix has no flakes",
    hint: "nixtorch passes --extra-experimental-features itself, so this Nix is too old for it. See its version:\n  nix --version",
  },
  "no-nix-store": {
    code: "NT525",
    severity: "error",
    summary: "Nix cannot use its store",
    hint: `See whether the Nix daemon runs and lets you in:\n  systemctl status nix-daemon\n  ${nixCommand} store info`,
  },
  "full-disk": {
    code: "NT510",
    severity: "error",
    summary: "The disk is full",
    hint: "Free some space and plan again:\n  df -h /nix ~\n  nix-collect-garbage",
  },
  timeout: {
    code: "NT526",
    severity: "warning",
    summary: "A tool took too long",
    hint: "Run it by hand to see what it waits for:",
  },
  cancelled: { code: "NT527", severity: "warning", summary: "A tool was interrupted", hint: "Plan again." },
};

const evaluation: Wording = {
  code: "NT523",
  severity: "error",
  summary: "The development shell does not evaluate",
  hint: "If nixtorch wrote the line, this is a gap in its catalog: choose another value for what it names, and report it.",
};

const byEvaluation: Partial<Record<TroubleKind, Wording>> = {
  unfree: {
    ...evaluation,
    code: "NT524",
    summary: "Nix refuses an unfree package",
    hint: "The generated flake allows what CUDA needs by name. Take the package it names out of nix.packages or nix.libraries.",
  },
  "missing-attribute": {
    ...evaluation,
    hint: "The pinned nixpkgs has no such attribute. Correct nix.packages or nix.libraries if it stands there, or choose another nix.nixpkgs release.",
  },
};

/** A failed question to Nix for the person. `command`: what to run by hand, behind `nix`. */
export function nixTrouble(
  trouble: Trouble,
  about: {
    readonly address: Address;
    readonly doing: string;
    readonly command: string;
    readonly offline: boolean;
    readonly evaluating?: boolean;
  },
): Diagnostic {
  // The refusing proxy of an offline question looks like a broken network.
  const kind = about.offline && trouble.kind === "network" ? "offline" : trouble.kind;
  const wording = wordings[kind] ??
    (about.evaluating === true ? (byEvaluation[kind] ?? evaluation) : null) ?? {
      code: "NT520" as const,
      severity: "error" as const,
      summary: "Nix failed",
      hint: "Run it by hand to see all it says:",
    };
  return {
    severity: wording.severity,
    code: wording.code,
    summary: wording.summary,
    detail: `While ${about.doing}: ${maskCredentials(trouble.message)}`,
    hint: wording.hint.endsWith(":") ? `${wording.hint}\n  ${nixCommand} ${about.command}` : wording.hint,
    address: about.address,
  };
}
