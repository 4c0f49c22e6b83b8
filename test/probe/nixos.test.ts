import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../src/host/memory.js";
import type { SystemConfig } from "../../src/model/config.js";
import { probeNixos } from "../../src/probe/nixos.js";

type Files = Readonly<Record<string, MemoryEntry>>;

const config = { module: "/etc/nixos/configuration.nix", release: null } as SystemConfig;
const osRelease = (version: string, build = version) =>
  `NAME=NixOS\nID=nixos\nVERSION_ID="${version}"\nBUILD_ID="${build}.1234.abcdef0"\n`;

function probe(files: Files, options: Partial<Parameters<typeof probeNixos>[1]> = {}) {
  return probeNixos(memorySystem(files), { root: "/", hostName: null, config, ...options });
}

const lock = (original: object) =>
  JSON.stringify({
    nodes: { root: { inputs: { nixpkgs: "nixpkgs_2" } }, nixpkgs_2: { original, locked: { rev: "0" } } },
    root: "root",
    version: 7,
  });

const withFlake = (original: object): Files => ({
  "/etc/nixos/flake.nix": "{ }",
  "/etc/nixos/flake.lock": lock(original),
  "/etc/os-release": osRelease("25.05"),
});

describe("a machine", () => {
  it("is NixOS by its marker file, and has a name", () => {
    const facts = probe({ "/etc/NIXOS": "", "/etc/hostname": "tower\n" });
    expect(facts).toMatchObject({ isNixos: true, hostName: "tower" });
  });

  it("that runs something else has no release", () => {
    const facts = probe({ "/etc/os-release": 'ID=debian\nVERSION_ID="12"\n' });
    expect(facts).toEqual({
      root: "/",
      isNixos: false,
      hostName: null,
      release: null,
      runningRelease: null,
      flake: null,
      unreadLock: null,
    });
  });

  it("goes by the name it is given", () => {
    expect(probe({ "/etc/hostname": "tower\n" }, { hostName: "rack-7" }).hostName).toBe("rack-7");
  });
});

describe("the release of the next rebuild", () => {
  it("is what the config says before all else", () => {
    const facts = probe(withFlake({ type: "github", owner: "NixOS", repo: "nixpkgs", ref: "nixos-25.11" }), {
      config: { ...config, release: "26.05" },
    });
    expect(facts.release).toEqual({ value: "26.05", from: "system.release" });
    expect(facts.runningRelease).toBe("25.05");
  });

  it.each([
    ["25.11", { type: "github", owner: "NixOS", repo: "nixpkgs", ref: "nixos-25.11" }],
    ["26.05", { type: "github", owner: "NixOS", repo: "nixpkgs", ref: "nixos-26.05-small" }],
    ["26.05", { type: "github", owner: "NixOS", repo: "nixpkgs", ref: "release-26.05" }],
    ["unstable", { type: "github", owner: "NixOS", repo: "nixpkgs", ref: "nixos-unstable" }],
    ["unstable", { type: "github", owner: "nixos", repo: "nixpkgs", ref: "nixpkgs-unstable" }],
    ["unstable", { type: "github", owner: "NixOS", repo: "nixpkgs" }],
    ["unstable", { type: "github", owner: "nixos", repo: "nixpkgs" }],
    ["unstable", { type: "git", url: "https://github.com/NixOS/nixpkgs.git" }],
    ["unstable", { type: "indirect", id: "nixpkgs" }],
    ["25.11", { type: "indirect", id: "nixpkgs", ref: "nixos-25.11" }],
    ["25.11", { type: "tarball", url: "https://channels.nixos.org/nixos-25.11/nixexprs.tar.xz" }],
    ["26.05", { type: "tarball", url: "https://flakehub.com/f/NixOS/nixpkgs/0.2605.*.tar.gz" }],
    ["unstable", { type: "tarball", url: "https://flakehub.com/f/NixOS/nixpkgs/0.1.tar.gz" }],
  ])("is %s for a flake that follows %j", (value, original) => {
    expect(probe(withFlake(original)).release).toEqual({ value, from: "/etc/nixos/flake.lock" });
  });

  const flakeWith = (nodes: object): Files => ({
    "/etc/nixos/flake.nix": "{ }",
    "/etc/nixos/flake.lock": JSON.stringify({ nodes, root: "root", version: 7 }),
    "/etc/os-release": osRelease("25.05"),
  });
  const nixpkgs = (ref?: string) => ({
    original: { type: "github", owner: "nixos", repo: "nixpkgs", ...(ref !== undefined && { ref }) },
  });

  it("is that of an input that follows another's", () => {
    const facts = probe(
      flakeWith({
        root: { inputs: { hm: "hm", nixpkgs: ["hm", "nixpkgs"] } },
        hm: { inputs: { nixpkgs: ["base"], other: "x" }, original: { type: "github" } },
        nixpkgs_3: nixpkgs("nixos-25.11"),
      }),
    );
    expect(facts.unreadLock).toBe("/etc/nixos/flake.lock");
    const followed = probe(
      flakeWith({
        root: { inputs: { hm: "hm", base: "nixpkgs_3", nixpkgs: ["hm", "nixpkgs"] } },
        hm: { inputs: { nixpkgs: ["base"] } },
        nixpkgs_3: nixpkgs("nixos-25.11"),
      }),
    );
    expect(followed).toMatchObject({ release: { value: "25.11" }, unreadLock: null });
  });

  it("is that of nixpkgs under another name", () => {
    const named = (inputs: object) =>
      probe(
        flakeWith({
          root: { inputs },
          a: nixpkgs("nixos-26.05"),
          b: nixpkgs("nixos-unstable"),
          hw: { original: { type: "github", owner: "NixOS", repo: "nixos-hardware" } },
        }),
      );
    expect(named({ stable: "a", hw: "hw" }).release).toMatchObject({ value: "26.05" });
    // Which of two the system is built from, the lock does not say.
    expect(named({ stable: "a", unstable: "b" })).toMatchObject({
      release: { value: "25.05", from: "/etc/os-release" },
      unreadLock: "/etc/nixos/flake.lock",
    });
    expect(named({ nixpkgs: "a", unstable: "b" }).release).toMatchObject({ value: "26.05" });
  });

  it("is read off what a moving tarball is locked to", () => {
    const url = "https://api.flakehub.com/f/pinned/NixOS/nixpkgs/0.2511.812345/source.tar.gz";
    const facts = probe(
      flakeWith({
        root: { inputs: { nixpkgs: "nixpkgs" } },
        nixpkgs: {
          original: { type: "tarball", url: "https://flakehub.com/f/NixOS/nixpkgs/*" },
          locked: { type: "tarball", url },
        },
      }),
    );
    expect(facts).toMatchObject({ release: { value: "25.11" }, unreadLock: null });
  });

  it("follows no circle of inputs", () => {
    const facts = probe(flakeWith({ root: { inputs: { nixpkgs: ["a"], a: ["nixpkgs"] } } }));
    expect(facts.unreadLock).toBe("/etc/nixos/flake.lock");
  });

  it("is not looked for in a lock when the config says it", () => {
    const files = withFlake({ type: "github", owner: "NixOS", repo: "nixpkgs", rev: "abc" });
    expect(probe(files).unreadLock).toBe("/etc/nixos/flake.lock");
    expect(probe(files, { config: { ...config, release: "26.05" } }).unreadLock).toBeNull();
  });

  it("is that of a flake above the module", () => {
    const facts = probe(withFlake({ type: "github", ref: "nixos-26.05" }), {
      config: { ...config, module: "/etc/nixos/hosts/tower/default.nix" },
    });
    expect(facts).toMatchObject({ flake: "/etc/nixos", release: { value: "26.05" } });
  });

  it("is not the channel's when a flake pins a bare revision", () => {
    const facts = probe({
      ...withFlake({ type: "github", owner: "NixOS", repo: "nixpkgs", rev: "abc" }),
      "/root/.nix-defexpr/channels/nixos/.version": "24.11",
    });
    expect(facts.release).toEqual({ value: "25.05", from: "/etc/os-release" });
  });

  it("survives a lock that is none", () => {
    for (const text of ["<<<<<<< HEAD", "[]", "null", '{"nodes":1,"root":{}}']) {
      const facts = probe({ ...withFlake({}), "/etc/nixos/flake.lock": text });
      expect(facts.release?.from).toBe("/etc/os-release");
    }
  });

  it.each([
    [".1234.abcdef0", "26.05"],
    ["beta12.abcdef0", "26.05"],
    ["pre1234.abcdef0", "unstable"],
  ])("is read off root's channel, version 26.05%s", (suffix, value) => {
    const channel = "/nix/var/nix/profiles/per-user/root/channels/nixos";
    const facts = probe({
      [`${channel}/.version`]: "26.05\n",
      [`${channel}/.version-suffix`]: suffix,
      "/etc/os-release": osRelease("25.11"),
    });
    expect(facts).toMatchObject({ release: { value, from: channel }, runningRelease: "25.11" });
  });

  it("is what runs, when nothing else tells", () => {
    expect(probe({ "/etc/os-release": osRelease("25.11") }).release).toEqual({
      value: "25.11",
      from: "/etc/os-release",
    });
    expect(probe({ "/etc/os-release": osRelease("26.11", "26.11pre99") }).runningRelease).toBe("unstable");
  });
});

describe("a system under another root", () => {
  it("is read there, and absolute links stay there", () => {
    const files: Files = {
      "/etc/NIXOS": "",
      "/etc/hostname": "this-machine\n",
      "/etc/static/os-release": osRelease("25.05"),
      "/mnt/etc/NIXOS": "",
      "/mnt/etc/hostname": { link: "/etc/static/hostname" },
      "/mnt/etc/os-release": { link: "/etc/static/os-release" },
      "/mnt/etc/static": { link: "/nix/store/x-etc/etc" },
      "/mnt/nix/store/x-etc/etc/os-release": osRelease("26.05"),
      "/mnt/nix/store/x-etc/etc/hostname": "that-machine\n",
    };
    const facts = probe(files, { root: "/mnt" });
    expect(facts).toMatchObject({ isNixos: true, hostName: "that-machine", runningRelease: "26.05" });
  });
});
