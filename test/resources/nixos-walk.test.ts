import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../src/host/memory.js";
import type { Reader } from "../../src/host/system.js";
import { systemFlake, walkConfiguration } from "../../src/resources/nixos-walk.js";

const module = "/etc/nixos/configuration.nix";
const file = "/etc/nixos/flake.nix";

/** Counts how often each file is read as one. */
function counting(files: Readonly<Record<string, MemoryEntry>>) {
  const reads = new Map<string, number>();
  const system = memorySystem(files);
  const reader: Reader = {
    ...system,
    read: (path) => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return system.read(path);
    },
  };
  return { reader, reads };
}

describe("the walk over a configuration", () => {
  it("looks at each file once, however many lists and hosts name it", () => {
    const { reader, reads } = counting({
      [file]:
        "{ outputs = { nixpkgs, ... }: { nixosConfigurations = { a = nixpkgs.lib.nixosSystem { modules = [ ./configuration.nix ]; }; " +
        "b = nixpkgs.lib.nixosSystem { modules = [ ./configuration.nix ./x.nix ]; }; }; }; }",
      [module]: "{ imports = [ ./x.nix ./y ./y/default.nix ]; }",
      "/etc/nixos/x.nix": "{ imports = [ ./y ]; }",
      "/etc/nixos/y/default.nix": "{ imports = [ ../configuration.nix ]; }",
    });
    const walked = walkConfiguration(reader, { root: "/", module }, { file, host: "a" });
    expect(walked.configuration.map(({ path }) => path)).toEqual([
      module,
      "/etc/nixos/x.nix",
      "/etc/nixos/y/default.nix",
    ]);
    expect(Math.max(...reads.values())).toBe(1);
    expect(walked.flake).toMatchObject({
      hosts: ["a", "b"],
      reaches: true,
      shared: ["b"],
      modules: [module],
    });
  });

  it("tells modules apart that a function makes of names", () => {
    const text = '{ imports = map (n: { services.${n}.enable = true; }) [ "a" "b" ]; }';
    const { reader } = counting({ [module]: text });
    const { configuration } = walkConfiguration(reader, { root: "/", module }, null);
    expect(configuration.flatMap(({ assignments }) => assignments.map(({ option }) => option))).toEqual([
      "services.a.enable",
      "services.b.enable",
    ]);
  });
});

describe("the flake of a system", () => {
  const facts = { flake: "/home/ada/nixos", hostName: "tower" };
  const channel = { rebuild: { kind: "channel" } } as const;

  it("is the one that the config says, with its host, or the machine's name", () => {
    const flake = (host: string | null) => systemFlake({ rebuild: { kind: "flake", host } }, facts);
    expect(flake("rack")).toEqual({ file: "/home/ada/nixos/flake.nix", host: "rack" });
    expect(flake(null)).toEqual({ file: "/home/ada/nixos/flake.nix", host: "tower" });
  });

  it("is otherwise the one that nixos-rebuild finds by itself", () => {
    expect(systemFlake(channel, facts)).toBeNull();
    expect(systemFlake(channel, { ...facts, flake: "/etc/nixos" })).toEqual({ file, host: "tower" });
    expect(systemFlake(channel, { ...facts, flake: null })).toBeNull();
  });
});
