import { describe, expect, it } from "vitest";
import { merge } from "../../src/importing/merge.js";
import type { Understood } from "../../src/model/imported.js";

const said = (path: string, value: unknown, file = "a.txt", more: Partial<Understood> = {}): Understood => ({
  path: path.split("."),
  value,
  source: JSON.stringify(value) ?? path,
  place: { file, line: 1 },
  ...more,
});
const item = (path: string, value: unknown, file = "a.txt", more: Partial<Understood> = {}) =>
  said(path, value, file, { item: true, ...more });

describe("what several files say", () => {
  it("is one config", () => {
    const { written, not } = merge([
      said("project.name", "lab"),
      said("torch.version", "2.9"),
      said("torch.vision", true),
      item("packages", "numpy<2"),
      item("packages", { name: "kernels", git: "https://git.example/k" }, "b.txt"),
      said("torch", undefined),
    ]);
    expect(written).toEqual({
      project: { name: "lab" },
      torch: { version: "2.9", vision: true },
      packages: ["numpy<2", { name: "kernels", git: "https://git.example/k" }],
    });
    expect(not).toEqual([]);
  });

  it("is said once, and what stands first counts", () => {
    const { written, not, parts } = merge([
      item("packages", "numpy<2", "pyproject.toml"),
      item("packages", "numpy<2", "requirements.txt"),
      item("packages", "numpy>=2; sys_platform == 'win32'", "requirements.txt"),
      item("packages", "numpy", "other.txt"),
      said("cuda", "12.8", "pyproject.toml"),
      said("cuda", "12.4", "flake.nix"),
    ]);
    expect(written).toEqual({ packages: ["numpy<2", "numpy>=2; sys_platform == 'win32'"], cuda: "12.8" });
    expect(parts.map(({ at }) => at)).toEqual([["packages", 0], ["packages", 0], ["packages", 1], ["cuda"]]);
    expect(not).toEqual([
      {
        what: '"numpy"',
        place: { file: "other.txt", line: 1 },
        why: 'pyproject.toml:1 says something else: "numpy<2"',
      },
      {
        what: '"12.4"',
        place: { file: "flake.nix", line: 1 },
        why: 'pyproject.toml:1 says something else: "12.8"',
      },
    ]);
  });

  it("is written shortly, with its files and what the person wrote beside it", () => {
    const { written, remarks } = merge([
      said("torch.version", "2.9"),
      item("packages", "a", "a.txt", { remark: "why" }),
      item("packages", "b", "b.txt"),
      said("nix.nixpkgs", "25.11", "import", { chosen: true, note: "because" }),
    ]);
    expect(written["torch"]).toBe("2.9");
    expect(remarks).toEqual([
      { path: ["torch"], text: "from a.txt:1" },
      { path: ["packages"], text: "from a.txt:1, b.txt:1" },
      { path: ["nix"], text: "chosen by import: because" },
      { path: ["packages", 0], text: "why" },
    ]);
  });

  it("may have any name", () => {
    const { written, not } = merge([item("groups.__proto__", "a"), item("groups.constructor", "b")]);
    expect([written, not.length]).toEqual([{ groups: { constructor: ["b"] } }, 1]);
    expect(({} as Record<string, unknown>)["0"]).toBeUndefined();
  });

  it("leaves what it was given as it was", () => {
    const system = said("system", {});
    merge([system, said("system.driver", { open: true })]);
    expect(system.value).toEqual({});
  });
});
