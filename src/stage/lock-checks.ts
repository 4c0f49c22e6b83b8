import { relative, resolve } from "node:path";
import { carriesCredentials, maskCredentials } from "../model/mask.js";

/** A path in a staged lock that would mean something else, or nothing, in the project. */
export function strayPath(
  lock: string,
  stage: { readonly directory: string; readonly tree: string; readonly project: string },
  oldLock: string | null,
): string | null {
  if (lock.includes(stage.directory)) return stage.directory;
  const old = new Set(localPaths(oldLock ?? ""));
  return (
    localPaths(lock).find((path) => {
      if (old.has(path)) return false;
      if (/^(?:\/|file:|[A-Za-z]:[\\/])/.test(path)) return true;
      const inside = relative(stage.tree, resolve(stage.project, path));
      return inside === ".." || inside.startsWith("../");
    }) ?? null
  );
}

/** Values of the lock that are paths: of sources, and of registries and files that are local. */
function localPaths(lock: string): string[] {
  const paths = [...lock.matchAll(/\b(?:path|directory|editable|virtual) = "([^"]+)"/g)];
  const urls = [...lock.matchAll(/\b(?:registry|url) = "((?:\/|\.|file:)[^"]*)"/g)];
  return [...paths, ...urls].map((match) => match[1]!);
}

/** The first URL with credentials, masked; `null`: there is none. */
export function leakedCredentials(lock: string): string | null {
  if (!carriesCredentials(lock)) return null;
  const line = lock.split("\n").find(carriesCredentials) ?? "";
  return /[a-z][a-z0-9+.-]*:\/\/\*\*\*@[^\s"']*/i.exec(maskCredentials(line))?.[0] ?? "a URL";
}

/** Hosts of the registries that packages of a lock come from. */
export function registryHosts(lock: string): ReadonlySet<string> {
  const hosts = [...lock.matchAll(/\bregistry = "https?:\/\/(?:[^"/@]*@)?([^"/]+)/g)].map(
    (match) => match[1]!,
  );
  return new Set(hosts);
}
