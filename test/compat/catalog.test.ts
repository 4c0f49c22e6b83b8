import { readFileSync } from "node:fs";
import type * as z from "zod";
import { describe, expect, expectTypeOf, it } from "vitest";
import { catalogProblems } from "../../scripts/catalog/check.js";
import type { catalogSchema } from "../../scripts/catalog/schema.js";
import { loadCatalog, type Catalog } from "../../src/compat/catalog.js";

/**
 * What the files may hold: without readonly, with intersections written out, and without what only rows made of a
 * person's own statements have.
 */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Key extends "triton" ? NonNullable<T[Key]> : Plain<T[Key]> }
    : Exclude<T, "stated">;

type Draft = Plain<Catalog>;

/** The catalog with one thing broken. */
function broken(breakIt: (draft: Draft) => void): Draft {
  const draft = structuredClone(loadCatalog()) as Draft;
  breakIt(draft);
  return draft;
}

const torch = (draft: Draft, minor: string) => draft.torch.releases.find((row) => row.minor === minor)!;
const variant = (draft: Draft, minor: string, name: string) =>
  torch(draft, minor).variants.find((one) => one.name === name)!;
const toolkit = (draft: Draft, version: string) =>
  draft.cuda.toolkits.find((row) => row.version === version)!;
const capability = (draft: Draft, name: string) =>
  draft.gpus.capabilities.find((row) => row.capability === name)!;
const gpu = (draft: Draft, name: string) => draft.gpus.gpus.find((row) => row.name === name)!;
const nixpkgs = (draft: Draft, release: string) =>
  draft.nixpkgs.releases.find((row) => row.release === release)!;
const packaged = (draft: Draft, name: string) => draft.packages.packages.find((row) => row.name === name)!;

describe("the catalog", () => {
  it("has nothing wrong with it", () => {
    expect(catalogProblems(loadCatalog())).toEqual([]);
  });

  it("has the types that the code reads it with", () => {
    expectTypeOf<Plain<z.output<typeof catalogSchema>>>().toEqualTypeOf<Draft>();
  });

  it("says nothing about where its facts were collected", () => {
    expect(JSON.stringify(loadCatalog())).not.toMatch(/\bsession\b|stored (?:text|version|copy)/i);
  });

  it("has CUDA components that the test nixpkgs knows", () => {
    const stub = readFileSync(new URL("../support/stub-nixpkgs/pkgs/default.nix", import.meta.url), "utf8");
    const components = new Set(loadCatalog().cuda.toolkits.flatMap((row) => row.components.value));
    const missing = [...components].filter((name) => !new RegExp(`^\\s+${name} = `, "m").test(stub));
    expect(missing).toEqual([]);
  });
});

type Case = readonly [problem: string, breakIt: (draft: Draft) => void];

const shape: readonly Case[] = [
  [
    "version.json: Invalid ISO date",
    (draft) => {
      draft.version = "today";
    },
  ],
  [
    "torch.json: release 2.9: source: is missing",
    (draft) => {
      delete (torch(draft, "2.9") as Partial<Draft["torch"]["releases"][number]>).source;
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: confidence: is missing",
    (draft) => {
      delete (variant(draft, "2.9", "cu128") as { confidence?: unknown }).confidence;
    },
  ],
  [
    'torch.json: release 2.9: variant cu128: Unrecognized key: "cudann"',
    (draft) => {
      Object.assign(variant(draft, "2.9", "cu128"), { cudann: "9.1" });
    },
  ],
  [
    'torch.json: release 2.9: variant cu128: cuda: "12" is no version such as 12.8',
    (draft) => {
      variant(draft, "2.9", "cu128").cuda = "12";
    },
  ],
  [
    "cuda.json: toolkit 12.8: components: value: Too small: expected array to have >=1 items",
    (draft) => {
      toolkit(draft, "12.8").components.value = [];
    },
  ],
  [
    'gpus.json: GPU Tesla T4: segment: "server" is no segment that the catalog knows',
    (draft) => {
      gpu(draft, "Tesla T4").segment = "server";
    },
  ],
  [
    "build-isolation.json: package flash-attn: reason: is missing",
    (draft) => {
      delete (packaged(draft, "flash-attn") as { reason?: string }).reason;
    },
  ],
];

const sources: readonly Case[] = [
  [
    'torch.json: release 2.9: no source "hearsay" in this file',
    (draft) => {
      torch(draft, "2.9").source.push("hearsay");
    },
  ],
  [
    'cuda.json: sources: no row uses "left-over"',
    (draft) => {
      draft.cuda.sources["left-over"] = "doc: a page";
    },
  ],
  [
    "nixpkgs.json: release unstable: glibc: rests on memory only and is called verified",
    (draft) => {
      nixpkgs(draft, "unstable").glibc.source = ["memory"];
    },
  ],
  [
    "gpus.json: asOf: 2999-01-01 is later than the catalog's version 2998-01-01",
    (draft) => {
      draft.version = "2998-01-01";
      draft.gpus.asOf = "2999-01-01";
    },
  ],
];

const torchReleases: readonly Case[] = [
  [
    "torch.json: releases: 2.9 stands behind 2.10; versions go from old to new",
    (draft) => {
      const { releases } = draft.torch;
      const at = releases.findIndex((row) => row.minor === "2.9");
      releases.splice(at, 2, releases[at + 1]!, releases[at]!);
    },
  ],
  [
    "torch.json: releases: 2.9 is there twice",
    (draft) => {
      const at = draft.torch.releases.findIndex((row) => row.minor === "2.9");
      draft.torch.releases.splice(at, 0, structuredClone(torch(draft, "2.9")));
    },
  ],
  [
    "torch.json: release 2.9: released on 2020-01-01, before 2.8",
    (draft) => {
      torch(draft, "2.9").released.value = "2020-01-01";
    },
  ],
  [
    "torch.json: release 2.9: patches: 2.9.0 stands behind 2.9.1; versions go from old to new",
    (draft) => {
      torch(draft, "2.9").patches.reverse();
    },
  ],
  [
    "torch.json: release 2.8: patches: 2.9.0 is no patch of 2.8",
    (draft) => {
      torch(draft, "2.8").patches.push("2.9.0");
    },
  ],
  [
    "torch.json: release 2.9: companions: none for 2.9.2",
    (draft) => {
      torch(draft, "2.9").patches.push("2.9.2");
    },
  ],
  [
    "torch.json: release 2.9: companions: there is no torch 2.9.1",
    (draft) => {
      torch(draft, "2.9").patches.pop();
    },
  ],
  [
    "torch.json: release 2.9: companions: 2.9.0 stands behind 2.9.1; versions go from old to new",
    (draft) => {
      torch(draft, "2.9").companions.rows.reverse();
    },
  ],
  [
    "torch.json: release 2.9: python: 3.10 is there twice",
    (draft) => {
      torch(draft, "2.9").python.stable.unshift("3.10");
    },
  ],
  [
    "torch.json: release 2.9: companions of 2.9.0: torchvision is said to have Python 3.8, which torch has not",
    (draft) => {
      torch(draft, "2.9").companions.rows[0]!.torchvisionPython = ["3.8"];
    },
  ],
  [
    "torch.json: release 2.9: companions of 2.9.0: torchaudio is said to have Python 3.8, which torch has not",
    (draft) => {
      torch(draft, "2.9").companions.rows[0]!.torchaudioPython = ["3.8"];
    },
  ],
  [
    "torch.json: release 2.14: companions of 2.14.0: Pythons of a torchaudio that there is not",
    (draft) => {
      torch(draft, "2.14").companions.rows[0]!.torchaudioPython = ["3.12"];
    },
  ],
  [
    "build-isolation.json: package flash-attn: archVariable: no capability 8.4 in gpus.json",
    (draft) => {
      draft.packages.packages.find((row) => row.name === "flash-attn")!.archVariable!.archs["8.4"] = "80";
    },
  ],
  [
    "torch.json: release 2.9: defaultVariant: there is no variant cu121",
    (draft) => {
      torch(draft, "2.9").defaultVariant.value = "cu121";
    },
  ],
  [
    "torch.json: release 2.9: variants: cu128 is there twice",
    (draft) => {
      torch(draft, "2.9").variants.push(structuredClone(variant(draft, "2.9", "cu128")));
    },
  ],
  [
    "torch.json: release 2.9: variant cu129: its name says another CUDA than 12.8",
    (draft) => {
      variant(draft, "2.9", "cu129").cuda = "12.8";
    },
  ],
  [
    "torch.json: release 2.9: variant cu127: no toolkit 12.7 in cuda.json",
    (draft) => {
      Object.assign(variant(draft, "2.9", "cu129"), { name: "cu127", cuda: "12.7" });
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: patches: there is no torch 2.9.7",
    (draft) => {
      variant(draft, "2.9", "cu128").patches = ["2.9.0", "2.9.7"];
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: is stable, and it or its release is not verified",
    (draft) => {
      variant(draft, "2.9", "cu128").confidence = "derived";
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: is stable, and its kernels for x86_64-linux are missing",
    (draft) => {
      delete variant(draft, "2.9", "cu128").kernels["x86_64-linux"];
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: kernels: x86_64-linux: no capability 7.7 in gpus.json",
    (draft) => {
      variant(draft, "2.9", "cu128").kernels["x86_64-linux"]!.native = ["7.7"];
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: kernels: x86_64-linux: 12.1 needs CUDA 12.9",
    (draft) => {
      variant(draft, "2.9", "cu128").kernels["x86_64-linux"]!.native = ["12.1"];
    },
  ],
  [
    "torch.json: release 2.9: variant cu130: kernels: x86_64-linux: the last CUDA that compiles for 7.0 is 12.9",
    (draft) => {
      variant(draft, "2.9", "cu130").kernels["x86_64-linux"]!.native = ["7.0"];
    },
  ],
  [
    "torch.json: release 2.9: variant cu128: kernels: x86_64-linux: native: 8.0 stands behind 9.0; versions go from old to new",
    (draft) => {
      variant(draft, "2.9", "cu128").kernels["x86_64-linux"]!.native = ["9.0", "8.0"];
    },
  ],
];

const toolkits: readonly Case[] = [
  [
    "cuda.json: toolkits: 11.7 stands behind 99.0; versions go from old to new",
    (draft) => {
      const extra = structuredClone(draft.cuda.toolkits.at(-1)!);
      draft.cuda.toolkits.unshift({ ...extra, version: "99.0" });
    },
  ],
  [
    "cuda.json: toolkit 12.9: released in 2019-01, before 12.8",
    (draft) => {
      toolkit(draft, "12.9").released.value = "2019-01";
    },
  ],
  [
    "cuda.json: toolkit 12.9: minDriver: 500.10 is older than what minor compatibility needs",
    (draft) => {
      toolkit(draft, "12.9").minDriver.toolkit = "500.10";
    },
  ],
  [
    "cuda.json: toolkit 12.9: minDriver: 560.10 is older than that of 12.8",
    (draft) => {
      toolkit(draft, "12.9").minDriver.toolkit = "560.10";
    },
  ],
  [
    "cuda.json: toolkit 12.9: hostCompiler: the oldest GCC is newer than the newest",
    (draft) => {
      toolkit(draft, "12.9").hostCompiler!.gcc.min = 99;
    },
  ],
  [
    "cuda.json: toolkit 12.9: nvcc: no capability 5.1 in gpus.json",
    (draft) => {
      toolkit(draft, "12.9").nvcc!.lowest = "5.1";
    },
  ],
  [
    "cuda.json: toolkit 12.9: nvcc: leaves out 7.0, which gpus.json says it compiles for",
    (draft) => {
      toolkit(draft, "12.9").nvcc!.lowest = "7.5";
    },
  ],
  [
    "cuda.json: toolkit 12.8: nvcc: has 12.1, which gpus.json says it does not compile for",
    (draft) => {
      toolkit(draft, "12.8").nvcc!.highest = "12.1";
    },
  ],
  [
    "cuda.json: toolkit 13.0: components: cuda_crt is missing",
    (draft) => {
      toolkit(draft, "13.0").components.value = ["cuda_nvcc"];
    },
  ],
  [
    "cuda.json: toolkit 12.9: components: cuda_crt exists only from CUDA 13 on",
    (draft) => {
      toolkit(draft, "12.9").components.value.push("cuda_crt");
    },
  ],
  [
    "cuda.json: toolkit 12.9: components: cuda_nvcc is there twice",
    (draft) => {
      toolkit(draft, "12.9").components.value.push("cuda_nvcc");
    },
  ],
];

const cards: readonly Case[] = [
  [
    "gpus.json: capabilities: 8.0 stands behind 8.6; versions go from old to new",
    (draft) => {
      const { capabilities } = draft.gpus;
      const at = capabilities.findIndex((row) => row.capability === "8.0");
      capabilities.splice(at, 2, capabilities[at + 1]!, capabilities[at]!);
    },
  ],
  [
    "gpus.json: capability 7.0: its last CUDA 8.0 is older than its first 9.0",
    (draft) => {
      capability(draft, "7.0").lastCuda = "8.0";
    },
  ],
  [
    "gpus.json: capability 12.1: no toolkit 12.7 in cuda.json",
    (draft) => {
      capability(draft, "12.1").firstCuda.value = "12.7";
    },
  ],
  [
    "gpus.json: GPU Tesla T4: no capability 7.9",
    (draft) => {
      gpu(draft, "Tesla T4").capability = "7.9";
    },
  ],
  [
    "gpus.json: gpus: Tesla T4 is there twice",
    (draft) => {
      draft.gpus.gpus.push(structuredClone(gpu(draft, "Tesla T4")));
    },
  ],
  [
    'gpus.json: GPU GeForce RTX 3090: "tesla-t4" already means Tesla T4',
    (draft) => {
      gpu(draft, "GeForce RTX 3090").aliases = ["tesla-t4"];
    },
  ],
];

const releases: readonly Case[] = [
  [
    "nixpkgs.json: releases: unstable does not stand at the end",
    (draft) => {
      draft.nixpkgs.releases.unshift(draft.nixpkgs.releases.pop()!);
    },
  ],
  [
    "nixpkgs.json: releases: 24.05 stands behind 24.11; versions go from old to new",
    (draft) => {
      const { releases: rows } = draft.nixpkgs;
      const at = rows.findIndex((row) => row.release === "24.05");
      rows.splice(at, 2, rows[at + 1]!, rows[at]!);
    },
  ],
  [
    "nixpkgs.json: releases: 2 are stable, and exactly one can be",
    (draft) => {
      nixpkgs(draft, "24.05").status.value = "stable";
    },
  ],
  [
    "nixpkgs.json: release 24.05: status: is rolling",
    (draft) => {
      nixpkgs(draft, "24.05").status.value = "rolling";
    },
  ],
  [
    "nixpkgs.json: release 24.05: ref: is nixos-unstable, not nixos-24.05",
    (draft) => {
      nixpkgs(draft, "24.05").ref = "nixos-unstable";
    },
  ],
  [
    "nixpkgs.json: release 25.11: scope 12.8: its attribute is cudaPackages",
    (draft) => {
      nixpkgs(draft, "25.11").cuda.scopes.find((scope) => scope.version === "12.8")!.attribute =
        "cudaPackages";
    },
  ],
  [
    "nixpkgs.json: release 25.11: scope 12.7: no toolkit 12.7 in cuda.json",
    (draft) => {
      const scope = nixpkgs(draft, "25.11").cuda.scopes.find((one) => one.version === "12.8")!;
      Object.assign(scope, { version: "12.7", attribute: "cudaPackages_12_7" });
    },
  ],
  [
    "nixpkgs.json: release 25.11: cuda: default: there is no scope 11.8",
    (draft) => {
      nixpkgs(draft, "25.11").cuda.default.value = "11.8";
    },
  ],
  [
    "nixpkgs.json: release 25.11: python: default: there is no released interpreter 3.15",
    (draft) => {
      nixpkgs(draft, "25.11").python.default.value = "3.15";
    },
  ],
  [
    "nixpkgs.json: release 25.11: drivers: production is missing",
    (draft) => {
      const { drivers } = nixpkgs(draft, "25.11");
      drivers.attributes = drivers.attributes.filter((one) => one.name === "legacy_470");
    },
  ],
  [
    "nixpkgs.json: release 25.11: driver dc: there is no driver dc_999",
    (draft) => {
      nixpkgs(draft, "25.11").drivers.attributes.find((one) => one.name === "dc")!.aliasOf = "dc_999";
    },
  ],
  [
    "nixpkgs.json: release 26.05: driver latest: there is no driver newest",
    (draft) => {
      nixpkgs(draft, "26.05").drivers.attributes.find((one) => one.name === "latest")!.atLeast = "newest";
    },
  ],
  [
    "nixpkgs.json: release 25.11: driver production: of a recorded version nothing else is to be said",
    (draft) => {
      nixpkgs(draft, "25.11").drivers.attributes.find((one) => one.name === "production")!.atLeast = "stable";
    },
  ],
  [
    "gpus.json: capability 11.0: an open kernel module is not applicable to a Jetson, and only to one",
    (draft) => {
      capability(draft, "11.0").openKernelModule = "required";
    },
  ],
  [
    "gpus.json: GPU Jetson AGX Thor: its kernel module comes with the board",
    (draft) => {
      gpu(draft, "Jetson AGX Thor").openKernelModule = "required";
    },
  ],
  [
    "nixpkgs.json: release 25.11: driver dc: stable is an alias itself",
    (draft) => {
      nixpkgs(draft, "25.11").drivers.attributes.find((one) => one.name === "dc")!.aliasOf = "stable";
    },
  ],
  [
    "nixpkgs.json: release 25.11: driver legacy_470: has a version or is the alias of another, one of the two",
    (draft) => {
      delete nixpkgs(draft, "25.11").drivers.attributes.find((one) => one.name === "legacy_470")!.version;
    },
  ],
  [
    "nixpkgs.json: release 25.11: drivers: dc is there twice",
    (draft) => {
      nixpkgs(draft, "25.11").drivers.attributes.push({ name: "dc", version: "1.0" });
    },
  ],
  [
    "nixpkgs.json: withoutOpenModule: no release has a driver legacy_111",
    (draft) => {
      draft.nixpkgs.withoutOpenModule.value.push("legacy_111");
    },
  ],
];

const packagesAndCaches: readonly Case[] = [
  [
    'build-isolation.json: package flash-attn: "torch>=2": is not listed: every build needs torch',
    (draft) => {
      packaged(draft, "flash-attn").needs.push("torch>=2");
    },
  ],
  [
    'build-isolation.json: package flash-attn: "ninja >": no version after ">"',
    (draft) => {
      packaged(draft, "flash-attn").needs.push("ninja >");
    },
  ],
  [
    "build-isolation.json: package apex: the default index does not have it, and git is missing",
    (draft) => {
      const apex = packaged(draft, "apex");
      delete apex.git;
      delete apex.subdirectory;
    },
  ],
  [
    "build-isolation.json: package flash-attn: a subdirectory without git",
    (draft) => {
      const row = packaged(draft, "flash-attn");
      delete row.git;
      row.subdirectory = "csrc";
    },
  ],
  [
    "build-isolation.json: package flash-attn: minCapability: no capability 7.9 in gpus.json",
    (draft) => {
      packaged(draft, "flash-attn").minCapability = "7.9";
    },
  ],
  [
    "build-isolation.json: packages: flash-attn is there twice",
    (draft) => {
      draft.packages.packages.push(structuredClone(packaged(draft, "flash-attn")));
    },
  ],
  [
    "caches.json: caches: 0 have the role cuda, and exactly one can",
    (draft) => {
      for (const row of draft.caches.caches) row.role = "community";
    },
  ],
];

describe.each([
  ["the shape", shape],
  ["sources", sources],
  ["torch releases", torchReleases],
  ["CUDA toolkits", toolkits],
  ["GPUs", cards],
  ["nixpkgs releases", releases],
  ["packages and caches", packagesAndCaches],
])("the check of %s finds", (_what, cases) => {
  it.each(cases)("%s", (problem, breakIt) => {
    expect(catalogProblems(broken(breakIt))).toContain(problem);
  });
});
