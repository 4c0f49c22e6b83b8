import type { Address } from "../model/address.js";

const projectPaths: Partial<Record<Address, string>> = {
  "project.flake": "flake.nix",
  "project.flake_lock": "flake.lock",
  "project.shell": "nixtorch-shell.nix",
  "project.pyproject": "pyproject.toml",
  "project.uv_lock": "uv.lock",
  "project.envrc": ".envrc",
  "project.gitignore": ".gitignore",
  "project.record": "nixtorch.lock",
  "project.venv": ".venv",
};

/** Where a project resource lies, relative to the project; `null`: a system resource, which the configuration places. */
export function projectPathOf(address: Address): string | null {
  return projectPaths[address] ?? null;
}

/** An absolute path below `/` in its plain form: nothing empty, `.` or `..` in it. */
export function isPlainAbsolute(path: string): boolean {
  return (
    path.startsWith("/") &&
    path
      .slice(1)
      .split("/")
      .every((part) => part !== "" && part !== "." && part !== "..")
  );
}
