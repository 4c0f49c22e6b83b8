/**
 * A copy of lists and objects in which every value has been read, so that no getter or proxy of a config runs later.
 * Circles stay circles; functions and promises stay what they are, to be refused by name.
 */
export function plainCopy(value: unknown): unknown {
  const copies = new Map<object, object>();
  const copy = (inner: unknown): unknown => {
    if (typeof inner !== "object" || inner === null || inner instanceof Promise) return inner;
    const known = copies.get(inner);
    if (known !== undefined) return known;
    const made = Array.isArray(inner) ? [] : {};
    copies.set(inner, made);
    const keys = Array.isArray(inner) ? inner.keys() : keysOf(inner);
    // Defined rather than assigned: a key may be called `__proto__`.
    for (const key of keys)
      Object.defineProperty(made, key, {
        value: copy((inner as Record<string | number, unknown>)[key]),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    return made;
  };
  return copy(value);
}

/** An object's own keys, and the getters of its class. */
function keysOf(object: object): ReadonlySet<string> {
  const keys = new Set(Object.keys(object));
  let owner: unknown = Object.getPrototypeOf(object);
  while (typeof owner === "object" && owner !== null && owner !== Object.prototype) {
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (get !== undefined) keys.add(key);
    owner = Object.getPrototypeOf(owner);
  }
  return keys;
}
