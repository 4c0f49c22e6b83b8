import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/compat/catalog.js";
import { compareDotted, majorOf } from "../../../src/compat/order.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { ask, byHand, codesOf, valuesOf } from "../ask.js";

const catalog = loadCatalog();
const newest = catalog.torch.releases.findLast((release) => release.confidence === "verified")!;
const unread = (text: string) => ({ unchecked: text });
const detailOf = (written: WrittenConfig, code: string) => {
  const found = ask(written).diagnostics.filter((one) => one.code === code);
  expect(found).toHaveLength(1);
  expect(found[0]!.severity).toBe("warning");
  return found[0]!.detail!;
};

describe("a version at the person's word", () => {
  it("may be a torch that came out after the catalog: as the newest one known", () => {
    const written = { gpu: "RTX 4090", torch: { version: unread("2.99"), vision: true, triton: true } };
    const values = valuesOf(ask(written));
    expect(values).toMatchObject({ torch: "2.99.0", triton: null });
    expect(newest.variants.map((one) => one.name)).toContain(values.wheel);
    expect(newest.companions.rows.map((row) => row.torchvision)).toContain(values.torchvision);
    expect(detailOf(written, "NT346")).toContain("does not know torch 2.99.0");
  });

  it("may be a patch release of a torch that is known", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090", torch: unread("2.9.7") }))).toMatchObject({
      torch: "2.9.7",
      wheel: valuesOf(ask({ gpu: "RTX 4090", torch: "2.9" })).wheel,
    });
  });

  it("may be a CUDA that no torch has: with the nearest toolkit and the driver of its major", () => {
    const written = { gpu: "RTX 4090", cuda: unread("13.9") };
    const values = valuesOf(ask(written)) as Record<string, string>;
    expect(values).toMatchObject({ wheel: "cu139", cuda: "13.9", driver: "production" });
    expect(values["toolkit"]).toMatch(/^cudaPackages_13_/);
    expect(detailOf(written, "NT345")).toContain("no wheels for CUDA 13.9");
    // Driver 570 does not suit CUDA 13, and nothing else is left.
    const old = detailOf({ ...written, system: { release: "25.05" } }, "NT345");
    expect(old).toMatch(/Driver 570\S* is older than the 580\S* that CUDA 13\.9 needs/);
  });

  it("may be a CUDA of an unknown major, for which there is no toolkit", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090", cuda: unread("14.0") }))).toMatchObject({
      wheel: "cu140",
      toolkit: null,
      driver: "production",
    });
  });

  it("may be a Python that neither torch nor nixpkgs has", () => {
    const written = { gpu: "RTX 4090", project: { python: unread("3.17") } };
    expect(valuesOf(ask(written))).toMatchObject({ python: "3.17", torch: newest.patches.at(-1) });
    expect(detailOf(written, "NT347")).toContain("No torch in the catalog supports Python 3.17.");
  });

  it("believes as little as it must: a Python that older torch supports takes that torch", () => {
    const written = { gpu: "RTX 4090", project: { python: unread("3.9") } };
    expect(valuesOf(ask(written))).toMatchObject({ python: "3.9", torch: "2.8.0" });
    expect(detailOf(written, "NT347")).not.toContain("no wheels");
  });

  it("may be a compute capability that the catalog lacks: by the usual rule", () => {
    const written = { gpu: { computeCapability: unread("9.5") } };
    // Code for 9.0 runs on every 9.x.
    expect(valuesOf(ask(written))).toMatchObject({ archList: ["9.5"], openKernelModule: true });
    expect(detailOf(written, "NT348")).toContain("no GPU of compute capability 9.5");
  });

  it("is not held against what the catalog knows better, which is said", () => {
    const written = { gpu: "RTX 5090", cuda: unread("12.4") };
    expect(valuesOf(ask(written))).toMatchObject({ cuda: "12.4", wheel: "cu124", archList: ["12.0"] });
    expect(detailOf(written, "NT345")).toContain("hold no kernels for RTX 5090 (12.0)");
    expect(ask({ gpu: "RTX 5090", cuda: "12.4" }).resolution).toBeNull();
    const pair = { gpu: "RTX 4090", torch: "2.14", cuda: unread("12.4") };
    expect(valuesOf(ask(pair))).toMatchObject({ torch: "2.14.1", wheel: "cu124" });
    expect(detailOf(pair, "NT345")).toContain("no cu124 wheels of torch 2.14.1");
    const pythons = {
      gpu: "RTX 4090",
      torch: unread("2.14"),
      project: { python: "3.9" },
      nix: { python: "uv" },
    };
    expect(detailOf(pythons as WrittenConfig, "NT346")).toContain("no wheels for Python 3.9");
  });

  it("is told to be written plainly where the catalog agrees", () => {
    const { diagnostics } = ask({ gpu: "RTX 4090", torch: unread("2.9") });
    expect(diagnostics).toMatchObject([{ code: "NT346" }]);
    expect(diagnostics[0]!.hint).toBe('Write it plainly:\n\n  torch: "2.9"');
  });

  it("leaves everything else checked", () => {
    const answer = ask(
      { gpu: "RTX 4090", torch: unread("2.99") },
      { statements: [byHand("torch", "<2.10", 5)] },
    );
    expect(answer.resolution).toBeNull();
    expect(ask({ gpu: ["V100", "RTX 5090"], torch: unread("2.99") }).resolution).toBeNull();
  });

  it("is pointed to where a version is newer than the catalog, and only there", () => {
    const hints = (written: WrittenConfig) =>
      ask(written)
        .diagnostics.map((one) => one.hint)
        .join("\n");
    expect(hints({ gpu: "RTX 4090", cuda: "13.9" })).toContain('cuda: { unchecked: "13.9" }');
    expect(hints({ gpu: "RTX 4090", torch: "2.99" })).toContain('torch: { unchecked: "2.99" }');
    expect(hints({ gpu: "RTX 4090", project: { python: "3.17" } })).toContain('{ unchecked: "3.17" }');
    expect(hints({ gpu: { computeCapability: "14.0" } })).toContain('{ unchecked: "14.0" }');
    for (const written of [{ cuda: "12.7" }, { torch: "1.9" }, { project: { python: "3.5" } }])
      expect(hints({ gpu: "RTX 4090", ...written })).not.toContain("unchecked");
  });

  it("always gives a whole stack, and never a plain one for another", () => {
    const digits = (max: number) => fc.integer({ min: 0, max });
    const parts = fc.record({
      gpu: fc.constantFrom(
        "GTX 1080",
        "V100",
        "T4",
        "RTX 4090",
        "H100",
        "RTX 5090",
        "GB10",
        "Jetson AGX Orin",
      ),
      cuda: fc.option(fc.tuple(fc.integer({ min: 11, max: 15 }), digits(9)), { nil: undefined }),
      torch: fc.option(fc.tuple(digits(30), digits(3)), { nil: undefined }),
      python: fc.option(digits(20), { nil: undefined }),
      vision: fc.boolean(),
      aarch64: fc.boolean(),
    });
    fc.assert(
      fc.property(parts, ({ gpu, cuda, torch, python, vision, aarch64 }) => {
        const written: WrittenConfig = {
          gpu,
          cuda: cuda && unread(cuda.join(".")),
          torch: { version: torch && unread(`2.${torch.join(".")}`), vision },
          project: { python: python === undefined ? undefined : unread(`3.${python + 6}`) },
          nix: { systems: aarch64 ? ["x86_64-linux", "aarch64-linux"] : ["x86_64-linux"] },
        };
        if (cuda === undefined && torch === undefined) return;
        const answer = ask(written);
        const values = valuesOf(answer);
        if (cuda) expect(values).toMatchObject({ cuda: cuda.join("."), wheel: `cu${cuda.join("")}` });
        if (torch) expect(values.torch).toBe(`2.${torch.join(".")}`);
        if (python !== undefined) expect(values.python).toBe(`3.${python + 6}`);
        if (vision) expect(values.torchvision).not.toBeNull();
        if (cuda && values.toolkit !== null)
          expect(majorOf(String(values.toolkit).replace("cudaPackages_", "").replace("_", "."))).toBe(
            cuda[0],
          );
        const codes = codesOf(answer);
        expect(codes.includes("NT345")).toBe(cuda !== undefined);
        expect(codes.includes("NT346")).toBe(torch !== undefined);
        expect(codes.includes("NT347")).toBe(python !== undefined);
        for (const one of answer.diagnostics) expect(one.detail).not.toMatch(/undefined|null|NaN/);
      }),
      { numRuns: 150 },
    );
  });

  it("does not outlive its statement: nothing made up is chosen without it", () => {
    const { torch } = valuesOf(ask({ gpu: "RTX 4090" }));
    expect(compareDotted(String(torch), newest.patches.at(-1)!)).toBe(0);
    expect(
      valuesOf(ask({ gpu: "RTX 4090" }, { locked: { torch: "2.99.0", wheel: "cu139" }, upgrade: true })),
    ).toMatchObject({ torch });
  });
});
