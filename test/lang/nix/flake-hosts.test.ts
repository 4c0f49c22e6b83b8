import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostsOf, type HostFile } from "../../../src/lang/nix/flake-hosts.js";
import { parseNix } from "../../../src/lang/nix/parser.js";

function hosts(file: string, holds?: HostFile) {
  const text = readFileSync(new URL(`../../fixtures/nix-shapes/hosts/${file}`, import.meta.url), "utf8");
  return hostsOf(text, parseNix(text), holds).map((one) => {
    if (one.kind === "path") return [one.name, `${one.path} (${one.holds})`, one.line];
    if (one.kind === "opaque") return [one.name, one.why, one.line];
    return [
      one.name,
      one.modules.map((entry) => (entry.kind === "path" ? entry.path : entry.kind)),
      one.line,
    ];
  });
}

describe("hostsOf", () => {
  it("finds each host of a flake and its modules", () => {
    expect(hosts("plain-flake.nix")).toEqual([
      ["box", ["./common.nix", "./hosts/box", "opaque", "inline"], 9],
      ["lap-top", ["./hosts/laptop"], 18],
    ]);
  });

  it("follows a function of the flake", () => {
    expect(hosts("made-by-function.nix")).toEqual([
      ["box", ["./hosts/box.nix"], 15],
      ["node", ["./hosts/node.nix", "./gpu.nix"], 16],
    ]);
  });

  it("names the files that hold hosts", () => {
    expect(hosts("other-files.nix")).toEqual([
      [null, "./hosts (hosts)", 3],
      ["alone", "./alone.nix (host)", 4],
    ]);
    expect(hosts("hosts.nix", "hosts")).toEqual([
      ["box", ["./box.nix"], 7],
      ["lab", ["./lab.nix"], 13],
    ]);
    expect(hosts("one-host.nix", "host")).toEqual([[null, ["./configuration.nix"], 1]]);
  });

  it("finds them in a flake made of parts, and the parts", () => {
    expect(hosts("flake-parts.nix")).toEqual([
      ["box", ["./box.nix"], 7],
      [null, "./machines (outputs)", 6],
    ]);
  });

  it("says what only evaluation knows, and nothing where there is none", () => {
    expect(hosts("computed.nix")).toEqual([[null, "a function computes the hosts", 5]]);
    expect(hosts("nothing-to-see.nix")).toEqual([]);
  });
});
