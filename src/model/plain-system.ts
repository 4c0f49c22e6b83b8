import type { SystemConfig } from "./config.js";

/** A machine of which nothing is said: what `system: {}` becomes. */
export const plainSystem: SystemConfig = {
  module: "/etc/nixos/configuration.nix",
  rebuild: { kind: "channel" },
  release: null,
  gpu: null,
  driver: { branch: null, open: null },
  powerManagement: { enable: false, finegrained: false },
  prime: null,
  graphics32Bit: false,
  nixLd: { enable: true, libraries: [] },
  containerToolkit: false,
  persistence: false,
  datacenter: false,
  direnv: false,
  caches: false,
  activation: "switch",
};
