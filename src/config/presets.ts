import type { WrittenConfig } from "./written.js";

/** Parts of configs for common cases, to spread or merge: `mergeConfig(presets.uvPython, { gpu: "RTX 4090" })`. */
export const presets = {
  /** No GPU: the CPU-only stack. */
  cpu: { gpu: "none" },
  /** Python from uv, libraries through nix-ld: other programs of the shell keep their own. */
  uvPython: { nix: { python: "uv" }, shell: { libraryMode: "nix-ld" } },
  /** Training and using models from the Hugging Face hub. */
  huggingFace: { packages: ["transformers", "accelerate", "datasets", "safetensors"] },
  /** Jupyter, in a dependency group of its own. */
  notebook: { groups: { notebook: ["jupyterlab", "ipywidgets"] } },
  /** A machine without a screen that computes, also in containers: its NixOS configuration is managed. */
  server: { system: { persistence: true, containerToolkit: true } },
} as const satisfies Readonly<Record<string, WrittenConfig>>;
