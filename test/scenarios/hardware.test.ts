import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, type Project } from "../support/project.js";

/** A machine below a directory, of which only the hardware says something. */
function machine(project: Project, name: string, files: Readonly<Record<string, string>>): string {
  const root = join(dirname(project.directory), name);
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

interface Plan {
  readonly diagnostics: readonly { readonly code: string }[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

describe("the hardware of a machine", () => {
  it("adds diagnostics, and changes nothing of what is planned", async () => {
    const project = createProject({
      "nixtorch.config.ts": `import { defineConfig } from "nixtorch";
export default defineConfig({ gpu: "RTX 4090", cuda: "13.0" });
`,
    });
    const bare = machine(project, "bare", {});
    const old = machine(project, "old", {
      "sys/module/nvidia/version": "535.288.01\n",
      "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA GeForce GTX 1080 Ti\n",
    });
    const planned = async (root: string) => {
      const { stdout, stderr } = await project.nixtorch("plan", "--no-lock", "--json", "--root", root);
      expect(stderr).toBe("");
      return JSON.parse(stdout.replaceAll(root, "ROOT")) as Plan;
    };
    const [there, here] = [await planned(bare), await planned(old)];
    const codes = ({ diagnostics }: Plan) => diagnostics.map(({ code }) => code);
    expect(codes(there)).not.toContain("NT350");
    expect(codes(here).filter((code) => !codes(there).includes(code))).toEqual(["NT350", "NT351"]);
    expect({ ...here, diagnostics: [] }).toEqual({ ...there, diagnostics: [] });
    expect(Object.keys(here.inputs).filter((path) => /sys|proc/.test(path))).toEqual([]);
  });
});
