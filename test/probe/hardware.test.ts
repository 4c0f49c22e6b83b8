import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../src/host/memory.js";
import { realSystem } from "../../src/host/real.js";
import { compareDotted } from "../../src/model/version.js";
import { highestNeeded } from "../../src/probe/elf.js";
import { probeHardware } from "../../src/probe/hardware.js";

const found = (files: Readonly<Record<string, MemoryEntry>>, root = "/") =>
  probeHardware(memorySystem(files), root);

const open = `NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.159.04  Release Build  (nixbld@)
GCC version:  gcc version 14.3.0 (GCC)
`;
const closed = `NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.256.02  Thu May  2 14:37:44 UTC 2024
`;
const card = (model: string) => `Model: \t\t ${model}\nIRQ:   \t\t 64\nGPU UUID: \t GPU-0\n`;

describe("the hardware of a machine", () => {
  it("without a driver is not known", () => {
    expect(found({})).toEqual({ driver: null, gpus: [], wantedGlibc: null });
  });

  it("has the driver that the kernel has loaded, and its cards", () => {
    const facts = found({
      "/sys/module/nvidia/version": "580.159.04\n",
      "/proc/driver/nvidia/version": open,
      "/proc/driver/nvidia/gpus/0000:00:06.0/information": card("NVIDIA H100 80GB HBM3"),
      "/proc/driver/nvidia/gpus/0000:00:07.0/information": card("NVIDIA H100 80GB HBM3"),
    });
    expect(facts).toMatchObject({
      driver: { version: "580.159.04" },
      gpus: ["NVIDIA H100 80GB HBM3", "NVIDIA H100 80GB HBM3"],
    });
  });

  it.each([
    [open, "580.159.04"],
    [closed, "470.256.02"],
  ])("reads either form of the driver's own line", (text, version) => {
    expect(found({ "/proc/driver/nvidia/version": text }).driver).toEqual({ version });
  });

  it("is read below another root", () => {
    expect(found({ "/mnt/sys/module/nvidia/version": "595.71.05\n" }, "/mnt").driver).toEqual({
      version: "595.71.05",
    });
  });

  it("names the library that wants the newest glibc, behind the links of NixOS", () => {
    const library = readFileSync(process.execPath);
    const facts = found({
      "/nix/store/abc-graphics-drivers/lib/libcuda.so.1": library,
      "/nix/store/abc-graphics-drivers/lib/libGL.so.1": "no library that torch loads",
      "/run/opengl-driver": { link: "/nix/store/abc-graphics-drivers" },
    });
    expect(facts.wantedGlibc).toEqual({
      version: newestNamed(library),
      library: "/run/opengl-driver/lib/libcuda.so.1",
    });
  });
});

describe("the version that an ELF file needs", () => {
  const system = realSystem({});
  const needs = (path: string) => highestNeeded("GLIBC", (from, count) => system.part(path, from, count));

  it("is the highest that it names", () => {
    expect(needs(process.execPath)).toBe(newestNamed(readFileSync(process.execPath)));
  });

  it("is not known of other files", () => {
    expect(needs(import.meta.filename)).toBeNull();
    expect(needs("/proc/self/status")).toBeNull();
  });

  it("of a damaged file is not known, and harms nothing", () => {
    const whole = readFileSync(process.execPath).subarray(0, 4096);
    for (let at = 0; at < 64; at++) {
      const damaged = Uint8Array.from(whole);
      damaged.fill(0xff, at, at + 8);
      expect(() =>
        highestNeeded("GLIBC", (from, count) => damaged.subarray(from, from + count)),
      ).not.toThrow();
    }
  });
});

/** Without knowledge of the format: every text of that form. */
function newestNamed(bytes: Uint8Array): string {
  const names = Buffer.from(bytes)
    .toString("latin1")
    .matchAll(/\0GLIBC_(\d+\.\d+(?:\.\d+)?)(?=\0)/g);
  return [...names]
    .map((match) => match[1]!)
    .sort(compareDotted)
    .at(-1)!;
}
