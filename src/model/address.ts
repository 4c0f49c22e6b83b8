/** Every resource nixtorch can own, by its address. Order is the order of planning and of the plan view. */
export const addresses = [
  "project.flake",
  "project.flake_lock",
  "project.shell",
  "project.pyproject",
  "project.uv_lock",
  "project.envrc",
  "project.gitignore",
  "project.record",
  "project.venv",
  "system.module",
  "system.import",
  "system.generation",
] as const;

export type Address = (typeof addresses)[number];

export type Scope = "project" | "system";

export function scopeOf(address: Address): Scope {
  return address.startsWith("system.") ? "system" : "project";
}

/** Resources that differ between machines: shown under "On this machine", never recorded in `nixtorch.lock`. */
export function isOfThisMachine(address: Address): boolean {
  return address === "project.venv" || scopeOf(address) === "system";
}

export function isAddress(text: string): text is Address {
  return (addresses as readonly string[]).includes(text);
}
