import type { DesireOptions } from "../../support/desire.js";

/** The shells that are pinned as golden files and entered for real. */
export const variants: Readonly<Record<string, DesireOptions>> = {
  "cuda-12.8": {},
  "cuda-12.6-two-cards": {
    cuda: "12.6",
    capabilities: ["6.1", "8.9"],
    python: "3.11",
    release: "25.11",
    jobs: 4,
    systems: ["x86_64-linux", "aarch64-linux"],
  },
  "cuda-13.0-extras": {
    cuda: "13.0",
    capabilities: ["12.0"],
    python: "3.13",
    project: { name: "llm-lab", description: "Fine-tuning on the shelf" },
    nix: {
      packages: ["ffmpeg", "git", "nvtopPackages.full"],
      libraries: ["libGL", "libsndfile"],
      caches: [],
      nixpkgs: { release: "unstable", url: "github:somebody/nixpkgs/cuda" },
    },
    shell: {
      env: { TOKENIZERS_PARALLELISM: "false", HF_HOME: "./.hf" },
      hook: 'if [ -n "${CI-}" ]; then\n  export HF_HUB_OFFLINE=1\nfi\n',
    },
  },
  cpu: { cuda: null, nix: { caches: [] } },
  "nix-ld": { nix: { python: "uv" }, shell: { libraryMode: "nix-ld" } },
  "nix-ld-two-systems": {
    cuda: null,
    systems: ["x86_64-linux", "aarch64-linux"],
    nix: { python: "uv", caches: [] },
    shell: { libraryMode: "nix-ld" },
  },
};
