/**
 * What the expected values were worked out from: rows of the catalog, with the keys of their sources (file/key).
 * Where the resolver disagreed, these rows decided who was right.
 */
export const facts = {
  /** 2.15: cu132 is PyPI's, kernels 7.5 to 12.0 (aarch64: 8.0 to 12.0) without PTX, Python 3.11 to 3.14. */
  "torch 2.15": [
    "torch/pypi-metadata-of-torch-2.15.0",
    "torch/wheel-arch-flags",
    "torch/wheel-fatbins-2.15.0",
  ],
  /** 2.14: cu126 is legacy, 5.0 to 9.0; cu130 and cu132 are stable, 7.5 to 12.0; cu130 is PyPI's; Python from 3.10. */
  "torch 2.14": ["torch/pytorch-194367", "torch/colabtools-6093", "torch/pypi-metadata-of-torch"],
  /** No CUDA 12 in 2.15, so that cards before Turing stay on cu126 of 2.14.1. */
  "last cu126": ["torch/pytorch-release", "torch/pytorch-190385-2", "torch/comfyui-16438"],
  /** 2.11: cu128 and cu130 are stable, 7.5 to 12.0; cu130 is PyPI's; the last with cu128. */
  "torch 2.11": [
    "torch/pytorch-release",
    "torch/pytorch-175253",
    "torch/dev-discuss.pytorch.org-thread-3325",
  ],
  /** 2.8 to 2.10: cu128 holds 7.0 to 12.0 and is PyPI's; cu129 of 2.8 is in the matrix, as an experiment. */
  "torch 2.8 to 2.10": ["torch/pytorch-release", "torch/test-infra-generate-binary-build-matrix"],
  /** 2.0 to 2.7: cu118 holds 3.7 to 9.0, the others 5.0 to 9.0, cu128 of 2.7 begins with 7.5. */
  "torch 2.0 to 2.7": ["torch/pytorch-release", "torch/pytorch-release-2", "torch/cog-torch-compatibility"],
  /** Which torchvision, torchaudio and triton go with which torch. */
  companions: ["torch/pypi-metadata-of-companions", "torch/pypi-version-list-november-2026"],
  /** Builds for 12.9 of 2.9 to 2.13, and plans for 13.4. */
  "other builds": ["torch/cog-torch-compatibility", "torch/test-infra-generate-binary-build-matrix"],
  "cpu wheels": ["torch/colabtools-5925", "torch/pypi-metadata-of-torch"],
  /** Same major, a minor of the kernel not above the card's: 8.6 serves 8.9, 8.0 8.7, 10.0 10.3, 12.0 12.1. */
  kernels: ["torch/pytorch-release", "torch/nvidia-cuda-compatibility-and-compute", "torch/test-infra-cuda"],
  /** uv locks for every Python that requires-python admits. */
  "requires-python": ["torch/uv-lock-measured"],
  /** Capabilities of the cards, their CUDAs, kernel modules and last driver branches. */
  cards: ["gpus/cc-list", "gpus/unstable-cuda", "gpus/open-readme", "gpus/nixpkgs-drivers"],
  /** The first driver that lists a board; of older generations, that of the first CUDA with them. */
  "first drivers": [
    "gpus/open-gpu-kernel-modules-readme",
    "gpus/architecture-matrix",
    "gpus/cuda-notes-11.4",
    "gpus/cuda-notes-13.2",
  ],
  Rubin: ["gpus/cuda-notes-13.4", "gpus/cutlass-4.8.0dev"],
  /** Driver floors by CUDA major: 450 for 11, 525.60.13 for 12, 580.65.06 for 13. */
  floors: ["cuda/nvidia-minor-version-compatibility", "cuda/nvidia-cuda-toolkit-release-notes"],
  /** nixpkgs takes the newest GCC that nvcc accepts: 11 up to 11.8, 12 up to 12.3, 13 up to 12.6, 14 for 12.8, 15 for 13. */
  compilers: [
    "cuda/nixpkgs-nvcc",
    "cuda/unstable-nvcc",
    "cuda/nixpkgs-backendstdenv",
    "cuda/cuda-crt-headers",
  ],
  /** 23.11: production 535.154.05, CUDA up to 12.2, Python 3.11, hardware.opengl. */
  "NixOS 23.11": ["nixpkgs/nixpkgs-nvidia-x11", "nixpkgs/nixpkgs-graphics", "nixpkgs/memory"],
  /** 24.05: production 550.78, CUDA up to 12.3, Python 3.11, hardware.opengl. */
  "NixOS 24.05": ["nixpkgs/nixpkgs-nvidia-x11-2", "nixpkgs/nixpkgs-graphics", "nixpkgs/memory"],
  /** 24.11: production 550.127.05, CUDA up to 12.4, Python 3.12. */
  "NixOS 24.11": ["nixpkgs/nixpkgs-nvidia-x11-3", "nixpkgs/nixpkgs-320924", "nixpkgs/memory"],
  /** 25.05: production 570.195.03, dc 565.57.01, CUDA 11.0 to 12.8, Python 3.12. */
  "NixOS 25.05": [
    "nixpkgs/nixpkgs-nvidia-x11-4",
    "nixpkgs/nixpkgs-all-packages",
    "nixpkgs/ida-pro-overlay-2",
  ],
  /** 25.11: production 580.105.08, dc 570.172.08, CUDA 12.6 to 13.0, Python 3.13. */
  "NixOS 25.11": ["nixpkgs/nixpkgs-nvidia-x11-5", "nixpkgs/nixpkgs-all-packages-2"],
  /** 26.05: production 595.71.05, legacy_580 580.173.02, CUDA 12.6 to 13.2, Python 3.13, all others from 3.11 on. */
  "NixOS 26.05": [
    "nixpkgs/nixpkgs-nvidia-x11-6",
    "nixpkgs/unstable-cuda-packages",
    "nixpkgs/nixpkgs-525130",
    "nixpkgs/nixpkgs-python.section",
    "nixpkgs/unstable-python",
  ],
  /** Unstable: production 595.84, new_feature 610.43.03, dc 580.159.04, CUDA up to 13.4, Python 3.14. */
  "NixOS unstable": [
    "nixpkgs/unstable-nvidia-x11",
    "nixpkgs/nixpkgs-cuda-packages",
    "nixpkgs/unstable-all-packages",
  ],
} as const;

export type Fact = keyof typeof facts;
