/** The one question asked of a disk here: a symbolic link's text, or `null`. */
interface Links {
  readLink(path: string): string | null;
}

const maximalLinks = 40;

/**
 * Where `path`, an absolute path of the system below `root`, really lies on this machine: every symbolic link is
 * followed as it would be after a chroot, so that an absolute one stays below `root`. For `/` that is left to the
 * operating system. `null`: the links go in circles.
 */
export function rebase(links: Links, root: string, path: string): string | null {
  if (root === "/") return path;
  const inside = resolveInside(links, root, path);
  return inside === null ? null : below(root, inside);
}

/** The same, as an absolute path of the system below `root`. */
export function resolveInside(links: Links, root: string, path: string): string | null {
  const pending = partsOf(path).reverse();
  const done: string[] = [];
  let followed = 0;
  while (pending.length > 0) {
    const part = pending.pop()!;
    if (part === "..") {
      done.pop();
      continue;
    }
    const target = links.readLink(below(root, `/${[...done, part].join("/")}`));
    if (target === null) {
      done.push(part);
      continue;
    }
    if (++followed > maximalLinks) return null;
    if (target.startsWith("/")) done.length = 0;
    pending.push(...partsOf(target).reverse());
  }
  return `/${done.join("/")}`;
}

/** An absolute path of the system as a path of this machine, links untouched. */
export function below(root: string, path: string): string {
  return root === "/" ? path : root.replace(/\/+$/, "") + path;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}
