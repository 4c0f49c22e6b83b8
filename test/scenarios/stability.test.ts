import { describe, expect, it } from "vitest";
import { createProject } from "../support/project.js";

const config = (more: string) => `import { defineConfig } from "nixtorch";
export default defineConfig({ gpu: "RTX 4090"${more} });
`;

describe("a recorded stack", () => {
  it("stays when a newer one would do, and moves when it is asked to, with the reason", async () => {
    const project = createProject({ "nixtorch.config.ts": config(', torch: "2.9"') });
    const applied = await project.nixtorch("apply", "--yes", "--no-lock");
    expect(applied.code, applied.stderr).toBe(0);
    const recorded = /"resolution\.torch": "(2\.9\.\d)"/.exec(project.read("nixtorch.lock"))![1]!;

    project.write("nixtorch.config.ts", config(""));
    const kept = await project.nixtorch("plan", "--no-lock", "--detailed-exitcode");
    expect(kept.stdout).toBe("No changes. The environment matches nixtorch.config.ts.\n");

    const upgrade = await project.nixtorch("plan", "--no-lock", "--upgrade");
    expect(upgrade.stdout).toMatch(
      new RegExp(`^  torch +${recorded} → 2\\.\\d+\\.\\d+ — the newest verified release`, "m"),
    );
    expect(upgrade.stdout).toMatch(
      /^ +~ torch +== ?2\.9\.\d → == ?2\.\d+\.\d+|^ +~ torch +2\.9\.\d → 2\.\d+/m,
    );
    expect(upgrade.stdout).toMatch(/^ {2}wheel +cu128 → cu\d+ — /m);
  });

  it("that a new card makes impossible is a conflict, which an upgrade resolves", async () => {
    const project = createProject({ "nixtorch.config.ts": config(', torch: "2.5"') });
    expect((await project.nixtorch("apply", "--yes", "--no-lock")).code).toBe(0);

    project.write("nixtorch.config.ts", config("").replace('"RTX 4090"', '["RTX 4090", "RTX 5090"]'));
    const before = project.snapshot();
    const refused = await project.nixtorch("plan", "--no-lock");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("error NT333: A locked choice is no longer possible");
    expect(refused.stderr).toMatch(/^ +RTX 5090 \(12\.0\) +nixtorch\.config\.ts:2:49$/m);
    expect(refused.stderr).toMatch(/^ +torch 2\.5\.1 +nixtorch\.lock$/m);
    expect(refused.stderr).toMatch(/^ +nixtorch plan --upgrade +# torch 2\.5\.1 → 2\./m);
    expect(project.snapshot()).toEqual(before);

    const upgraded = await project.nixtorch("apply", "--yes", "--no-lock", "--upgrade");
    expect(upgraded.code, upgraded.stderr).toBe(0);
    expect(upgraded.stdout).toMatch(/^ {2}torch +2\.5\.1 → 2\.\d+\.\d+ — /m);
    expect((await project.nixtorch("plan", "--no-lock", "--detailed-exitcode")).code).toBe(0);
  });
});
