import { describe, expect, it } from "vitest";
import { findCapability, findToolkit, loadCatalog } from "../../../src/compat/catalog.js";
import { compilesFor, runsBy } from "../../../src/compat/stack/kernels.js";

describe("code in a wheel", () => {
  const built = { native: ["7.5", "8.0", "8.6", "9.0", "10.0", "12.0"], ptx: [] };

  it("runs on its own major from its minor on", () => {
    expect(runsBy(built, "8.6")).toBe("native");
    expect(runsBy(built, "8.9")).toBe("native");
    expect(runsBy(built, "8.7")).toBe("native");
    expect(runsBy(built, "12.1")).toBe("native");
    expect(runsBy(built, "10.3")).toBe("native");
  });

  it("runs on no other major, and on no lower minor", () => {
    expect(runsBy(built, "7.0")).toBeNull();
    expect(runsBy(built, "11.0")).toBeNull();
    expect(runsBy({ native: ["8.6"], ptx: [] }, "8.0")).toBeNull();
  });

  it("runs as PTX on everything that is not older", () => {
    const withPtx = { native: ["8.0"], ptx: ["9.0"] };
    expect(runsBy(withPtx, "12.0")).toBe("ptx");
    expect(runsBy(withPtx, "8.9")).toBe("native");
    expect(runsBy(withPtx, "7.5")).toBeNull();
  });
});

describe("a toolkit's compiler", () => {
  const catalog = loadCatalog();
  const compiles = (cuda: string, capability: string) =>
    compilesFor(findToolkit(catalog, cuda)!, findCapability(catalog, capability)!);

  it("knows a capability from one CUDA on, and old ones up to another", () => {
    expect(compiles("12.6", "12.0")).toBe(false);
    expect(compiles("12.8", "12.0")).toBe(true);
    expect(compiles("12.8", "12.1")).toBe(false);
    expect(compiles("12.9", "6.1")).toBe(true);
    expect(compiles("13.0", "6.1")).toBe(false);
  });
});
