import { describe, expect, it } from "vitest";
import { compile } from "./compile.js";

/** The config with `«` before the property that must be blamed, and the message. */
const refused: readonly (readonly [config: string, message: string])[] = [
  ['{ gpu: "RTX 5090", «cuda: "12.4" }', "CUDA 12.4 has no kernels for RTX 5090; use 12.8 or newer"],
  [
    '{ gpu: "RTX 5090", cuda: { «version: "12.4" } }',
    "CUDA 12.4 has no kernels for RTX 5090; use 12.8 or newer",
  ],
  ['{ gpu: ["T4", "RTX 5090"], «cuda: "cu124" }', "CUDA 12.4 has no kernels for RTX 5090; use 12.8 or newer"],
  ['{ gpu: "GTX 1080 Ti", «cuda: "12.8.1" }', "CUDA 12.8 has no kernels for GTX 1080 Ti; use 12.6 or older"],
  [
    '{ gpu: { computeCapability: "12.0" }, «cuda: "12.4" }',
    "CUDA 12.4 has no kernels for compute capability 12.0; use 12.8 or newer",
  ],
  ['{ gpu: "GH200", «cuda: "12.8" }', "CUDA 12.8 has no kernels for GH200; use 12.4, or 13.0 or newer"],
  ['{ gpu: "T4", «cuda: "12.5" }', "PyTorch has no wheels for CUDA 12.5; use 11.7"],
  [
    '{ gpu: "none", «cuda: "12.8" }',
    "a stack for the CPU has no CUDA: name a card in gpu, or leave this out",
  ],
  ['{ «cuda: "12.8" }', "CUDA needs a GPU: name the card in gpu"],
  [
    '{ gpu: "RTX 4090", torch: "2.6", «cuda: "12.8" }',
    "torch 2.6 has no wheels for CUDA 12.8; it has them for 11.8, 12.4 and 12.6",
  ],
  ['{ gpu: "V100", torch: "2.11", «cuda: "13.0" }', "CUDA 13.0 has no kernels for V100; use 12.9 or older"],
  ['{ gpu: "RTX 5090", «torch: "2.6" }', "torch 2.6 has no kernels for RTX 5090; use 2.7 or newer"],
  [
    '{ gpu: "RTX 5090", torch: { «version: "2.6.0", vision: true } }',
    "torch 2.6.0 has no kernels for RTX 5090",
  ],
  ['{ gpu: "T4", «torch: "2.99" }', "there is no torch 2.99 in this nixtorch"],
  [
    '{ gpu: "T4", torch: "2.6", project: { «python: "3.14" } }',
    "torch 2.6 has no wheels for Python 3.14; it has them for 3.9 to 3.13",
  ],
  [
    '{ gpu: "RTX 5090", project: { «python: "3.8" } }',
    "Python 3.8 goes with torch 2.0 to 2.4, none of which runs on this gpu with this cuda",
  ],
  ['{ gpu: "T4", project: { «python: "3.99" } }', "no torch has wheels for Python 3.99"],
  [
    '{ gpu: "T4", project: { «python: "3.10" }, nix: { nixpkgs: "26.05" } }',
    'nixpkgs 26.05 has no Python 3.10; use 3.11 to 3.15, or nix: { python: \\"uv\\" }',
  ],
  ['{ gpu: "T4", nix: { «nixpkgs: "99.05" } }', "there is no nixpkgs 99.05 in this nixtorch"],
  [
    '{ gpu: "T4", cuda: "11.8", nix: { «nixpkgs: "nixos-26.05" } }',
    "nixpkgs 26.05 has no toolkit for CUDA 11.8; use 25.05 or older",
  ],
  [
    '{ gpu: "RTX 5090", nix: { nixpkgs: { url: "github:me/nixpkgs", «release: "24.11" } } }',
    "nixpkgs 24.11 has no CUDA toolkit that compiles for RTX 5090; use 25.05 or newer",
  ],
  [
    '{ «gpu: ["V100", "B200"] }',
    "V100 needs the proprietary kernel module and B200 the open one: if they are in different machines, say so with hosts",
  ],
  [
    '{ «gpu: ["GTX 1080 Ti", "RTX 5090"] }',
    "no PyTorch wheel runs on all of these cards: they need environments of their own",
  ],
  [
    '{ «gpu: "Jetson Nano", nix: { systems: ["aarch64-linux"] } }',
    "nothing in the catalog runs on Jetson Nano",
  ],
  [
    '{ gpu: "RTX 5090", system: { driver: { «open: false } } }',
    "RTX 5090 needs the open kernel module; write true, or leave this out",
  ],
  [
    '{ gpu: "V100", system: { driver: { «open: true } } }',
    "V100 has only the proprietary kernel module; write false, or leave this out",
  ],
  [
    '{ gpu: "T4", system: { release: "25.05", driver: { «branch: "legacy_580" } } }',
    "NixOS 25.05 has no driver branch legacy_580; it has stable, production",
  ],
  [
    '{ gpu: "T4", nix: { nixpkgs: "25.05" }, system: { driver: { «branch: "prodcution" } } }',
    "NixOS 25.05 has no driver branch prodcution",
  ],
  [
    '{ gpu: "RTX 5090", system: { «release: "24.11" } }',
    "NixOS 24.11 has no driver for RTX 5090; use 25.05 or newer",
  ],
  ['{ «gpuu: "T4" }', "'gpuu' does not exist"],
  ['{ gpu: "T4", torch: { «verison: "2.11" } }', "'verison' does not exist"],
  ['{ gpu: "T4", nix: { «nixpgs: "26.05" } }', "Did you mean to write 'nixpkgs'?"],
  ['{ «gpu: { computeCapability: "8.9", memory: 24 } }', "memory is not a key here"],
  ['{ gpu: "T4", «cuda: 12.8 }', "Type 'number' is not assignable"],
];

/** Nothing is said about what is possible, taken at a person's word, or known only at run time. */
const accepted: readonly string[] = [
  '{ gpu: "RTX 5090", cuda: "12.8" }',
  '{ gpu: "RTX 5090", cuda: { unchecked: "12.4" } }',
  '{ gpu: "RTX 5090", cuda: { version: { unchecked: "13.9" } }, torch: "2.6" }',
  '{ gpu: "T4", torch: { unchecked: "2.99" } }',
  '{ gpu: "RTX 5090", torch: { version: { unchecked: "2.6" }, vision: true } }',
  '{ gpu: "T4", project: { python: { unchecked: "3.99" } } }',
  '{ gpu: [{ computeCapability: { unchecked: "99.0" } }, "GTX 1080 Ti"], cuda: "13.0" }',
  '{ gpu: "rtx4090", cuda: "cu128", torch: "v2.11", project: { python: "py312" } }',
  '{ gpu: "geforce rtx 5090", cuda: "CUDA 12.8", nix: { nixpkgs: "nixos-unstable" } }',
  '{ gpu: "T4", cuda: " 12.8 ", torch: "2.11.0", project: { python: "python3.12" } }',
  '{ gpu: text, cuda: "12.4" }',
  '{ gpu: "RTX 5090", cuda: text, torch: text }',
  '{ gpu: [text, "T4"], cuda: "12.4" }',
  '{ gpu: yes ? "RTX 5090" : "V100", cuda: yes ? "12.8" : "12.6" }',
  '{ gpu: [yes ? "RTX 5090" : "V100", "T4"], cuda: "12.6" }',
  '{ gpu: "RTX 5090", system: { driver: { open: yes } } }',
  '{ gpu: "T4", nix: { systems: [text] } }',
  '{ gpu: "RTX 5090", system: { release: text }, nix: { nixpkgs: "25.05" } }',
  '{ gpu: "RTX 5090", nix: { nixpkgs: "25.05" }, system: { driver: { branch: text } } }',
  '{ gpu: anything, cuda: "12.4" }',
  "anything",
  "written",
  '{ ...written, cuda: "12.4" }',
  '{ ...presets.cpu, torch: "2.11" }',
  'mergeConfig({ gpu: "RTX 5090" }, { cuda: "12.4" })',
  '() => ({ gpu: "T4", nix: { python: "uv" } })',
  'async () => ({ gpu: ["T4"], shell: { libraryMode: "nix-ld" } })',
  "() => written",
  '{ gpu: ["V100", "B200"], hosts: { attic: { gpu: "V100" }, tower: { gpu: "B200" } } }',
  '{ gpu: "T4", project: { python: "3.10" }, nix: { nixpkgs: "26.05", python: "uv" } }',
  '{ gpu: "T4", project: { python: "3.10" }, nix: { nixpkgs: "26.05" }, shell: { libraryMode: "nix-ld" } }',
  '{ gpu: "GB10" }',
  '{ gpu: "Jetson AGX Orin", nix: { systems: ["aarch64-linux"] } }',
  '{ gpu: "T4", system: { driver: { branch: "beta", open: true } } }',
  "{ gpu: undefined, cuda: undefined }",
];

/** Errors of functions are put at the function, with the text as the last of the reasons. */
const refusedInFunctions: readonly string[] = [
  '() => ({ gpu: "RTX 5090", cuda: "12.4" })',
  'async () => ({ gpu: "RTX 5090", cuda: "12.4" })',
  '() => { return { gpu: "RTX 5090", cuda: "12.4" }; }',
];

const head = [
  'import { defineConfig, mergeConfig, presets, type WrittenConfig } from "nixtorch";',
  "declare const text: string; declare const yes: boolean; declare const anything: any;",
  "declare const written: WrittenConfig; mergeConfig({ ...presets.cpu });",
];
const call = (config: string) => `defineConfig(${config.replace("«", "")});`;
const configs = [...refused.map(([config]) => config), ...accepted, ...refusedInFunctions];
const errors = compile([...head, ...configs.map(call)].join("\n"));
const errorsOf = (config: string) =>
  errors.filter((one) => one.line === head.length + configs.indexOf(config) + 1);

describe("the editor", () => {
  it.each(refused)("underlines the property after the mark in %s", (config, message) => {
    expect(errorsOf(config)).toEqual([
      {
        line: expect.any(Number),
        column: "defineConfig(".length + config.indexOf("«") + 1,
        text: expect.any(String),
      },
    ]);
    expect(errorsOf(config)[0]!.text).toContain(message);
  });

  it.each(accepted)("says nothing about %s", (config) => expect(errorsOf(config)).toEqual([]));

  it.each(refusedInFunctions)("says why in %s", (config) => {
    expect(errorsOf(config).map((one) => one.text)).toEqual([
      expect.stringMatching(/"CUDA 12\.4 has no kernels for RTX 5090; use 12\.8 or newer"'\.$/),
    ]);
  });
});
