import { createHash } from "node:crypto";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The digest of a JSON value; keys are sorted, so equal values have equal digests. */
export function digestOfValue(value: unknown): Digest {
  return digestOf(canonicalJson(value));
}

export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    // JSON has no form for a whole number beyond 2^53, as TOML may hold.
    if (typeof inner === "bigint") return `${inner}`;
    return inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner;
  });
}
