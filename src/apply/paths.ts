import { basename, dirname, join } from "node:path";
import type { Reader } from "../host/system.js";
import type { Address } from "../model/address.js";
import { Failure } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { below, rebase } from "../model/rooted.js";
import { isPlainAbsolute, projectPathOf } from "../plan/paths.js";

/**
 * The absolute path of a resource on this machine, derived from its address. Only the place of the system's files
 * comes from the plan, because the configuration chooses it; it must be a plain path to a Nix file. Below another root
 * symbolic links are followed as they would be after a chroot. Raises NT509 if they go in circles.
 */
export function pathOf(reader: Reader, plan: Plan, project: string, address: Address): string {
  const fixed = projectPathOf(address);
  if (fixed !== null) return join(project, fixed);
  if (address === "system.generation") return below(plan.root, "/run/current-system");
  const stated = plan.changes.find((change) => change.address === address)?.path ?? null;
  if (stated === null || !isPlainAbsolute(stated) || !stated.endsWith(".nix"))
    throw new Error(`the plan has no usable path for ${address}: ${stated}`);
  const path = rebase(reader, plan.root, stated);
  if (path === null) throw refused(address, below(plan.root, stated), "its symbolic links go in circles");
  return path;
}

/**
 * Where the bytes of `path` really lie, symbolic links followed on purpose. Raises NT509 for a link that leads
 * nowhere, NT406 for what lies in the Nix store.
 */
export function writeTarget(reader: Reader, plan: Plan, address: Address, path: string): string {
  const real = reader.realPath(path) ?? absentTarget(reader, path);
  if (real === null) throw refused(address, path, "it is a symbolic link to something that does not exist");
  const stores = ["/nix/store/", `${below(plan.root, "/nix/store")}/`];
  if (stores.some((store) => real.startsWith(store))) throw inStore(address, path, real);
  return real;
}

function inStore(address: Address, path: string, real: string): Failure {
  return new Failure({
    severity: "error",
    code: "NT406",
    summary: "A file lies in the Nix store",
    detail: `${path} leads to ${real}. What lies in the store was built by Nix and cannot be changed in place.`,
    hint: `Change what generates it, or replace the link by a copy:\n  cp --remove-destination ${real} ${path}`,
    address,
    place: { file: path },
  });
}

function absentTarget(reader: Reader, path: string): string | null {
  if (reader.readLink(path) !== null) return null;
  const directory = reader.realPath(dirname(path));
  return directory === null ? path : join(directory, basename(path));
}

function refused(address: Address, path: string, why: string): Failure {
  return new Failure({
    severity: "error",
    code: "NT509",
    summary: "A symbolic link leads where nixtorch does not write",
    detail: `${path}: ${why}.`,
    hint: `See where it leads, and put the real file there:\n  readlink -f ${path}`,
    address,
    place: { file: path },
  });
}
