import { systemDesire, type SystemDesireOptions } from "./desire.js";

/** Machines whose modules are kept as golden files, read by eye. The file name is the key. */
const machines: Readonly<Record<string, SystemDesireOptions>> = {
  "ada-24.05": { release: "24.05", driver: "production", open: false, system: { containerToolkit: true } },
  "ada-24.11": { release: "24.11", driver: "latest", system: { containerToolkit: true } },
  "hopper-25.05": { release: "25.05", system: { persistence: true, caches: true, direnv: true } },
  "blackwell-25.11": {
    release: "25.11",
    system: { graphics32Bit: true, nixLd: { enable: false, libraries: [] } },
  },
  "ada-26.05": {
    release: "26.05",
    system: {
      direnv: true,
      caches: true,
      nixLd: { enable: true, libraries: ["zlib", "libGL", "xorg.libX11"] },
    },
  },
  "pascal-26.05": { release: "26.05", driver: "legacy_580", open: false },
  "laptop-26.05": {
    release: "26.05",
    system: {
      powerManagement: { enable: true, finegrained: true },
      prime: { mode: "offload", nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0", amdgpuBusId: null },
    },
  },
  "fabric-unstable": { release: "unstable", system: { datacenter: true, persistence: true } },
  "volta-unstable": {
    release: "unstable",
    driver: "legacy_580",
    open: false,
    system: { containerToolkit: true },
  },
  "cpu-26.05": { release: "26.05", driver: null, system: { direnv: true, caches: true } },
  "old-nix-ld-23.11": {
    release: "23.11",
    open: false,
    system: { containerToolkit: true, nixLd: { enable: true, libraries: ["libGL", "glib"] } },
  },
};

export const machineNames = Object.keys(machines);

export function machineDesire(name: string) {
  return systemDesire(machines[name] ?? {});
}
