import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, repository } from "../support/project.js";

describe("the catalog that ships", () => {
  it("is checked, and every file that is made from it is up to date", () => {
    const check = () =>
      execFileSync(process.execPath, ["scripts/catalog.mjs", "--check"], {
        cwd: repository,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    expect(check()).toBe("");
  });

  it("can be looked at where there is no project", async () => {
    const project = createProject({});
    const { code, stdout, stderr } = await project.nixtorch("catalog", "gpu", "RTX 4090");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^GeForce RTX 4090 +8\.9 +Ada Lovelace +either +from 520\.61\.05 +from 11\.8 +cu\d+/m,
    );
    expect(Object.keys(project.snapshot())).toEqual([]);
  });

  it("answers every command of the documentation", async () => {
    const documented = readFileSync(join(repository, "docs/cli.md"), "utf8");
    const lines = [...documented.matchAll(/^nixtorch (catalog\b[^#\n]*)/gm)].map((match) => match[1]!.trim());
    expect(lines.length).toBeGreaterThan(5);
    const project = createProject({});
    for (const line of lines) {
      const { code, stdout } = await project.nixtorch(...line.split(" "));
      expect([line, code]).toEqual([line, 0]);
      expect(stdout).not.toBe("");
    }
  });
});
