import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../src/compat/catalog.js";
import { checkMachine } from "../../src/compat/machine-check.js";
import type { WrittenConfig } from "../../src/config/written.js";
import type { MachineFacts } from "../../src/model/machine.js";
import { ask } from "./ask.js";

const nothing: MachineFacts = { driver: null, gpus: [], wantedGlibc: null };

/** What is said of a config on a machine. */
function said(written: WrittenConfig, facts: Partial<MachineFacts>, managesDriver = false) {
  const { resolution } = ask(written);
  if (resolution === null) throw new Error("no stack");
  return checkMachine({
    facts: { ...nothing, ...facts },
    resolution,
    catalog: loadCatalog(),
    nixSystem: "x86_64-linux",
    pythonFromNixpkgs: written.nix?.python !== "uv",
    managesDriver,
  });
}

const cuda13: WrittenConfig = { gpu: "RTX 4090", cuda: "13.0" };

describe("a machine", () => {
  it("without a GPU has nothing to say: the stack is for others", () => {
    expect(said(cuda13, {})).toEqual([]);
  });

  it("that has what is declared has nothing to say", () => {
    const facts = { driver: { version: "580.159.04" }, gpus: ["NVIDIA GeForce RTX 4090"] };
    expect(said(cuda13, facts)).toEqual([]);
  });

  it("with a driver from before the wheel's CUDA is told which wheels it could run", () => {
    const [one, ...more] = said(
      { gpu: "RTX 4090", torch: "2.14", cuda: "13.0" },
      { driver: { version: "570.153.02" } },
    );
    expect(more).toEqual([]);
    expect(one).toMatchObject({ severity: "warning", code: "NT350" });
    expect(one!.detail).toContain("driver 570.153.02 loaded; cu130 wheels need 580");
    expect(one!.hint).toContain('cuda: "12.6"');
  });

  it("is not told of wheels that do not run on the declared card", () => {
    const [one] = said({ gpu: "RTX 5090", torch: "2.14" }, { driver: { version: "570.153.02" } });
    expect(one!.hint).not.toContain("cuda:");
  });

  it("whose driver nixtorch is about to replace needs a reboot and nothing else", () => {
    const [one] = said(cuda13, { driver: { version: "570.153.02" } }, true);
    expect(one).toMatchObject({ severity: "info", code: "NT350", hint: "After the rebuild, reboot." });
  });

  it("with any driver runs a stack without CUDA", () => {
    expect(said({ gpu: "none" }, { driver: { version: "390.157" }, gpus: ["GeForce GTX 1080 Ti"] })).toEqual(
      [],
    );
  });

  it("with none but cards that the wheel has no code for is warned", () => {
    const [one] = said(cuda13, { gpus: ["NVIDIA GeForce GTX 1080 Ti"] });
    expect(one).toMatchObject({ severity: "warning", code: "NT351" });
    expect(one!.detail).toContain("NVIDIA GeForce GTX 1080 Ti (6.1)");
  });

  it("may have an old card for its screens", () => {
    const [one, ...more] = said(cuda13, { gpus: ["NVIDIA GeForce RTX 4090", "NVIDIA GeForce GTX 1050"] });
    expect(more).toEqual([]);
    expect(one).toMatchObject({ severity: "info", code: "NT351" });
    expect(one!.detail).toContain("It runs on NVIDIA GeForce RTX 4090.");
  });

  it("with a card that nobody knows is left alone", () => {
    expect(said(cuda13, { gpus: ["NVIDIA Graphics Device"] })).toEqual([]);
  });

  it("whose driver wants a newer glibc than the shell's Python has is warned", () => {
    const wanted = { wantedGlibc: { version: "2.99", library: "/run/opengl-driver/lib/libcuda.so.1" } };
    const [one] = said(cuda13, wanted);
    expect(one).toMatchObject({ severity: "warning", code: "NT352" });
    expect(one!.detail).toContain("libcuda.so.1 wants glibc 2.99");
    expect(said({ ...cuda13, nix: { python: "uv" } }, wanted)).toEqual([]);
  });

  it("whose driver wants an old glibc, as NVIDIA's own libraries do, is fine", () => {
    expect(said(cuda13, { wantedGlibc: { version: "2.9", library: "libcuda.so.1" } })).toEqual([]);
  });
});
