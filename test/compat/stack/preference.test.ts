import { describe, expect, it } from "vitest";
import {
  loadCatalog,
  type Catalog,
  type TorchRelease,
  type WheelVariant,
} from "../../../src/compat/catalog.js";
import type { Question } from "../../../src/compat/resolve.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { ask, byHand, codesOf, valuesOf } from "../ask.js";

const real = loadCatalog();
const like = real.torch.releases.find((release) => release.minor === "2.14")!;
const x86 = { "x86_64-linux": { native: ["7.5", "8.0", "8.6", "9.0"], ptx: [] } };

function variant(cuda: string, more: Partial<WheelVariant> = {}): WheelVariant {
  const name = `cu${cuda.replace(".", "")}`;
  return { name, cuda, status: "stable", kernels: x86, confidence: "verified", source: ["x"], ...more };
}

/** A torch with these wheels, and with torchvision and triton of its own. */
function torch(
  minor: string,
  variants: readonly WheelVariant[],
  more: Partial<TorchRelease> = {},
): TorchRelease {
  const patch = `${minor}.0`;
  return {
    ...like,
    minor,
    patches: [patch],
    variants,
    defaultVariant: { ...like.defaultVariant, value: null },
    companions: {
      ...like.companions,
      tritonConfidence: "verified",
      rows: [{ torch: patch, torchvision: patch, torchaudio: patch, triton: patch }],
    },
    ...more,
  };
}

const released = (value: string) => ({ defaultVariant: { ...like.defaultVariant, value } });
const sized = (value: number) => ({ download: { value, confidence: "verified" as const } });
const of = (...releases: TorchRelease[]): Catalog => ({ ...real, torch: { ...real.torch, releases } });

function chosen(catalog: Catalog, written: WrittenConfig = {}, more: Partial<Question> = {}): string {
  const values = valuesOf(ask({ gpu: "RTX 4090", ...written }, { catalog, ...more }));
  return `${values.torch} ${values.wheel}`;
}

// Every test has one step of the order only: what comes after it would choose the other one.
describe("of stacks that satisfy, the best is", () => {
  it("the one that is locked, before anything newer", () => {
    const catalog = of(torch("3.0", [variant("12.6")]), torch("3.1", [variant("12.6")]));
    expect(chosen(catalog)).toBe("3.1.0 cu126");
    expect(chosen(catalog, {}, { locked: { torch: "3.0.0", wheel: "cu126" } })).toBe("3.0.0 cu126");
  });

  it("one whose build was seen, before a newer one that is planned", () => {
    const plan = torch("3.1", [variant("12.6", { status: "planned", confidence: "planned" })], {
      confidence: "planned",
    });
    const catalog = of(torch("3.0", [variant("12.6")]), plan);
    expect(chosen(catalog)).toBe("3.0.0 cu126");
    expect(chosen(catalog, {}, { statements: [byHand("torch", ">=3.0")] })).toBe("3.0.0 cu126");
    expect(chosen(catalog, { torch: "3.1" })).toBe("3.1.0 cu126");
  });

  it("one of which every part that is asked for was read, before a newer one with a remembered part", () => {
    const companions = { ...torch("3.1", []).companions, confidence: "recalled" as const };
    const catalog = of(torch("3.0", [variant("12.6")]), torch("3.1", [variant("12.6")], { companions }));
    expect(chosen(catalog)).toBe("3.1.0 cu126");
    expect(chosen(catalog, { torch: { vision: true } })).toBe("3.0.0 cu126");
    const named = ask({ gpu: "RTX 4090", torch: { version: "3.1", vision: true } }, { catalog });
    expect(codesOf(named)).toEqual(["NT349"]);
    expect(named.diagnostics[0]!.detail).toContain("what was released with torch 3.1.0");
  });

  it("the newest torch, before a better supported variant of an older one", () => {
    const catalog = of(
      torch("3.0", [variant("12.6")]),
      torch("3.1", [variant("12.6", { status: "legacy" })]),
    );
    expect(chosen(catalog)).toBe("3.1.0 cu126");
  });

  it("the locked variant, before a better supported one of the same torch", () => {
    const variants = [variant("12.6", { status: "legacy" }), variant("12.8")];
    expect(chosen(of(torch("3.1", variants)), {}, { locked: { wheel: "cu126" } })).toBe("3.1.0 cu126");
  });

  it.each([
    ["stable", "experimental"],
    ["experimental", "legacy"],
  ] as const)("the %s variant, before one that is %s and has the toolkit", (better, worse) => {
    // nixpkgs 26.05 has no toolkit of CUDA 12.4.
    const variants = [variant("12.4", { status: better }), variant("12.6", { status: worse })];
    expect(chosen(of(torch("3.1", variants)))).toBe("3.1.0 cu124");
  });

  it("the variant with a toolkit of its own CUDA, before the one that PyPI gives", () => {
    const variants = [variant("12.4"), variant("12.6")];
    expect(chosen(of(torch("3.1", variants, released("cu124"))))).toBe("3.1.0 cu126");
  });

  it("the one that PyPI gives, before a smaller one", () => {
    const variants = [variant("12.6", sized(2000)), variant("12.8", sized(3000))];
    expect(chosen(of(torch("3.1", variants, released("cu128"))))).toBe("3.1.0 cu128");
  });

  it("the smaller download, before the older CUDA", () => {
    const variants = [variant("12.6", sized(3000)), variant("12.8", sized(2000))];
    expect(chosen(of(torch("3.1", variants)))).toBe("3.1.0 cu128");
  });

  it("the older CUDA, also where only some sizes are known", () => {
    expect(chosen(of(torch("3.1", [variant("12.8"), variant("12.6")])))).toBe("3.1.0 cu126");
    const variants = [variant("12.6"), variant("12.8", sized(1)), variant("13.0", sized(2))];
    expect(chosen(of(torch("3.1", variants)))).toBe("3.1.0 cu126");
  });
});

describe("the toolkit is", () => {
  const scopes = (...given: readonly (readonly [string, "verified" | "recalled"])[]): Catalog => ({
    ...of(torch("3.1", [variant("12.6")])),
    nixpkgs: {
      ...real.nixpkgs,
      releases: real.nixpkgs.releases.map((row) => ({
        ...row,
        cuda: {
          ...row.cuda,
          scopes: given.map(([version, confidence]) => ({
            version,
            attribute: `cudaPackages_${version.replace(".", "_")}`,
            confidence,
          })),
        },
      })),
    },
  });
  const toolkit = (catalog: Catalog) => ask({ gpu: "RTX 4090" }, { catalog });

  it("that of the wheel's CUDA", () => {
    const answer = toolkit(scopes(["12.5", "verified"], ["12.6", "verified"], ["12.8", "verified"]));
    expect(valuesOf(answer).toolkit).toBe("cudaPackages_12_6");
  });

  it("the nearest minor, and the newer of two that are as near", () => {
    expect(valuesOf(toolkit(scopes(["12.2", "verified"], ["12.5", "verified"]))).toolkit).toBe(
      "cudaPackages_12_5",
    );
    expect(valuesOf(toolkit(scopes(["12.4", "verified"], ["12.8", "verified"]))).toolkit).toBe(
      "cudaPackages_12_8",
    );
  });

  it("one that was read before one that is remembered, which is taken with a warning", () => {
    const both = toolkit(scopes(["12.6", "recalled"], ["12.8", "verified"]));
    expect(valuesOf(both).toolkit).toBe("cudaPackages_12_8");
    const only = toolkit(scopes(["12.6", "recalled"]));
    expect(valuesOf(only).toolkit).toBe("cudaPackages_12_6");
    expect(codesOf(only)).toEqual(["NT349"]);
  });
});
