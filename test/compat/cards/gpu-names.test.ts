import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/compat/catalog.js";
import { findGpu } from "../../../src/compat/cards/gpu-names.js";
import { ask, codesOf, errorsOf, valuesOf } from "../ask.js";

const { gpus } = loadCatalog().gpus;
const find = (name: string) => findGpu(name, gpus);

function found(name: string): string {
  const match = find(name);
  if (match.kind === "unknown") return match.kind;
  const generations = new Set(match.gpus.map((gpu) => gpu.capability));
  return generations.size > 1 ? "ambiguous" : match.gpus[0].name;
}

describe("a card's name", () => {
  it.each([
    ["RTX 4090", "GeForce RTX 4090"],
    ["rtx4090", "GeForce RTX 4090"],
    ["4090", "GeForce RTX 4090"],
    ["NVIDIA GeForce RTX 4090", "GeForce RTX 4090"],
    ["geforce rtx 4070ti super", "GeForce RTX 4070 Ti SUPER"],
    ["RTX 4060 Laptop", "GeForce RTX 4060 Laptop GPU"],
    ["GTX 1080Ti", "GeForce GTX 1080 Ti"],
    ["GTX 1060 3GB", "GeForce GTX 1060"],
    ["V100", "Tesla V100"],
    ["Tesla V100-SXM2-16GB", "Tesla V100"],
    ["NVIDIA H100 80GB HBM3", "H100"],
    ["NVIDIA A100-PCIE-40GB", "A100 40GB"],
    ["T4", "Tesla T4"],
    ["A6000", "RTX A6000"],
    ["L4", "L4"],
    ["L40", "L40"],
    ["T400", "NVIDIA T400"],
    ["Jetson T4000", "Jetson T4000"],
    ["MX150", "GeForce MX150"],
    ["Titan RTX", "NVIDIA TITAN RTX"],
    ["RTX 6000 Ada", "RTX 6000 Ada Generation"],
    ["Quadro RTX 6000", "Quadro RTX 6000"],
    ["NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "RTX PRO 6000 Blackwell Workstation Edition"],
    ["GeForce RTX 2080 with Max-Q Design", "GeForce RTX 2080"],
    ["Titan V", "NVIDIA TITAN V"],
    ["DGX Spark", "GB10"],
    ["orin nano", "unknown"],
  ])("%s is understood as %s", (written, name) => {
    if (name === "A100 40GB") expect(["A100", "A100 40GB"]).toContain(found(written));
    else expect(found(written)).toBe(name);
  });

  it("finds every card under its own name", () => {
    for (const gpu of gpus) expect(found(gpu.name)).toBe(gpu.name);
  });

  it("does not guess between generations", () => {
    expect(found("RTX 6000")).toBe("ambiguous");
    expect(found("Titan X")).toBe("ambiguous");
    expect(found("4000")).toBe("ambiguous");
    expect(found("GTX 860M")).toBe("ambiguous");
  });

  it.each([
    ["GeForce 4090", "GeForce RTX 4090"],
    ["NVIDIA GeForce 3080 Ti", "GeForce RTX 3080 Ti"],
    ["Tesla A100", "A100"],
    ["RTX 2070 Laptop GPU", "GeForce RTX 2070"],
    ["GeForce GTX 1650 Mobile", "GeForce GTX 1650"],
    ["RTX 2080 Super Mobile / Max-Q", "GeForce RTX 2080 SUPER"],
    ["RTX PRO 5000 Blackwell Generation Laptop GPU", "RTX PRO 5000 Blackwell"],
    ["RTX 4060 Laptop GPU", "GeForce RTX 4060 Laptop GPU"],
  ])("%s is understood as %s although no card has that very name", (written, name) => {
    expect(found(written)).toBe(name);
  });

  it("takes the least demanding of several editions", () => {
    expect(found("RTX PRO 6000")).toBe("RTX PRO 6000 Blackwell Workstation Edition");
    expect(found("RTX PRO 6000 Blackwell Server Edition")).toBe("RTX PRO 6000 Blackwell Server Edition");
  });

  it("suggests what has the same number before what is spelled alike", () => {
    const suggested = (name: string) => {
      const match = find(name);
      return match.kind === "unknown" ? match.closest : match.kind;
    };
    expect(suggested("MSI RTX 4090 Suprim X")[0]).toBe("RTX 4090");
    expect(suggested("Asus TUF 3070 Ti OC")[0]).toBe("RTX 3070 Ti");
    expect(suggested("GT 710")).toEqual([]);
  });

  it("names what is close to a misspelling", () => {
    const match = find("RTX 4900");
    expect(match.kind === "unknown" && match.closest).toContain("RTX 4090");
    const nothing = find("Radeon VII");
    expect(nothing.kind === "unknown" && nothing.closest).toEqual([]);
  });
});

describe("an unknown card", () => {
  it("is an error at its place in the list, with a guess and a way out", () => {
    const { resolution, diagnostics } = ask({ gpu: ["RTX 4090", "RTX 3091"] });
    expect(resolution).toBeNull();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", code: "NT300", configPath: ["gpu", 1] });
    expect(diagnostics[0]!.hint).toContain('Did you mean "RTX 3090"?');
    expect(diagnostics[0]!.hint).toContain("nvidia-smi --query-gpu=name,compute_cap");
  });

  it("is found in machines as well", () => {
    const { diagnostics } = ask({
      gpu: "RTX 4090",
      system: { gpu: "RTX 4091" },
      hosts: { attic: { gpu: ["V10", "T4"] } },
    });
    expect(diagnostics.map((one) => one.configPath)).toEqual([
      ["system", "gpu"],
      ["hosts", "attic", "gpu", 0],
    ]);
  });

  it("of several meanings lists them all", () => {
    const [diagnostic] = ask({ gpu: "RTX 6000" }).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT301", configPath: ["gpu"] });
    expect(diagnostic!.hint).toContain('"Quadro RTX 6000"');
    expect(diagnostic!.hint).toContain('"RTX 6000 Ada Generation"');
  });

  it("by capability lists those that exist", () => {
    const [diagnostic] = ask({ gpu: { computeCapability: "9.9" } }).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT302", configPath: ["gpu"] });
    expect(diagnostic!.detail).toContain("8.9, 9.0, 10.0");
  });
});

describe("a name that fits several cards", () => {
  it("is asked about where the generations differ, naming what differs", () => {
    const { resolution, diagnostics } = ask({ gpu: "Titan X" });
    expect(resolution).toBeNull();
    expect(diagnostics).toMatchObject([{ code: "NT301", configPath: ["gpu"] }]);
    expect(diagnostics[0]!.detail).toContain("With GeForce GTX TITAN X: extensions compiled for 5.2.");
    expect(diagnostics[0]!.detail).toContain("With NVIDIA TITAN X (Pascal): extensions compiled for 6.1.");
  });

  it("is taken where every card of it leads to the same", () => {
    // A project without GPU needs only their driver, and both need the same.
    const same = ask({ gpu: "none", system: { gpu: "Titan X" } });
    expect(valuesOf(same)).toMatchObject({ wheel: "cpu", driver: "legacy_580", openKernelModule: false });
    // Kepler ended with an older driver than Maxwell.
    expect(codesOf(ask({ gpu: "none", system: { gpu: "GTX 860M" } }))).toContain("NT301");
    // Editions with different first drivers, and a driver that is newer than both.
    expect(codesOf(ask({ gpu: "RTX PRO 6000" }))).toEqual([]);
  });

  it("is asked about where one edition needs a newer driver than there is", () => {
    const written = { torch: "2.9", cuda: "12.8", system: { release: "25.11", driver: { branch: "dc" } } };
    const fits = (gpu: string) => ask({ gpu, ...written }).resolution !== null;
    expect(fits("RTX PRO 6000 Blackwell Workstation Edition")).toBe(true);
    expect(fits("RTX PRO 6000 Blackwell Server Edition")).toBe(false);
    const { diagnostics } = ask({ gpu: "RTX PRO 6000", ...written });
    expect(diagnostics).toMatchObject([{ code: "NT301" }]);
    expect(diagnostics[0]!.detail).toContain("With RTX PRO 6000 Blackwell Server Edition: no stack fits.");
  });

  it("is asked about before a conflict that would rest on a guess", () => {
    expect(codesOf(ask({ gpu: "RTX 6000", torch: "2.14", cuda: "11.8" }))).toContain("NT301");
  });
});

describe("a card under several spellings", () => {
  it("does not move the place of those behind it", () => {
    const { diagnostics } = ask({ gpu: ["RTX 4090", "rtx4090", "RTX 4o90 Ultra"] });
    expect(diagnostics).toMatchObject([{ code: "NT300", configPath: ["gpu", 2] }]);
  });

  it("is one card, at its first place", () => {
    const { resolution } = ask({ gpu: ["RTX 4090", "rtx4090", "NVIDIA GeForce RTX 4090"] });
    expect(resolution!.archList).toMatchObject({
      value: ["8.9"],
      reason: "the compute capability of RTX 4090 (8.9)",
    });
    const clash = ask({ gpu: ["RTX 5090", "rtx 5090"], cuda: "12.4" });
    expect(errorsOf(clash)[0]!.detail).toContain("RTX 5090 (12.0)");
    expect(errorsOf(clash)[0]!.detail).not.toContain("rtx 5090");
  });
});
