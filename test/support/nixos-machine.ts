import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "./project.js";

/** The configuration that {@link createMachine} starts from. */
export const plainConfiguration = `{ config, pkgs, ... }:
{
  imports = [
    ./hardware-configuration.nix # the disk
  ];
  networking.hostName = "box";
}
`;

export interface Machine {
  readonly root: string;
  read(path: string): string;
  write(path: string, text: string): void;
  /** What `nixos-rebuild` was asked, a line each time. */
  rebuilds(): string[];
}

/** A NixOS below a directory, and a `nixos-rebuild` that says what it was asked: this machine has neither. */
export function createMachine(
  project: Project,
  release: string,
  files: Record<string, string> = {},
): Machine {
  const root = join(dirname(project.directory), "root");
  const bin = join(dirname(project.directory), "bin");
  const machine: Machine = {
    root,
    read: (path) => readFileSync(join(root, path), "utf8"),
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    rebuilds: () => readFileSync(join(bin, "asked"), "utf8").trimEnd().split("\n"),
  };
  const all: Record<string, string> = {
    "etc/NIXOS": "",
    "etc/hostname": "box\n",
    "etc/os-release": `ID=nixos\nVERSION_ID="${release}"\n`,
    "etc/nixos/configuration.nix": plainConfiguration,
    "etc/nixos/hardware-configuration.nix": "{ }\n",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) machine.write(path, text);
  mkdirSync(bin);
  writeFileSync(join(bin, "nixos-rebuild"), `#!/bin/sh\necho "$@" >>${bin}/asked\n`);
  chmodSync(join(bin, "nixos-rebuild"), 0o755);
  project.env.PATH = `${bin}:${project.env.PATH}`;
  return machine;
}
