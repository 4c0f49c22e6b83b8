import { nixAttrPath } from "../../lang/nix/escape.js";
import { isAtLeast } from "../nixos-release.js";
import type { SystemDesire } from "../system-desire.js";
import { containerOption, nixLdLibrariesMerge } from "./spelling.js";
import { expression, expressions, scalar, strings, type Section, type Wanted } from "./value.js";

/** What a project with a flake needs of Nix. */
export const experimentalFeatures: readonly string[] = ["nix-command", "flakes"];

/** Everything that the system should say, in the order of the module; what it takes to allow unfree packages apart. */
export function wantedSections(desire: SystemDesire): Section[] {
  const sections = hasDriver(desire) ? driverSections(desire) : [];
  return [...sections, nixLd(desire), direnv(desire), nixSettings(desire)].filter(
    (section) => section.wanted.length > 0,
  );
}

/** The options whose definitions decide what the module says: what there is to ask of the real module system. */
export function askedOptions(desire: SystemDesire): string[] {
  const wanted = wantedSections(desire).flatMap((section) => section.wanted.map(({ option }) => option));
  return [...new Set([...wanted, ...furtherOptions])];
}

/** Not ours to set, and yet what they say matters. */
const furtherOptions = [
  "hardware.nvidia.branch",
  "hardware.nvidia.datacenter.enable",
  "hardware.nvidia.nvidiaSettings",
  "services.xserver.videoDrivers",
  "nix.extraOptions",
  "nixpkgs.config.allowUnfree",
  "nixpkgs.config.allowUnfreePackages",
  "nixpkgs.config.allowUnfreePredicate",
  "nixpkgs.pkgs",
];

/** Whether the machine gets a driver: a CPU-only project has no business with it. */
export function hasDriver({ resolution }: SystemDesire): boolean {
  return resolution.driver !== null;
}

/**
 * The unfree packages of the driver, by name. Their names: pkgs/os-specific/linux/nvidia-x11 of nixpkgs (generic.nix,
 * kernel-modules.nix, persistenced.nix, fabricmanager.nix), 24.05 to unstable of July 2026.
 */
export function unfreePackages({ system, resolution, release }: SystemDesire, settings: boolean): string[] {
  const separateModules = isAtLeast(release, "26.05");
  const driver = system.datacenter ? ["nvidia-dc", "fabricmanager"] : ["nvidia-x11"];
  return [
    ...driver,
    ...(separateModules && resolution.openKernelModule?.value === false ? ["nvidia-kernel-modules"] : []),
    ...(settings ? ["nvidia-settings"] : []),
    ...(system.persistence ? ["nvidia-persistenced"] : []),
  ];
}

function driverSections(desire: SystemDesire): Section[] {
  const { system, release } = desire;
  const sections: Section[] = [];
  if (!system.datacenter) {
    sections.push({
      prefix: "services.xserver",
      comment: "Switches the driver on, without X too.",
      wanted: [{ option: "services.xserver.videoDrivers", value: strings(["nvidia"]) }],
    });
  }
  sections.push(graphics(desire), nvidia(desire), prime(desire));
  if (system.containerToolkit) {
    const option = containerOption(release);
    sections.push({
      prefix: option.slice(0, option.lastIndexOf(".")),
      comment: "Lets containers use the GPU.",
      wanted: [{ option, value: scalar(true) }],
    });
  }
  return sections;
}

function graphics({ resolution, system }: SystemDesire): Section {
  const old = resolution.graphicsOption?.value === "hardware.opengl";
  const prefix = old ? "hardware.opengl" : "hardware.graphics";
  const wanted: Wanted[] = [{ option: `${prefix}.enable`, value: scalar(true) }];
  if (old) wanted.push({ option: `${prefix}.driSupport`, value: scalar(true), optional: true });
  if (system.graphics32Bit) {
    wanted.push({ option: old ? `${prefix}.driSupport32Bit` : `${prefix}.enable32Bit`, value: scalar(true) });
  }
  return {
    prefix,
    comment: "Links the driver's libraries, libcuda among them, to /run/opengl-driver.",
    wanted,
  };
}

function nvidia(desire: SystemDesire): Section {
  const { resolution, system } = desire;
  const { driver, openKernelModule } = resolution;
  const prefix = "hardware.nvidia";
  const on = (option: string): Wanted => ({ option: `${prefix}.${option}`, value: scalar(true) });
  const wanted: Wanted[] = [];
  if (system.datacenter) wanted.push(on("datacenter.enable"));
  if (openKernelModule) {
    wanted.push({
      option: `${prefix}.open`,
      value: scalar(openKernelModule.value),
      comment: "Open kernel module: for Turing and newer, never for older cards.",
      reason: openKernelModule.reason,
    });
  }
  if (!system.datacenter) {
    wanted.push({ ...on("modesetting.enable"), optional: true });
    wanted.push({ option: `${prefix}.nvidiaSettings`, value: scalar(false), optional: true });
  }
  if (system.powerManagement.enable) wanted.push(on("powerManagement.enable"));
  if (system.powerManagement.finegrained) wanted.push(on("powerManagement.finegrained"));
  if (system.persistence) wanted.push(on("nvidiaPersistenced"));
  // In data-centre mode NixOS takes the `dc` driver by itself; other branches than its kind have no fabric manager.
  if (driver && (!system.datacenter || driver.value.startsWith("dc_"))) {
    wanted.push({
      option: `${prefix}.package`,
      value: expression(`config.boot.kernelPackages.nvidiaPackages.${nixAttrPath(driver.value)}`),
      comment: "Always from the kernel's own set, so that driver and kernel fit.",
      reason: driver.reason,
    });
  }
  return { prefix, wanted };
}

function prime({ system }: SystemDesire): Section {
  const prefix = "hardware.nvidia.prime";
  if (!system.prime) return { prefix, wanted: [] };
  const { mode, nvidiaBusId, intelBusId, amdgpuBusId } = system.prime;
  const wanted: Wanted[] = [
    { option: `${prefix}.${mode === "reverse-sync" ? "reverseSync" : mode}.enable`, value: scalar(true) },
  ];
  if (mode === "offload") {
    wanted.push({ option: `${prefix}.offload.enableOffloadCmd`, value: scalar(true), optional: true });
  }
  for (const [name, value] of Object.entries({ intelBusId, amdgpuBusId, nvidiaBusId })) {
    if (value !== null) wanted.push({ option: `${prefix}.${name}`, value: scalar(value) });
  }
  return { prefix, comment: "A laptop's two GPUs.", wanted };
}

function nixLd({ system, release }: SystemDesire): Section {
  const prefix = "programs.nix-ld";
  const comment = "Programs that were not built for NixOS, such as those inside wheels.";
  if (!system.nixLd.enable) return { prefix, wanted: [] };
  const wanted: Wanted[] = [{ option: `${prefix}.enable`, value: scalar(true) }];
  const libraries = system.nixLd.libraries.map((attribute) => `pkgs.${nixAttrPath(attribute)}`);
  if (libraries.length > 0) {
    const base = nixLdLibrariesMerge(release) ? undefined : `options.${prefix}.libraries.default`;
    wanted.push({ option: `${prefix}.libraries`, value: expressions(libraries, base) });
  }
  return { prefix, comment, wanted };
}

function direnv({ system }: SystemDesire): Section {
  const prefix = "programs.direnv";
  if (!system.direnv) return { prefix, wanted: [] };
  const option = (name: string): Wanted => ({ option: `${prefix}.${name}`, value: scalar(true) });
  return { prefix, wanted: [option("enable"), { ...option("nix-direnv.enable"), optional: true }] };
}

function nixSettings(desire: SystemDesire): Section {
  const { system, config } = desire;
  const prefix = "nix.settings";
  const wanted: Wanted[] = [];
  if (config.nix.flake) {
    const features = strings(experimentalFeatures);
    wanted.push({ option: `${prefix}.experimental-features`, value: features });
  }
  const caches = [...(hasDriver(desire) ? desire.cudaCaches : []), ...config.nix.caches];
  if (system.caches && caches.length > 0) {
    const urls = strings(caches.map((cache) => cache.url));
    const keys = strings(caches.map((cache) => cache.publicKey));
    wanted.push({ option: `${prefix}.extra-substituters`, value: urls });
    wanted.push({ option: `${prefix}.extra-trusted-public-keys`, value: keys });
  }
  return { prefix, wanted };
}
