import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stubNixpkgs } from "./nix-shell.js";

/**
 * Root's channel `nixos` in a system below `root`, made of the stub nixpkgs: links into the store of that system, which
 * are absolute there.
 */
export function addChannel(root: string, release: string): void {
  const store = join(root, "nix/store");
  cpSync(stubNixpkgs, join(store, "0-nixos"), { recursive: true });
  writeFileSync(join(store, "0-nixos/.version"), release);
  mkdirSync(join(store, "1-user-environment"));
  symlinkSync("/nix/store/0-nixos", join(store, "1-user-environment/nixos"));
  const profile = join(root, "nix/var/nix/profiles/per-user/root/channels");
  mkdirSync(dirname(profile), { recursive: true });
  symlinkSync("/nix/store/1-user-environment", profile);
}
