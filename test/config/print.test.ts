import fc from "fast-check";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import { loadConfig } from "../../src/config/load.js";
import { printConfig, type Remark } from "../../src/config/print.js";
import * as sdk from "../../src/config/sdk.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { memorySystem } from "../../src/host/memory.js";
import { compile } from "../types/compile.js";

/** As prettier lays it out in a project that says nothing else. */
function formatted(text: string): Promise<string> {
  return format(text, { parser: "typescript" });
}

async function loaded(text: string): Promise<unknown> {
  const file = "/lab/nixtorch.config.ts";
  const options = { file, cacheDirectory: "/cache", sdk, timeoutMs: 2000, allowRoot: false };
  return (await loadConfig(memorySystem({ [file]: text }), options)).value;
}

const whole: WrittenConfig = {
  policy: { allowReboot: false, neverDestroy: ["project.venv"] },
  project: { name: "llm-lab", python: "3.12", description: 'Says "hello"', package: false },
  gpu: ["RTX 4090", { computeCapability: "9.0" }],
  cuda: "12.8",
  torch: { version: "2.11.0", vision: true },
  packages: [
    "transformers>=4.50",
    "accelerate[torch]; sys_platform == 'linux'",
    { name: "kernels", git: "https://git.example/kernels", tag: "v1" },
  ],
  groups: { dev: ["ipython"], "lint-all": ["ruff"] },
  indexes: [
    { name: "company", url: "https://pypi.example/simple", explicit: true },
    { name: "mirror", url: "https://mirror.example/simple" },
  ],
  nix: { nixpkgs: "26.05", libraries: ["libGL", "glib"], flake: false },
  shell: {
    env: { HF_HOME: "./.hf", NOTE: "it's `fine`" },
    hook: 'ulimit -n 65536\necho "$' + '{HOME}" \\\n  `date`\n',
  },
  system: { driver: { branch: "production", open: true }, nixLd: false },
};

const remarks: readonly Remark[] = [
  { path: [], text: "Imported from files." },
  { path: ["project"], text: "from pyproject.toml:1" },
  { path: ["packages", 1], text: "needed by the trainer\nand by nothing else" },
  { path: ["system", "driver", "open"], text: "from /etc/nixos/configuration.nix:7" },
];

describe("a config that is printed", () => {
  it("has its sections in the order of the documentation, with the remarks above them", () => {
    expect(printConfig(whole, remarks)).toMatchInlineSnapshot(`
      "// Imported from files.
      import { defineConfig } from "nixtorch";

      export default defineConfig({
        // from pyproject.toml:1
        project: {
          name: "llm-lab",
          python: "3.12",
          description: 'Says "hello"',
          package: false,
        },
        gpu: ["RTX 4090", { computeCapability: "9.0" }],
        cuda: "12.8",
        torch: { version: "2.11.0", vision: true },
        packages: [
          "transformers>=4.50",
          // needed by the trainer
          // and by nothing else
          "accelerate[torch]; sys_platform == 'linux'",
          { name: "kernels", git: "https://git.example/kernels", tag: "v1" },
        ],
        groups: { dev: ["ipython"], "lint-all": ["ruff"] },
        indexes: [
          { name: "company", url: "https://pypi.example/simple", explicit: true },
          { name: "mirror", url: "https://mirror.example/simple" },
        ],
        nix: { nixpkgs: "26.05", libraries: ["libGL", "glib"], flake: false },
        shell: {
          env: { HF_HOME: "./.hf", NOTE: "it's \`fine\`" },
          hook: \`ulimit -n 65536
      echo "\\\${HOME}" \\\\
        \\\`date\\\`
      \`,
        },
        system: {
          driver: {
            branch: "production",
            // from /etc/nixos/configuration.nix:7
            open: true,
          },
          nixLd: false,
        },
        policy: { allowReboot: false, neverDestroy: ["project.venv"] },
      });
      "
    `);
  });

  it("is laid out as prettier does by default", async () => {
    const text = printConfig(whole, remarks);
    expect(await formatted(text)).toBe(text);
  });

  it("type-checks, and gives what was to be written", async () => {
    const text = printConfig(whole, remarks);
    expect(compile(text)).toEqual([]);
    const value = await loaded(text);
    expect(value).toEqual(whole);
    expect(checkConfig(value).diagnostics).toEqual([]);
  });

  it("can be empty", async () => {
    expect(await formatted(printConfig({}))).toBe(printConfig({}));
    expect(await loaded(printConfig({}))).toEqual({});
  });
});

describe("any config", () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,90}$/),
    fc.string({ unit: fc.constantFrom("設", "定", "ー", "é", "a", " "), maxLength: 60 }),
    fc.string({ unit: fc.constantFrom("'", '"', "`", "$", "{", "}", "\\", "\n", "a", " ", "//") }),
  );
  const key = fc.stringMatching(/^[A-Za-z0-9_ '"$.-]{0,40}$/);
  const requirement = fc.oneof(
    word,
    fc.record({ name: word, git: word, tag: word }, { requiredKeys: ["name"] }),
  );
  const flag = fc.boolean();
  const config = fc.record(
    {
      project: fc.record({ name: word, description: word, package: flag }, { requiredKeys: [] }),
      gpu: fc.oneof(word, fc.array(word, { minLength: 1 })),
      cuda: word,
      torch: fc.oneof(word, fc.record({ version: word, vision: flag }, { requiredKeys: [] })),
      packages: fc.array(requirement, { maxLength: 5 }),
      groups: fc.dictionary(key, fc.array(requirement, { maxLength: 3 }), { noNullPrototype: true }),
      indexes: fc.array(fc.record({ name: word, url: word }), { maxLength: 3 }),
      nix: fc.record({ libraries: fc.array(word), flake: flag }, { requiredKeys: [] }),
      shell: fc.record(
        { env: fc.dictionary(key, word, { noNullPrototype: true }), hook: word },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const remarked = config.chain((value) => {
    const paths = pathsIn(value);
    const line = fc.string({ unit: fc.constantFrom("a", " ", "/", "*", "é", "`", "\n") });
    const one = fc.record({ path: fc.constantFrom<Remark["path"]>([], ...paths), text: line });
    return fc.tuple(fc.constant(value), fc.array(one, { maxLength: 4 }));
  });

  it("is printed as prettier would, and read as it was", async () => {
    await fc.assert(
      fc.asyncProperty(remarked, async ([value, some]) => {
        const text = printConfig(value as WrittenConfig, some);
        expect(await formatted(text)).toBe(text);
        expect(await loaded(text)).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });
});

/** Every path of a value but that of the whole. */
function pathsIn(value: unknown, path: Remark["path"] = []): Remark["path"][] {
  if (typeof value !== "object" || value === null) return [];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const place = [...path, key];
    return [place, ...pathsIn((value as Record<string | number, unknown>)[key], place)];
  });
}
