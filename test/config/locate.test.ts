import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import { loadConfig, placeDiagnostics } from "../../src/config/load.js";
import type { ConfigPath } from "../../src/config/problem.js";
import * as sdk from "../../src/config/sdk.js";
import { memorySystem } from "../../src/host/memory.js";

function load(files: Record<string, string>) {
  const system = memorySystem(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`/lab/${name}`, text])),
  );
  const file = "/lab/nixtorch.config.ts";
  return loadConfig(system, { file, cacheDirectory: "/cache", sdk, timeoutMs: 2000, allowRoot: false });
}

/** `file:line:column what is underlined`. */
async function found(
  source: string | Record<string, string>,
  path: ConfigPath,
  part?: "key" | "value",
): Promise<string> {
  const loaded = await load(typeof source === "string" ? { "nixtorch.config.ts": source } : source);
  const { place, excerpt } = await loaded.locate(path, part);
  const text = excerpt?.text.slice(excerpt.from - 1, excerpt.to - 1);
  return `${place.file.replace("/lab/", "")}:${place.line}:${place.column} ${text}`;
}

const header = 'import { defineConfig, mergeConfig, presets } from "nixtorch";\n';

describe("a place in a config", () => {
  it("is a value, or a key", async () => {
    const text = `${header}export default defineConfig({\n  gpu: ["T4", "L4"],\n  "torch": { version: "2.11" },\n});`;
    expect(await found(text, ["gpu", 1])).toBe('nixtorch.config.ts:3:15 "L4"');
    expect(await found(text, ["torch", "version"])).toBe('nixtorch.config.ts:4:23 "2.11"');
    expect(await found(text, ["torch", "version"], "key")).toBe("nixtorch.config.ts:4:14 version");
    expect(await found(text, ["torch"], "key")).toBe('nixtorch.config.ts:4:3 "torch"');
  });

  it("is the nearest part around what is not there", async () => {
    const text = `${header}export default defineConfig({\n  indexes: [{ name: "a" }],\n});`;
    expect(await found(text, ["indexes", 0, "url"])).toBe('nixtorch.config.ts:3:13 { name: "a" }');
    expect(await found(text, [])).toBe("nixtorch.config.ts:2:16 defineConfig({");
  });

  it.each([
    ["a plain object", "export default { cuda: 12 };", "1:24"],
    ["satisfies", "export default ({ cuda: 12 } satisfies object as object);", "1:25"],
    ["a name", "const config = { cuda: 12 };\nexport default config;", "1:24"],
    [
      "a name of a name",
      "const inner = 12;\nconst config = { cuda: inner };\nexport { config as default };",
      "1:15",
    ],
    ["a shorthand", "const cuda = 12;\nexport default { cuda };", "1:14"],
    ["an arrow function", "export default () => ({ cuda: 12 });", "1:31"],
    ["a function", "export default async function make() {\n  return { cuda: await 12 };\n}", "2:24"],
    ["a called function", "function make() {\n  return { cuda: 12 };\n}\nexport default make();", "2:18"],
    ["a promise", "export default Promise.resolve({ cuda: 12 });", "1:40"],
    ["a choice", 'export default { cuda: process.env["NO_SUCH"] ? "12.8" : 12 };', "1:24"],
    ["a spread", "const base = { cuda: 12 };\nexport default { ...base };", "1:22"],
    ["a member", "const all = { lab: { cuda: 12 } };\nexport default all.lab;", "1:28"],
    ["an overridden spread", "const base = { cuda: 11 };\nexport default { ...base, cuda: 12 };", "2:33"],
    ["CommonJS", "module.exports = { cuda: 12 };", "1:26"],
  ])("is found through %s", async (_, text, place) => {
    expect(await found(text, ["cuda"])).toMatch(new RegExp(`^nixtorch.config.ts:${place} `));
  });

  it("is found through imports", async () => {
    const files = {
      "nixtorch.config.ts":
        'import { shared } from "./team.js";\nimport cards from "./cards.json";\nexport default { ...shared, gpu: cards };',
      "team.ts": 'export { lab as shared } from "./lab";',
      "lab.ts": "export const lab = { cuda: 12 };",
      "cards.json": '[\n  "T4"\n]',
    };
    expect(await found(files, ["cuda"])).toBe("lab.ts:1:28 12");
    expect(await found(files, ["gpu", 0])).toBe('cards.json:2:3 "T4"');
  });

  it("is found in merged configs, where indexes are not those of the source", async () => {
    const text = `${header}const base = { cuda: "12.6", packages: ["a", "b"] };
export default mergeConfig(presets.notebook, base, {
  cuda: "12.8",
  packages: ["c"],
});`;
    expect(await found(text, ["cuda"])).toBe('nixtorch.config.ts:4:9 "12.8"');
    expect(await found(text, ["packages", 2])).toBe('nixtorch.config.ts:5:14 "c"');
    expect(await found(text, ["packages", 0])).toBe('nixtorch.config.ts:2:41 "a"');
    const objects = `${header}export default mergeConfig({ packages: [{ name: "a" }] }, { packages: [{ name: "b" }] });`;
    expect(await found(objects, ["packages", 0, "name"])).toBe('nixtorch.config.ts:2:49 "a"');
  });

  it("is found in lists with spreads", async () => {
    const text =
      'const some = ["a", "b"];\nexport default { packages: [...some, "c", ...["d"].map((x) => x), "e"] };';
    expect(await found(text, ["packages", 1])).toBe('nixtorch.config.ts:1:20 "b"');
    expect(await found(text, ["packages", 2])).toBe('nixtorch.config.ts:2:38 "c"');
    expect(await found(text, ["packages", 4])).toBe('nixtorch.config.ts:2:67 "e"');
    expect(await found(text, ["packages", 3])).toMatch(/^nixtorch.config.ts:2:28 \[/);
  });

  it("is at least the expression that made the config", async () => {
    const computed = "export default Object.fromEntries([['gpu', 3]]);";
    expect(await found(computed, ["gpu"])).toMatch(/^nixtorch.config.ts:1:16 /);
  });

  it("counts columns as editors do", async () => {
    expect(await found('export default { "🔥": 1, cuda: 12 };', ["cuda"])).toBe("nixtorch.config.ts:1:33 12");
    expect(await found("export default {\r\n\tcuda: 12,\r\n};", ["cuda"])).toBe("nixtorch.config.ts:2:8 12");
  });

  it("never shows credentials", async () => {
    const text =
      'export default { indexes: [{ name: "a", url: "https://me:hunter2@x.example/simple", nmae: 1 }] };';
    const loaded = await load({ "nixtorch.config.ts": text });
    for (const path of [
      ["indexes", 0, "url"],
      ["indexes", 0, "nmae"],
    ]) {
      const { place, excerpt } = await loaded.locate(path);
      expect(excerpt!.text).not.toContain("hunter2");
      expect(place.column).toBe(text.indexOf(path[2] === "url" ? '"https' : "1 }") + 1);
    }
    const { excerpt } = await loaded.locate(["indexes", 0, "nmae"]);
    expect(excerpt!.text.slice(excerpt!.from - 1, excerpt!.to - 1)).toBe("1");
  });
});

describe("diagnostics of a config", () => {
  it("get the places where a person wrote what they are about, in every file", async () => {
    const loaded = await load({
      "nixtorch.config.ts": `${header}import { team } from "./team";
export default defineConfig({
  ...team,
  torch: { verison: "2.11" },
  shell: { env: { PATH: "/bin" } },
  packages: ["ok", "not ok"],
} as object);`,
      "team.ts": "export const team = {\n  project: { python: 3.10 },\n  gpu: ['T4', 5],\n};",
    });
    const placed = await placeDiagnostics(loaded, checkConfig(loaded.value).diagnostics);
    expect(
      placed.map(({ code, place, excerpt }) => ({
        code,
        at: `${place!.file}:${place!.line}:${place!.column}`,
        text: excerpt!.text.slice(excerpt!.from - 1, excerpt!.to - 1),
      })),
    ).toEqual([
      { code: "NT224", at: "/lab/team.ts:2:22", text: "3.10" },
      { code: "NT220", at: "/lab/team.ts:3:15", text: "5" },
      { code: "NT221", at: "/lab/nixtorch.config.ts:5:12", text: "verison" },
      { code: "NT229", at: "/lab/nixtorch.config.ts:6:19", text: "PATH" },
      { code: "NT225", at: "/lab/nixtorch.config.ts:7:20", text: '"not ok"' },
    ]);
  });

  it("get places for whatever takes part as well", async () => {
    const loaded = await load({ "nixtorch.config.ts": 'export default { gpu: "T4", cuda: "13.0" };' });
    const pyproject = { file: "pyproject.toml", line: 7 };
    const [placed] = await placeDiagnostics(loaded, [
      {
        severity: "error",
        code: "NT311",
        summary: "No stack fits what is declared",
        related: [
          { text: "T4 (7.5)", configPath: ["gpu"] },
          { text: 'cuda: "13.0"', configPath: ["cuda"] },
          { text: "torch<2.6", place: pyproject },
        ],
      },
    ]);
    expect(placed!.related!.map(({ place }) => place)).toEqual([
      { file: "/lab/nixtorch.config.ts", line: 1, column: 23 },
      { file: "/lab/nixtorch.config.ts", line: 1, column: 35 },
      pyproject,
    ]);
  });
});
