/** What a `flake.lock` pins its input `nixpkgs` to. */
export interface NixpkgsPin {
  /** A full commit, or the hash of the content where there is no commit. */
  readonly revision: string;
  /** Branch or tag, where the flake names one. */
  readonly ref: string | null;
  /** Seconds since the epoch. */
  readonly lastModified: number | null;
  /** What the flake asks for, in one piece: equal for equal requests. */
  readonly request: string;
}

interface Node {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly locked?: Readonly<Record<string, unknown>>;
  readonly original?: Readonly<Record<string, unknown>>;
}

/** Reads the pin; `null`: no lock, or none with a `nixpkgs`. */
export function nixpkgsPinOf(lockText: string): NixpkgsPin | null {
  const lock = parse(lockText);
  const name = lock?.nodes[lock.root]?.inputs?.nixpkgs;
  const node = typeof name === "string" ? lock?.nodes[name] : undefined;
  const { rev, narHash, lastModified } = node?.locked ?? {};
  const revision = typeof rev === "string" ? rev : narHash;
  if (typeof revision !== "string") return null;
  const ref = node?.original?.ref;
  return {
    revision,
    ref: typeof ref === "string" ? ref : null,
    lastModified: typeof lastModified === "number" ? lastModified : null,
    request: JSON.stringify(Object.entries(node?.original ?? {}).sort()),
  };
}

/** As a person reads it: `nixos-26.05 9f8e7d6 (2026-06-01)`. */
export function pinText({ revision, ref, lastModified }: NixpkgsPin): string {
  const short = /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision.slice(0, 19);
  const date = lastModified === null ? "" : ` (${new Date(lastModified * 1000).toISOString().slice(0, 10)})`;
  return `${ref === null ? "" : `${ref} `}${short}${date}`;
}

function parse(
  text: string,
): { readonly root: string; readonly nodes: Readonly<Record<string, Node | undefined>> } | null {
  try {
    const lock = JSON.parse(text) as { readonly root?: unknown; readonly nodes?: unknown } | null;
    return typeof lock?.root === "string" && lock.nodes !== null && typeof lock.nodes === "object"
      ? (lock as { root: string; nodes: Record<string, Node> })
      : null;
  } catch {
    return null;
  }
}
