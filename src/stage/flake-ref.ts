import { isDeepStrictEqual } from "node:util";

/** A flake reference as `flake.lock` records it under `original`. */
export type FlakeRef = Readonly<Record<string, string>>;

const revision = /^[0-9a-f]{40}$/;
/** File names that Nix takes for an archive, where the URL's scheme does not say so. */
const archive = /\.(?:zip|tar|tgz|tar\.gz|tar\.xz|tar\.bz2|tar\.zst)$/;

/**
 * What Nix records for a flake URL; `null`: a form that only Nix can tell the meaning of
 * (see "Flake references" in Nix's manual).
 */
export function flakeRefOf(url: string): FlakeRef | null {
  // Encoded characters and fragments mean different things to different versions of Nix.
  if (/[%#\s]/.test(url)) return null;
  const [, scheme, rest = "", query = ""] = /^([a-z+]+):([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  if (scheme === undefined) return null;
  const parameters = Object.fromEntries(new URLSearchParams(query));
  if (["github", "gitlab", "sourcehut"].includes(scheme)) return forgeRef(scheme, rest, parameters);
  if (!Object.keys(parameters).every((name) => name === "dir")) return null;
  if (scheme === "path") return rest.startsWith("/") ? { ...parameters, path: rest, type: "path" } : null;
  const [, explicit, transport] = /^(tarball\+)?(https?|file)$/.exec(scheme) ?? [];
  if (transport === undefined) return null;
  if (transport === "file" && explicit === undefined && !archive.test(rest)) return null;
  return { ...parameters, type: "tarball", url: `${transport}:${rest}` };
}

/** Whether a lock's `original` means the same as a flake URL; `null`: only Nix can tell. */
export function meansSame(original: unknown, url: string): boolean | null {
  const wanted = flakeRefOf(url);
  return wanted === null ? null : isDeepStrictEqual(original, wanted);
}

function forgeRef(type: string, rest: string, parameters: Record<string, string>): FlakeRef | null {
  const [owner, repo, ...more] = rest.split("/");
  if (!owner || !repo) return null;
  if (!Object.keys(parameters).every((name) => ["dir", "ref", "rev", "host"].includes(name))) return null;
  const last = more.join("/");
  const named: Record<string, string> =
    last === "" ? {} : revision.test(last) ? { rev: last } : { ref: last };
  return { ...parameters, ...named, owner, repo, type };
}
