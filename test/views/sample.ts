import type { Address } from "../../src/model/address.js";
import { digestOf } from "../../src/model/digest.js";
import { summaryOf, type Change, type Plan, type SemanticChange } from "../../src/model/plan.js";
import type { Choice, Resolution } from "../../src/model/resolution.js";

export function choice<T>(value: T, reason: string, sources: string[] = []): Choice<T> {
  return { value, reason, sources };
}

export const resolution: Resolution = {
  torch: choice("2.13.0", "the newest release with cu126 wheels", ["pytorch.example/matrix"]),
  wheel: choice("cu126", "runs on the declared GTX 1080 Ti"),
  index: choice("https://download.pytorch.org/whl/cu126", "PyTorch's own index"),
  torchvision: null,
  torchaudio: null,
  triton: null,
  cuda: choice("12.6", "the wheel's CUDA"),
  toolkit: choice("cudaPackages_12_6", "same minor as the wheel"),
  toolkitComponents: choice(
    ["cuda_nvcc", "cuda_cudart", "cuda_cccl", "libcublas", "libcusparse"],
    "all it has",
  ),
  hostCompiler: choice("gcc14", "the newest nvcc 12.6 accepts"),
  python: choice("3.12", "as declared"),
  nixpkgs: choice("26.05", "as declared"),
  systems: choice(["x86_64-linux"], "the usual kind of machine"),
  driver: choice("legacy_580", "the last branch for Pascal"),
  openKernelModule: choice(false, "the open module needs Turing or newer"),
  archList: choice(["6.1"], "the declared GPU"),
  graphicsOption: choice("hardware.graphics", "since 24.11"),
};

export function change(address: Address, rest: Partial<Change> = {}): Change {
  return {
    address,
    action: "no-op",
    path: null,
    before: null,
    after: digestOf("after"),
    details: [],
    reason: "",
    needs: [],
    ...rest,
  };
}

export function detail(
  key: string,
  before: string | null,
  after: string | null,
  reason?: string,
): SemanticChange {
  return { key, before, after, reason };
}

export function planOf(changes: readonly Change[], rest: Partial<Plan> = {}): Plan {
  return {
    formatVersion: 1,
    purpose: "apply",
    nixtorchVersion: "0.1.0",
    catalogVersion: "2026-11-01",
    configDigest: digestOf("config"),
    host: null,
    root: "/",
    resolution,
    previous: null,
    inputs: { files: {}, tools: {} },
    drift: [],
    changes,
    actions: [],
    diagnostics: [],
    summary: summaryOf(changes),
    ...rest,
  };
}

/** What a first plan of a project with a system part looks like. */
export function everythingNew(): Plan {
  const flake = '{\n  description = "demo";\n}\n';
  return planOf(
    [
      change("project.flake", {
        action: "create",
        path: "flake.nix",
        reason: "there is no flake.nix yet",
        details: [detail("nixpkgs", null, "26.05"), detail("shell.hook", null, "echo one\necho two\n")],
      }),
      change("project.uv_lock", {
        action: "create",
        path: "uv.lock",
        details: [detail("torch", null, "2.13.0+cu126"), detail("numpy", null, "2.3.0")],
        needs: [{ kind: "download", detail: "24 packages", bytes: 2_684_354_560 }],
      }),
      change("project.envrc", { action: "create", path: ".envrc" }),
      change("project.venv", {
        action: "create",
        path: ".venv",
        after: "known-after-apply",
        reason: "no nix on PATH",
      }),
      change("system.module", {
        action: "create",
        path: "/etc/nixos/nixtorch.nix",
        details: [detail("hardware.nvidia.package", null, "legacy_580")],
        needs: [{ kind: "sudo", detail: "writes /etc/nixos" }],
      }),
      change("system.generation", {
        action: "update",
        path: null,
        after: "known-after-apply",
        reason: "nixos-rebuild builds it",
        needs: [
          { kind: "sudo", detail: "nixos-rebuild switch" },
          { kind: "reboot", detail: "another driver branch" },
        ],
      }),
    ],
    {
      host: "box",
      actions: [
        {
          type: "write-file",
          address: "project.flake",
          before: null,
          content: flake,
          after: digestOf(flake),
        },
      ],
    },
  );
}
