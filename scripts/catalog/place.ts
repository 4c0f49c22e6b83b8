/** The file of each part of the catalog. */
export const files = {
  version: "version.json",
  torch: "torch.json",
  cuda: "cuda.json",
  gpus: "gpus.json",
  nixpkgs: "nixpkgs.json",
  caches: "caches.json",
  packages: "build-isolation.json",
  uv: "uv.json",
} as const;

export type Part = keyof typeof files;

/** What one item of a list is called. */
const words: Readonly<Record<string, string>> = {
  attributes: "driver",
  caches: "cache",
  capabilities: "capability",
  gpus: "GPU",
  interpreters: "Python",
  packages: "package",
  releases: "release",
  rows: "companions of",
  rules: "rule",
  scopes: "scope",
  settings: "setting",
  toolkits: "toolkit",
  variants: "variant",
};

/** What tells an item from its neighbours; the first that is there. */
const names = ["name", "id", "minor", "release", "version", "capability", "torch"];

/**
 * A place in the catalog as a person finds it: `torch.json: release 2.9: variant cu129: status`. Items of lists go by
 * their name instead of their number, and lists that only hold the items are left out.
 */
export function placeOf(catalog: unknown, path: readonly PropertyKey[]): string {
  const [part = "", ...rest] = path.map(String);
  const steps: string[] = [files[part as Part] ?? part];
  let value = childOf(catalog, part);
  let list: string | null = null;
  for (const key of rest) {
    const isItem = Array.isArray(value);
    value = childOf(value, key);
    if (isItem) steps.push(`${words[list ?? ""] ?? list} ${nameOf(value) ?? key}`);
    else if (list !== null) steps.push(list);
    list = isItem ? null : key;
  }
  if (list !== null) steps.push(list);
  return steps.join(": ");
}

/** What stands under a key; `undefined`: nothing can. */
export function childOf(value: unknown, key: PropertyKey): unknown {
  return value !== null && typeof value === "object"
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

function nameOf(item: unknown): string | null {
  const name = names.map((key) => childOf(item, key)).find((value) => typeof value === "string");
  return (name as string | undefined) ?? null;
}
