import type { Tables } from "./tables.js";
import { atLeast } from "./versions.js";

type Writable<Value> = { -readonly [Key in keyof Value]: Writable<Value[Key]> };

/** Returns a number from 0 up to, not including, `below`. */
export type Draw = (below: number) => number;

/** Always the same numbers for one seed. */
export function drawing(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Alteration = (tables: Writable<Tables>, draw: Draw) => void;

/** Tables with one fact changed, and in nothing else. */
export function altered(tables: Tables, alteration: AlterationName, draw: Draw): Tables {
  const copy = structuredClone(tables) as Writable<Tables>;
  alterations[alteration](copy, draw);
  return copy as Tables;
}

function one<Value>(values: readonly Value[], draw: Draw): Value {
  return values[draw(values.length)]!;
}

/** Where such a fact is of weight: the newest half of the torch releases. */
function release(tables: Writable<Tables>, draw: Draw) {
  const { releases } = tables.torch;
  return releases[releases.length - 1 - draw(Math.floor(releases.length / 2))]!;
}

/** A wheel that is chosen unasked, with its code for the usual system. */
function wheel(tables: Writable<Tables>, draw: Draw) {
  const usual = release(tables, draw).variants.filter(
    (variant) => variant.kernels["x86_64-linux"] !== undefined && variant.status !== "planned",
  );
  const variant = one(usual, draw);
  return { variant, kernels: variant.kernels["x86_64-linux"]! };
}

export type AlterationName = keyof typeof alterations;

/** Every kind of fact that decides whether a stack exists. */
export const alterations = {
  "a wheel loses the code of one capability": (tables, draw) => {
    const { native } = wheel(tables, draw).kernels;
    native.splice(draw(native.length), 1);
  },
  "a wheel holds code that the driver compiles instead": (tables, draw) => {
    const { kernels } = wheel(tables, draw);
    kernels.ptx = [one(kernels.native, draw)];
    kernels.native = [];
  },
  "a wheel is not offered any more": (tables, draw) => {
    wheel(tables, draw).variant.status = "removed";
  },
  "a wheel is built without support": (tables, draw) => {
    wheel(tables, draw).variant.status = "extra";
  },
  "the code of an unsupported wheel is not read": (tables, draw) => {
    const { variant } = wheel(tables, draw);
    variant.status = "extra";
    variant.kernels = {};
  },
  "a wheel exists for one patch release only": (tables, draw) => {
    const { variants, patches } = release(tables, draw);
    one(variants, draw).patches = [one(patches, draw)];
  },
  "a torch is announced only": (tables, draw) => {
    release(tables, draw).confidence = "planned";
  },
  "a torch loses a Python": (tables, draw) => {
    const { stable } = release(tables, draw).python;
    stable.splice(draw(stable.length), 1);
  },
  "a Python of a torch becomes experimental": (tables, draw) => {
    const { python } = release(tables, draw);
    python.experimental = python.stable.splice(draw(python.stable.length), 1);
  },
  "a torchvision has wheels for one Python": (tables, draw) => {
    const { python, companions } = release(tables, draw);
    for (const row of companions.rows) row.torchvisionPython = [one(python.stable, draw)];
  },
  "a torch has no torchvision": (tables, draw) => {
    for (const row of release(tables, draw).companions.rows) row.torchvision = null;
  },
  "the newest torchaudio has wheels for one Python": (tables, draw) => {
    const { python } = tables.torch.unpinnedTorchaudio;
    tables.torch.unpinnedTorchaudio.python = [one(python, draw)];
  },
  "a torchaudio has wheels for one Python": (tables, draw) => {
    const { python, companions } = release(tables, draw);
    for (const row of companions.rows) row.torchaudioPython = [one(python.stable, draw)];
  },
  "a nixpkgs loses an interpreter": (tables, draw) => {
    const { value } = one(tables.nixpkgs.releases, draw).python.interpreters;
    value.splice(draw(value.length), 1);
  },
  "the interpreters of a nixpkgs are pre-releases": (tables, draw) => {
    for (const row of one(tables.nixpkgs.releases, draw).python.interpreters.value) row.prerelease = true;
  },
  "a nixpkgs loses the toolkits of one CUDA major": (tables, draw) => {
    const { cuda } = one(tables.nixpkgs.releases, draw);
    const major = one(cuda.scopes, draw).version.split(".")[0]!;
    cuda.scopes = cuda.scopes.filter((scope) => !scope.version.startsWith(`${major}.`));
  },
  "the stable nixpkgs is another one": (tables, draw) => {
    const next = one(tables.nixpkgs.releases.slice(0, -2), draw);
    for (const row of tables.nixpkgs.releases)
      if (row.status.value === "stable") row.status.value = "end-of-life";
    next.status.value = "stable";
  },
  "the usual driver is older": (tables, draw) => {
    const { attributes } = one(tables.nixpkgs.releases, draw).drivers;
    for (const row of attributes) if (row.name === "production") row.version = "525.60.11";
  },
  "a nixpkgs loses its old drivers": (tables, draw) => {
    const { drivers } = one(tables.nixpkgs.releases.slice(-2), draw);
    drivers.attributes = drivers.attributes.filter((row) => !row.name.startsWith("legacy_"));
  },
  "the usual driver has no open module": (tables) => {
    tables.nixpkgs.withoutOpenModule.value.push("production", "stable");
  },
  "drivers end for one capability": (tables, draw) => {
    one(tables.gpus.capabilities, draw).lastDriverBranch = "470";
  },
  "a capability's open module is required": (tables, draw) => {
    one(tables.gpus.capabilities, draw).openKernelModule = "required";
  },
  "a capability has no open module": (tables, draw) => {
    one(tables.gpus.capabilities, draw).openKernelModule = "unsupported";
  },
  "a capability needs a newer driver": (tables, draw) => {
    const row = one(tables.gpus.capabilities, draw);
    row.minDriver = { value: "595.80", confidence: "verified", source: [] };
  },
  "a CUDA needs a newer driver": (tables, draw) => {
    one(tables.cuda.toolkits, draw).minDriver.minorCompatibility = "590.1";
  },
  "toolkits stop to compile for old cards": (tables) => {
    for (const row of tables.cuda.toolkits)
      if (row.nvcc !== null && atLeast(row.version, "12")) row.nvcc.lowest = "7.5";
    for (const row of tables.gpus.capabilities) if (!atLeast(row.capability, "7.5")) row.lastCuda = "11.8";
  },
  "toolkits end for one capability": (tables, draw) => {
    one(tables.gpus.capabilities, draw).lastCuda = "12.6";
  },
  "CPU wheels exist for one system": (tables, draw) => {
    tables.torch.cpuSystems.value = [one(["x86_64-linux", "aarch64-linux"], draw)];
  },
} satisfies Record<string, Alteration>;
