import { describe, expect, it } from "vitest";
import { createProject } from "../support/project.js";

const config = (body: string) =>
  `import { defineConfig } from "nixtorch";\n\nexport default defineConfig({\n  ${body}\n});\n`;

describe("nixtorch explain", () => {
  it("tells why the stack of a project is what it is, with places, and writes nothing", async () => {
    const project = createProject({ "nixtorch.config.ts": config('gpu: "GTX 1080 Ti",') });
    const before = project.snapshot();
    const { code, stdout, stderr } = await project.nixtorch("explain", "driver");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^driver legacy_580\n/);
    expect(stdout).toContain("at nixtorch.config.ts:4:8");
    expect(stdout).toMatch(/\[1\] compute capability 6\.1: verified/);
    expect(
      Math.max(
        ...stdout
          .split("\n")
          .filter((line) => /\S\s+\S/.test(line.trim()))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(160);
    expect(project.snapshot()).toEqual(before);
  });

  it("finds the project above, takes another config, and prints JSON", async () => {
    const project = createProject({ "configs/lab.ts": config('gpu: "RTX 4090",') });
    const { code, stdout } = await project.nixtorch(
      "explain",
      "wheel",
      "--config",
      "configs/lab.ts",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, key: "wheel", diagnostics: [] });
  });

  it("shows the conflict where nothing fits", async () => {
    const project = createProject({ "nixtorch.config.ts": config('gpu: ["RTX 5090", "V100"],') });
    const { code, stdout, stderr } = await project.nixtorch("explain", "torch");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/error NT312[\s\S]*RTX 5090 \(12\.0\)[\s\S]*V100 \(7\.0\)[\s\S]*hosts: \{/);
    const json = await project.nixtorch("explain", "torch", "--json");
    expect([json.code, JSON.parse(json.stdout).diagnostics[0].code]).toEqual([1, "NT312"]);
  });

  it("explains codes without a project, however they are written", async () => {
    const project = createProject({});
    const answers = await Promise.all(
      ["NT311", "nt311", "311"].map((code) => project.nixtorch("explain", code)),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(answers[0]!.stdout).toMatch(/^NT311: No stack fits what is declared\n\n {2}What is written/);
    const { stdout } = await project.nixtorch("explain", "NT311", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1, code: "NT311" });
  });

  it("lists what there is, and helps with what there is not", async () => {
    const project = createProject({});
    expect((await project.nixtorch("explain")).stdout).toMatch(/hostCompiler[\s\S]*NT300 to NT3/);
    const { codes } = JSON.parse((await project.nixtorch("explain", "--json")).stdout);
    expect(codes.length).toBeGreaterThan(200);
    const unknown = await project.nixtorch("explain", "NT313");
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/NT579[\s\S]*NT312 {2}No driver/),
    ]);
    expect((await project.nixtorch("explain", "torhc")).stderr).toContain("Did you mean `torch`?");
  });
});
