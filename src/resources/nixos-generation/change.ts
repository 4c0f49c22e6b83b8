import type { SystemConfig } from "../../model/config.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Action, Change, Need } from "../../model/plan.js";
import type { Baseline, Contribution } from "../resource.js";

export const address = "system.generation";

export type Rebuild = Extract<Action, { type: "rebuild" }>;

/** How a system is rebuilt. `hostName`: the host, where the config does not name one; `flake`: its directory. */
export function rebuildOf(
  { rebuild: how, activation }: Pick<SystemConfig, "rebuild" | "activation">,
  root: string,
  { hostName, flake }: { readonly hostName: string | null; readonly flake: string | null },
): Rebuild {
  const foreign = root !== "/";
  // `nixos-rebuild` finds a flake in /etc/nixos by itself, but not the one of another root, nor the host's name there.
  const found = foreign && flake === "/etc/nixos";
  return {
    type: "rebuild",
    address,
    method: found ? "flake" : how.kind,
    host: how.kind === "flake" ? (how.host ?? hostName) : found ? hostName : null,
    activation: foreign ? "build" : activation,
  };
}

export function rebuild(
  action: Rebuild,
  given: {
    readonly reason: string;
    /** Of the module and the import. */
    readonly changes: readonly Change[];
    readonly diagnostics: readonly Diagnostic[];
    readonly baseline: Baseline;
  },
): Contribution {
  return {
    change: {
      address,
      action: "update",
      path: null,
      before: null,
      after: "known-after-apply",
      details: [],
      reason: given.reason,
      needs: action.activation === "build" ? [] : needs(given.changes, action.activation),
    },
    actions: [action],
    drift: [],
    diagnostics: given.diagnostics,
    baseline: given.baseline,
    content: null,
  };
}

/** The running system as it is. */
export function keep(
  baseline: Baseline,
  reason: string,
  diagnostics: readonly Diagnostic[] = [],
): Contribution {
  return {
    change: {
      address,
      action: "no-op",
      path: null,
      before: null,
      after: null,
      details: [],
      reason,
      needs: [],
    },
    actions: [],
    drift: [],
    diagnostics,
    baseline,
    content: null,
  };
}

/** Options that change the driver or its kernel module: the loaded one stays until a reboot. */
const driverOptions = [
  "hardware.nvidia.package",
  "hardware.nvidia.open",
  "hardware.nvidia.datacenter.enable",
  "services.xserver.videoDrivers",
];

/** Options whose effect is in the environment of a login. */
const loginPrefixes = ["programs.nix-ld", "programs.direnv"];

function needs(changes: readonly Change[], activation: "switch" | "boot"): Need[] {
  const options = changes.flatMap(({ details }) => details.map(({ key }) => key));
  const sudo: Need = { kind: "sudo", detail: `to install the files and run nixos-rebuild ${activation}` };
  if (activation === "boot") {
    return [sudo, { kind: "reboot", detail: "the new system starts with the next boot" }];
  }
  if (options.some((option) => driverOptions.includes(option))) {
    const detail = "the loaded kernel module stays until then, and does not fit the new driver libraries";
    return [sudo, { kind: "reboot", detail }];
  }
  const login = options.some((option) => loginPrefixes.some((prefix) => option.startsWith(prefix)));
  return login ? [sudo, { kind: "login", detail: "for the variables of nix-ld and direnv's hook" }] : [sudo];
}
