import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry, type MemoryOptions } from "../../src/host/memory.js";
import { findSystemSource, type SystemConfiguration } from "../../src/stage/evaluate-system-source.js";

function found(
  files: Readonly<Record<string, MemoryEntry>>,
  asking: Partial<SystemConfiguration> = {},
  options: MemoryOptions = {},
) {
  return findSystemSource(memorySystem(files, options), {
    root: "/",
    flake: null,
    own: ["/etc/nixos/nixtorch.nix"],
    release: "26.05",
    allowRoot: false,
    ...asking,
  });
}

const nixpkgs = (path: string) => ({ [`${path}/nixos/default.nix`]: "" });
const profile = "/nix/var/nix/profiles/per-user/root/channels";
const channel = {
  ...nixpkgs("/nix/store/0-nixos"),
  "/nix/store/1-env/nixos": { link: "/nix/store/0-nixos" },
  [profile]: { link: "/nix/store/1-env" },
};
const person = { "/etc/nixos/configuration.nix": "{ }" };

describe("what a rebuild would evaluate", () => {
  it("is root's channel, with the other channels beside it", () => {
    expect(
      found({ ...channel, ...person }, {}, { env: { NIX_PATH: "nixpkgs=/home/me/nixpkgs" } }),
    ).toMatchObject({
      request: { kind: "channel", nixpkgs: "/nix/store/0-nixos", entry: "/etc/nixos/configuration.nix" },
      identity: "/nix/store/0-nixos",
      env: {
        NIX_PATH: `nixpkgs=/nix/store/0-nixos:nixos-config=/etc/nixos/configuration.nix:${profile}`,
        NIXPKGS_ALLOW_UNFREE: null,
      },
    });
  });

  it("is what NIX_PATH names where there is no channel; a checkout may change, so its answers are not kept", () => {
    const NIX_PATH = "nixpkgs=/home/me/nixpkgs:nixos-config=/home/me/box.nix:nixpkgs=/elsewhere";
    const files = { ...nixpkgs("/home/me/nixpkgs"), "/home/me/box.nix": "{ }" };
    expect(found(files, {}, { env: { NIX_PATH } })).toMatchObject({
      request: { nixpkgs: "/home/me/nixpkgs", entry: "/home/me/box.nix" },
      directory: "/home/me",
      identity: null,
    });
  });

  it("is nothing that has to be fetched first, and nothing of this machine for another root", () => {
    const reason = found(person, {}, { env: { NIX_PATH: "nixpkgs=flake:nixpkgs" } });
    expect(reason).toMatch(/NIX_PATH names no directory/);
    const files = { ...nixpkgs("/nixpkgs"), "/mnt/etc/nixos/configuration.nix": "{ }" };
    expect(found(files, { root: "/mnt" }, { env: { NIX_PATH: "nixpkgs=/nixpkgs" } })).toBe(
      `no nixpkgs was found: there is none in /mnt${profile}/nixos`,
    );
  });

  it("is the flake's repository, from its root on", () => {
    const files = { "/home/me/dots/.git/HEAD": "", "/home/me/dots/my nixos/flake.nix": "{ }" };
    const asking = {
      flake: { directory: "/home/me/dots/my nixos", host: "box" },
      own: ["/home/me/dots/my nixos/nixtorch.nix", "/etc/nixos/nixtorch.nix"],
    };
    expect(found(files, asking)).toMatchObject({
      request: {
        url: "git+file:///home/me/dots?dir=my%20nixos",
        host: "box",
        own: ["/my nixos/nixtorch.nix"],
      },
      directory: "/home/me/dots",
    });
    expect(found({ "/home/me/dots/my nixos/flake.nix": "{ }" }, asking)).toMatchObject({
      request: { url: "path:/home/me/dots/my%20nixos", own: ["/nixtorch.nix"] },
    });
    expect(found(files, { flake: { directory: "/home/me/dots", host: null } })).toMatch(
      /which of the flake's hosts/,
    );
  });

  it("is left alone as root where it belongs to somebody else, unless that is meant", () => {
    const files = { ...channel, "/etc/nixos/configuration.nix": { content: "{ }", uid: 1000 } };
    const asRoot = (allowRoot: boolean) => found(files, { allowRoot }, { uid: 0 });
    expect(asRoot(false)).toMatch(/not evaluated as root/);
    expect(asRoot(true)).toMatchObject({ request: { kind: "channel" } });
  });
});
