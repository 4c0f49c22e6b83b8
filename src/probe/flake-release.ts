type Json = Readonly<Record<string, unknown>>;

/**
 * The NixOS release that a flake.lock pins, as the person wrote it in the flake: of its input `nixpkgs`, else of its
 * inputs that are nixpkgs by another name. `null`: it is none of the forms that are known, or they differ.
 */
export function releaseOfLock(text: string): string | null {
  const lock = parsed(text);
  const nodes = objectOf(lock?.["nodes"]);
  const root = typeof lock?.["root"] === "string" ? lock["root"] : "root";
  const inputs = objectOf(objectOf(nodes?.[root])?.["inputs"]);
  if (!nodes || !inputs) return null;
  const releaseOf = (name: string) => {
    const node = nodeOf(nodes, root, [name]);
    return node === null ? null : releaseOfNode(node);
  };
  if (inputs["nixpkgs"] !== undefined) return releaseOf("nixpkgs");
  const others = Object.keys(inputs).filter((name) => isNixpkgs(nodeOf(nodes, root, [name])));
  const releases = new Set(others.map(releaseOf));
  return releases.size === 1 ? [...releases][0]! : null;
}

/** More inputs than this do not follow one another. */
const maximalSteps = 100;

/** The node that a path of input names leads to; an input that follows another is such a path, from the root. */
function nodeOf(nodes: Json, root: string, path: readonly string[]): Json | null {
  const pending = [...path].reverse();
  let at = root;
  for (let steps = 0; pending.length > 0; steps += 1) {
    if (steps > maximalSteps) return null;
    const next = objectOf(objectOf(nodes[at])?.["inputs"])?.[pending.pop()!];
    if (typeof next === "string") {
      at = next;
    } else if (Array.isArray(next) && next.every((name) => typeof name === "string")) {
      pending.push(...(next as string[]).toReversed());
      at = root;
    } else return null;
  }
  return objectOf(nodes[at]);
}

function isNixpkgs(node: Json | null): boolean {
  const original = objectOf(node?.["original"]);
  if (original === null) return false;
  const { type, owner, repo, id, url } = original;
  if (type === "indirect") return id === "nixpkgs";
  if (type === "github") return isText(owner, "nixos") && isText(repo, "nixpkgs");
  return typeof url === "string" && (nixpkgsUrl.test(url) || releaseOfUrl(url) !== null);
}

const nixpkgsUrl = /\/nixos\/nixpkgs(?:\.git)?\/?$/i;

function releaseOfNode(node: Json): string | null {
  const original = objectOf(node["original"]);
  const stated = original && releaseOfReference(original);
  if (stated) return stated;
  // A tarball that moves is locked to one that says what it is.
  const url = objectOf(node["locked"])?.["url"];
  return typeof url === "string" ? releaseOfUrl(url) : null;
}

function releaseOfReference(original: Json): string | null {
  const { type, owner, repo, id, ref, rev, url } = original;
  if (typeof ref === "string") return releaseOfBranch(ref);
  if (typeof url === "string" && releaseOfUrl(url) !== null) return releaseOfUrl(url);
  const followsDefault =
    id === "nixpkgs" ||
    (type === "github" && isText(owner, "nixos") && (repo === undefined || isText(repo, "nixpkgs"))) ||
    (type === "git" && typeof url === "string" && nixpkgsUrl.test(url));
  return followsDefault && rev === undefined ? "unstable" : null;
}

/** GitHub takes its names in any case. */
function isText(value: unknown, wanted: string): boolean {
  return typeof value === "string" && value.toLowerCase() === wanted;
}

function releaseOfUrl(url: string): string | null {
  return releaseOfBranch(url) ?? releaseOfFlakeHub(url);
}

/** `nixos-26.05`, `nixos-26.05-small`, `release-26.05`, `nixpkgs-unstable`, `master`, also inside a channel's URL. */
function releaseOfBranch(branch: string): string | null {
  const dated = /(?:nixos|nixpkgs|release)-(\d\d\.\d\d)\b/.exec(branch)?.[1];
  if (dated !== undefined) return dated;
  return /(?:nixos|nixpkgs)-unstable\b/.test(branch) || branch === "master" ? "unstable" : null;
}

/** FlakeHub numbers the branches of nixpkgs as 0.2605.x, and unstable as 0.1.x. */
function releaseOfFlakeHub(url: string): string | null {
  const prefix = "flakehub\\.com/f/(?:pinned/)?NixOS/nixpkgs/[=~^]*0\\.";
  const version = new RegExp(`${prefix}(\\d\\d)(\\d\\d)\\b`, "i").exec(url);
  if (version) return `${version[1]}.${version[2]}`;
  return new RegExp(`${prefix}1\\b`, "i").test(url) ? "unstable" : null;
}

function parsed(text: string): Json | null {
  try {
    return objectOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function objectOf(value: unknown): Json | null {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Json) : null;
}
