import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { flakeRefOf, meansSame } from "../../src/stage/flake-ref.js";
import { find, requireTools } from "../support/tools.js";

const told = [
  "github:NixOS/nixpkgs/nixos-26.05",
  "github:NixOS/nixpkgs",
  "github:NixOS/nixpkgs?ref=nixos-26.05",
  "github:NixOS/nixpkgs/nixos-26.05?dir=lib",
  "github:NixOS/nixpkgs/0123456789012345678901234567890123456789",
  "github:me/nixpkgs/my/branch?host=git.example",
  "gitlab:me/nixpkgs",
  "sourcehut:~me/nixpkgs",
  "path:/home/me/nixpkgs?dir=26.05",
  "path:/home/me/nixpkgs/",
  "https://mirror.example/nixpkgs.tar.gz",
  "https://mirror.example/nixpkgs.tar.xz?dir=sub",
  "https://mirror.example/latest",
  "tarball+https://mirror.example/latest",
  "tarball+https://mirror.example/latest?dir=sub",
  "file:///srv/nixpkgs.tar.gz",
];
const leftToNix = [
  "nixpkgs",
  "nixpkgs/nixos-26.05",
  "git+https://git.example/nixpkgs?ref=main",
  "path:./nixpkgs",
  "./nixpkgs",
  "https://mirror.example/nixpkgs.tar.gz?token=1",
  "github:a%20b/nixpkgs",
  "github:NixOS",
];

describe("flakeRefOf", () => {
  it.skipIf(!requireTools("nix")).each(told)("agrees with Nix about %s", (url) => {
    const expression = `builtins.toJSON (builtins.parseFlakeRef ${JSON.stringify(url)})`;
    const options = ["--extra-experimental-features", "nix-command flakes"];
    const json = execFileSync(find("nix")!, [...options, "eval", "--raw", "--expr", expression], {
      encoding: "utf8",
    });
    expect(flakeRefOf(url)).toEqual(JSON.parse(json));
  });

  it.each(leftToNix)("leaves %s to Nix", (url) => {
    expect(flakeRefOf(url)).toBeNull();
    expect(meansSame({}, url)).toBeNull();
  });

  it("tells one branch from another", () => {
    const original = { owner: "NixOS", ref: "nixos-26.05", repo: "nixpkgs", type: "github" };
    expect(meansSame(original, "github:NixOS/nixpkgs/nixos-26.05")).toBe(true);
    expect(meansSame(original, "github:NixOS/nixpkgs/nixos-25.11")).toBe(false);
    expect(meansSame(undefined, "github:NixOS/nixpkgs")).toBe(false);
  });
});
