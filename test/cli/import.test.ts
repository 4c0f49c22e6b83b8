import { describe, expect, it } from "vitest";
import type { Imported, ImportOptions } from "../../src/engine.js";
import { Failure } from "../../src/model/diagnostic.js";
import { nixtorch, type Stage } from "./stand-in.js";

const imported: Imported = {
  configFile: "/home/me/project/nixtorch.config.ts",
  text: 'import { defineConfig } from "nixtorch";\n\nexport default defineConfig({\n  gpu: "RTX 4090",\n});\n',
  config: { gpu: "RTX 4090" },
  understood: [
    ...Array.from({ length: 12 }, (_, index) => ({
      path: ["packages"],
      item: true as const,
      value: `p${index}`,
      source: `p${index}`,
      place: { file: "requirements.txt", line: index + 1 },
    })),
    {
      path: ["torch"],
      source: "torch>=2.7",
      place: { file: "pyproject.toml", line: 7 },
      note: "limits the choice",
    },
  ],
  notUnderstood: [
    { what: "[tool.uv] conflicts", place: { file: "pyproject.toml", line: 30 }, why: "no key" },
  ],
  changes: [{ path: "pyproject.toml", key: "torch", before: ">=2.7", after: "2.15.0" }],
  takesOverFlake: false,
  diagnostics: [],
};

/** An engine that has something to import, and notes what is asked of it. */
function stage(more: Partial<Imported> = {}, given: Stage = {}) {
  const asked: ImportOptions[] = [];
  const written: string[] = [];
  const engine = {
    importFiles: async (options: ImportOptions) => {
      asked.push(options);
      await options.askGpu?.();
      return { ...imported, ...more };
    },
    writeImported: ({ configFile }: Imported) => void written.push(configFile),
  };
  return { ...given, engine, asked, written };
}

describe("import", () => {
  it("shows the config, where each part is from, and what is left to the person; then it writes", async () => {
    const scene = stage();
    const { code, stdout } = await nixtorch(["import", "--yes"], scene);
    expect(code).toBe(0);
    expect(scene.written).toEqual([imported.configFile]);
    expect(stdout).toMatchInlineSnapshot(`
      "nixtorch.config.ts

        import { defineConfig } from "nixtorch";

        export default defineConfig({
          gpu: "RTX 4090",
        });

      Understood

        KEY       FROM                      WHERE
        packages  p0                        requirements.txt:1
        packages  p1                        requirements.txt:2
        packages  p2                        requirements.txt:3
        packages  p3                        requirements.txt:4
        packages  p4                        requirements.txt:5
        packages  p5                        requirements.txt:6
        packages  p6                        requirements.txt:7
        packages  p7                        requirements.txt:8
        packages  p8                        requirements.txt:9
        packages  p9                        requirements.txt:10
                  and 2 more; -v lists all
        torch     torch>=2.7                pyproject.toml:7     limits the choice

      Left out, or left as it is

        pyproject.toml:30  [tool.uv] conflicts
          no key

      The first apply changes what you wrote

        pyproject.toml  torch  >=2.7 → 2.15.0

      Wrote nixtorch.config.ts. Next:
        nixtorch plan
      "
    `);
  });

  it("lists everything with -v", async () => {
    const { stdout } = await nixtorch(["import", "--yes", "-v"], stage());
    expect(stdout).toContain("requirements.txt:12");
    expect(stdout).not.toContain("more");
  });

  it("says how a flake that is there is taken over", async () => {
    const { stdout } = await nixtorch(["import", "--yes"], stage({ takesOverFlake: true }));
    expect(stdout).toContain("nixtorch plan --adopt");
  });

  it("says that errors stand against a plan before anything can be planned", async () => {
    const problem = { severity: "error", code: "NT442", summary: "Poetry manages the dependencies" } as const;
    const { stdout } = await nixtorch(["import", "--yes"], stage({ diagnostics: [problem] }));
    expect(stdout).toContain("Once the errors above are settled:\n  nixtorch plan");
  });

  it("hands over files, cards and root", async () => {
    const scene = stage();
    await nixtorch(["import", "a.txt", "/b.nix", "--gpu", "H100", "--root", "/mnt", "--yes"], scene);
    expect(scene.asked[0]).toMatchObject({
      directory: "/home/me/project",
      paths: ["/home/me/project/a.txt", "/b.nix"],
      gpu: "H100",
      root: "/mnt",
    });
  });

  it("asks for the cards and for the word yes on a terminal", async () => {
    const scene = stage({}, { terminal: true, answer: "yes" });
    const { code, calls } = await nixtorch(["import"], scene);
    expect(calls).toEqual([
      ["ask", "GPU: "],
      ["ask", "Import: "],
    ]);
    expect([code, scene.written]).toEqual([0, [imported.configFile]]);
  });

  it("writes nothing without that word", async () => {
    const scene = stage({}, { terminal: true, answer: "y" });
    const { code, stderr } = await nixtorch(["import"], scene);
    expect([code, scene.written]).toEqual([1, []]);
    expect(stderr).toContain("Not approved. Nothing was changed.");
  });

  it.each([[["import"]], [["import", "--json"]]])(
    "fails before it reads where nobody can be asked: %j",
    async (args) => {
      const scene = stage();
      const { code, stdout, stderr } = await nixtorch(args, scene);
      expect([code, scene.asked]).toEqual([1, []]);
      expect(stdout + stderr).toContain("nixtorch import --yes");
    },
  );

  it("prints one document with --json", async () => {
    const { stdout, stderr } = await nixtorch(["import", "--json", "--yes"], stage());
    const { text, ...rest } = JSON.parse(stdout);
    expect(text).toBe(imported.text);
    expect(rest).toMatchObject({
      formatVersion: 1,
      config: { gpu: "RTX 4090" },
      notUnderstood: [{ what: "[tool.uv] conflicts", why: "no key" }],
      diagnostics: [],
    });
    expect(stderr).toBe("");
  });

  it("prints why nothing could be imported", async () => {
    const failure = new Failure({ severity: "error", code: "NT491", summary: "There is nothing to import" });
    const engine = { importFiles: () => Promise.reject(failure) };
    const { code, stderr } = await nixtorch(["import", "--yes"], { engine });
    expect(code).toBe(1);
    expect(stderr).toContain("error NT491: There is nothing to import");
  });

  it.each([["--gpu"], ["--root"]])("refuses an empty %s", async (option) => {
    const { code, stderr } = await nixtorch(["import", "--yes", option, ""], stage());
    expect(code).toBe(1);
    expect(stderr).toContain("NT585");
  });
});
