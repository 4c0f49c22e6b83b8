import { describe, expect, it } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { rebase, resolveInside } from "../../src/model/rooted.js";

const disk = memorySystem({
  "/mnt/etc/os-release": { link: "/etc/static/os-release" },
  "/mnt/etc/static": { link: "/nix/store/etc" },
  "/mnt/nix/store/etc/os-release": "ID=nixos\n",
  "/mnt/etc/nixos": { link: "../home/ada/nixos" },
  "/mnt/home/ada/nixos/configuration.nix": "{ }",
  "/mnt/escape": { link: "../../../etc/passwd" },
  "/mnt/loop": { link: "/pool" },
  "/mnt/pool": { link: "loop" },
});

describe("a path below another root", () => {
  it("follows absolute links as after a chroot", () => {
    expect(rebase(disk, "/mnt", "/etc/os-release")).toBe("/mnt/nix/store/etc/os-release");
  });

  it("follows relative links of directories on the way", () => {
    expect(resolveInside(disk, "/mnt", "/etc/nixos/configuration.nix")).toBe(
      "/home/ada/nixos/configuration.nix",
    );
  });

  it("never leaves the root", () => {
    expect(rebase(disk, "/mnt", "/escape")).toBe("/mnt/etc/passwd");
    expect(rebase(disk, "/mnt", "/../../etc/passwd")).toBe("/mnt/etc/passwd");
  });

  it("is nowhere when links go in circles", () => {
    expect(rebase(disk, "/mnt", "/loop")).toBeNull();
  });

  it("may not exist yet", () => {
    expect(rebase(disk, "/mnt", "/etc/nixos/nixtorch.nix")).toBe("/mnt/home/ada/nixos/nixtorch.nix");
  });

  it("is left to the operating system below /", () => {
    expect(rebase(disk, "/", "/mnt/etc/os-release")).toBe("/mnt/etc/os-release");
  });
});
