import { defineConfig } from "nixtorch";

// A team with two kinds of cards, a compiled extension, and a workstation whose NixOS nixtorch manages.
export default defineConfig({
  project: { name: "llm-lab", python: "3.12" },
  gpu: ["RTX 4090", "H100"],
  torch: { vision: true },
  packages: ["transformers>=4.50", "flash-attn"],
  groups: { dev: ["ipython"] },
  nix: { nixpkgs: "26.05", packages: ["ffmpeg"] },
  shell: { env: { HF_HOME: "./.hf" } },
  hosts: {
    workstation: { gpu: "RTX 4090", nixLd: true },
  },
});
