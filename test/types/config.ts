// Checked by the type checker alone: what must compile, and what must not.
import type * as z from "zod/mini";
import type { schema } from "../../src/config/schema.js";
import {
  defineConfig,
  mergeConfig,
  presets,
  type WrittenConfig,
  type WrittenPackageObject,
} from "../../src/config/sdk.js";

export const fiveLines = defineConfig({
  gpu: "RTX 4090",
  packages: ["transformers"],
});

export const everything = defineConfig({
  project: { name: "llm-lab", python: "3.12", description: "…", package: false },
  gpu: ["RTX 4090", { computeCapability: "9.0" }],
  cuda: { version: "12.8" },
  torch: { version: "2.11", vision: true, audio: false, index: "https://mirror.example/pytorch/whl" },
  packages: [
    "transformers>=4.50",
    { name: "a", version: ">=1", extras: ["x"], marker: "sys_platform == 'linux'", index: "company" },
    { name: "b", git: "https://git.example/b", tag: "v1", subdirectory: "python" },
    { name: "c", path: "../c", editable: true },
    { name: "d", url: "https://files.example/d-1-py3-none-any.whl" },
  ],
  groups: { dev: ["ipython"] },
  extras: { serve: ["fastapi"] },
  indexes: [{ name: "company", url: "https://pypi.example/simple", explicit: true }],
  buildIsolation: { exceptions: { "my-kernels": { needs: ["torch", "ninja"], env: { A: "1" } } }, jobs: 4 },
  nix: { nixpkgs: "26.05", packages: ["ffmpeg"], libraries: ["libGL"], python: "nixpkgs", flake: false },
  shell: { env: { HF_HOME: "./.hf" }, hook: "true", direnv: true, libraryMode: "export" },
  system: {
    driver: { branch: "production", open: true },
    nixLd: true,
    rebuild: { kind: "flake", host: "tower" },
  },
  hosts: { attic: { gpu: "V100", prime: { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" } } },
  policy: { allowReboot: false, neverDestroy: ["project.venv"] },
});

export const composed = defineConfig(mergeConfig(presets.cpu, fiveLines, { torch: "2.11" }));
export const spread = defineConfig({ ...presets.uvPython, ...presets.notebook, gpu: "T4" });
export const worked = defineConfig(() => ({ gpu: "T4", nix: { python: "uv" } }));
export const awaited = defineConfig(async () => ({ gpu: ["T4"], shell: { libraryMode: "nix-ld" } }));

// @ts-expect-error an unknown key
defineConfig({ gpuu: "T4" });
// @ts-expect-error an unknown key further down
defineConfig({ gpu: "T4", torch: { verison: "2.11" } });
// @ts-expect-error a version as a number
defineConfig({ gpu: "T4", cuda: 12.8 });
// @ts-expect-error a number for a GPU
defineConfig({ gpu: 4090 });
// @ts-expect-error text for a list
defineConfig({ packages: "transformers" });
// @ts-expect-error another word than those there are
defineConfig({ nix: { python: "conda" } });
// @ts-expect-error an address that does not exist
defineConfig({ policy: { neverDestroy: ["project.vnv"] } });
// @ts-expect-error a variable that is no text
defineConfig({ shell: { env: { JOBS: 4 } } });
// @ts-expect-error an index without an address
defineConfig({ indexes: [{ name: "company" }] });
// @ts-expect-error two sources
defineConfig({ packages: [{ name: "a", git: "https://git.example/a", path: "../a" }] });
// @ts-expect-error a tag of nothing
defineConfig({ packages: [{ name: "a", path: "../a", tag: "v1" }] });
// @ts-expect-error a function that gives something else
defineConfig(() => ({ gpu: 4090 }));
// @ts-expect-error part of a config that is none
mergeConfig(presets.cpu, { gpu: 4090 });

type Shape = z.input<typeof schema>;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Keys<T> = T extends object ? keyof T : never;

/** What the types allow, the schema accepts. */
export const accepted = (written: WrittenConfig): Shape => written;

/** The schema knows no key that the types lack. */
export const sameKeys: [
  Equal<keyof Shape, keyof WrittenConfig>,
  Equal<keyof NonNullable<Shape["system"]>, keyof NonNullable<WrittenConfig["system"]>>,
  Equal<keyof NonNullable<Shape["nix"]>, keyof NonNullable<WrittenConfig["nix"]>>,
  Equal<keyof NonNullable<Shape["shell"]>, keyof NonNullable<WrittenConfig["shell"]>>,
  Equal<keyof NonNullable<Shape["project"]>, keyof NonNullable<WrittenConfig["project"]>>,
  Equal<Keys<Exclude<Shape["torch"], string>>, Keys<Exclude<WrittenConfig["torch"], string>>>,
  Equal<Keys<Exclude<NonNullable<Shape["packages"]>[number], string>>, AllKeys<WrittenPackageObject>>,
] = [true, true, true, true, true, true, true];

type AllKeys<T> = T extends unknown ? keyof T : never;
