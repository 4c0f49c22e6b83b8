/** The version a `uv.lock` has for a package, local part included; `null`: it has none. The first of several. */
export function lockedVersion(lock: string, name: string): string | null {
  const entry = lock.split("\n[[package]]\n").find((one) => one.startsWith(`name = "${name}"\n`));
  return entry === undefined ? null : (/^version = "([^"]+)"/m.exec(entry)?.[1] ?? null);
}
