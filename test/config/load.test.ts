import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { loadConfig, type LoadedConfig } from "../../src/config/load.js";
import * as sdk from "../../src/config/sdk.js";
import { memorySystem, type MemoryEntry, type MemoryOptions } from "../../src/host/memory.js";
import { realSystem } from "../../src/host/real.js";
import type { System } from "../../src/host/system.js";
import { Failure, type Diagnostic } from "../../src/model/diagnostic.js";

const main = "/lab/nixtorch.config.ts";

function load(system: System, timeoutMs = 2000, file = main, signal?: AbortSignal): Promise<LoadedConfig> {
  return loadConfig(system, { file, cacheDirectory: "/cache", sdk, timeoutMs, allowRoot: false, signal });
}

function lab(files: Record<string, MemoryEntry> | string, options?: MemoryOptions) {
  const named = typeof files === "string" ? { "nixtorch.config.ts": files } : files;
  return memorySystem(
    Object.fromEntries(Object.entries(named).map(([name, entry]) => [`/lab/${name}`, entry])),
    options,
  );
}

async function valueOf(files: Record<string, MemoryEntry> | string): Promise<unknown> {
  return (await load(lab(files))).value;
}

/** The one diagnostic with which loading fails. */
async function failureOf(
  files: Record<string, MemoryEntry> | string,
  timeoutMs?: number,
): Promise<Diagnostic> {
  const error = await load(lab(files), timeoutMs).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Failure);
  expect((error as Failure).diagnostics).toHaveLength(1);
  return (error as Failure).diagnostics[0]!;
}

/** Loads a config from the real disk, where packages are installed. */
function installed(files: Record<string, string>): Promise<LoadedConfig> {
  const directory = mkdtempSync(join(tmpdir(), "nixtorch-load-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const file = join(directory, "nixtorch.config.ts");
  const cacheDirectory = join(directory, "cache");
  return loadConfig(realSystem(), { file, cacheDirectory, sdk, timeoutMs: 5000, allowRoot: false });
}

const importOnly = {
  "node_modules/only/package.json": '{ "type": "module", "exports": { "import": "./index.js" } }',
  "node_modules/only/index.js": 'export const c = "c";',
};

/** The part of the excerpt's line that is underlined. */
function underlined({ excerpt }: Diagnostic): string | undefined {
  return excerpt?.text.slice(excerpt.from - 1, excerpt.to - 1);
}

describe("a config's export", () => {
  it("may be an object", async () => {
    const text = 'import { defineConfig } from "nixtorch";\nexport default defineConfig({ gpu: "T4" });';
    expect(await valueOf(text)).toEqual({ gpu: "T4" });
  });

  it("may be a function, an async function, or a promise", async () => {
    expect(await valueOf('export default () => ({ gpu: "T4" });')).toEqual({ gpu: "T4" });
    expect(await valueOf('export default async () => ({ gpu: "T4" });')).toEqual({ gpu: "T4" });
    expect(await valueOf('export default Promise.resolve({ gpu: "T4" });')).toEqual({ gpu: "T4" });
    expect(await valueOf('export default Promise.resolve(() => ({ gpu: "T4" }));')).toEqual({ gpu: "T4" });
  });

  it("may use all of TypeScript that leaves no trace, and enums", async () => {
    const text = `
      enum Card { Small = "T4" }
      interface Options { readonly gpu: string }
      const options = { gpu: Card.Small! } satisfies Options as Options;
      export default { gpu: options?.gpu ?? "none" };`;
    expect(await valueOf(text)).toEqual({ gpu: "T4" });
  });

  it("is given as plain data: getters are read once, circles and keys stay", async () => {
    const value = await valueOf(`
      let count = 0;
      const config = { get count() { return ++count; }, ["__proto__"]: 1, list: [1, , 3], later: () => 1 };
      export default Object.assign(config, { config });`);
    expect(value).toMatchObject({ count: 1, list: [1, undefined, 3], later: expect.any(Function) });
    expect(Object.keys(value as object)).toEqual(["count", "__proto__", "list", "later", "config"]);
    expect((value as { config: unknown }).config).toBe(value);
    expect((value as { count: number }).count).toBe(1);
  });

  it("may be CommonJS in a JavaScript file", async () => {
    const system = lab({ "nixtorch.config.js": 'module.exports = { gpu: "T4" };' });
    expect((await load(system, 2000, "/lab/nixtorch.config.js")).value).toEqual({ gpu: "T4" });
  });

  it("is of this realm, so that lists and objects are what they seem", async () => {
    const value = (await valueOf("export default { packages: [] };")) as { packages: unknown };
    expect(value).toBeInstanceOf(Object);
    expect(value.packages).toBeInstanceOf(Array);
  });
});

describe("imports", () => {
  it("lead to local files in every spelling", async () => {
    const value = await valueOf({
      "nixtorch.config.ts": `
        import a from "./parts/a";
        import { b } from "./parts/b.js";
        import * as c from "./parts/c.mjs";
        import d from "./parts/d.ts";
        import e from "./parts";
        import f from "../lab/parts/f.json" with { type: "json" };
        import { g } from "./parts/g.js";
        export default { all: [a, b, c.default, d, e, f.f, g] };`,
      "parts/a.ts": 'export default "a";',
      "parts/b.ts": 'export const b: string = "b";',
      "parts/c.mts": 'export default "c";',
      "parts/d.ts": 'export { it as default } from "./deeper/d";',
      "parts/deeper/d.ts": 'export const it = "d";',
      "parts/index.ts": 'export default "e";',
      "parts/f.json": '{ "f": "f" }',
      "parts/g.js": 'exports.g = "g";',
    });
    expect(value).toEqual({ all: ["a", "b", "c", "d", "e", "f", "g"] });
  });

  it("of types alone are not followed", async () => {
    const text =
      'import type { X } from "./gone";\nimport { type Y } from "./gone";\nexport default {} as X & Y;';
    expect(await valueOf(text)).toEqual({});
  });

  it("may be made when they are needed", async () => {
    const value = await valueOf({
      "nixtorch.config.ts": `
        const name = "late";
        export default async () => ({ a: (await import("./early")).default, b: (await import("./" + name)).b });`,
      "early.ts": 'export default "early";',
      "late.ts": 'export const b = "late";',
    });
    expect(value).toEqual({ a: "early", b: "late" });
  });

  it("may be of Node's own modules", async () => {
    expect(
      await valueOf('import { basename } from "node:path";\nexport default { it: basename("/a/b") };'),
    ).toEqual({
      it: "b",
    });
  });

  it("may be of installed packages, CommonJS or not", async () => {
    const value = installed({
      "nixtorch.config.ts": `
        import { a } from "old";
        import b from "young";
        export default async () => ({ a, b, c: (await import("only")).c });`,
      "node_modules/old/index.js": 'exports.a = "a";',
      "node_modules/young/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/young/index.js": 'export default "b";',
      ...importOnly,
    });
    expect((await value).value).toEqual({ a: "a", b: "b", c: "c" });
  });

  it("may not be of packages that can only be imported later, and then this is said", async () => {
    const text = 'import { c } from "only";\nexport default { c };';
    const load = installed({ "nixtorch.config.ts": text, ...importOnly });
    await expect(load).rejects.toMatchObject({
      diagnostics: [
        { code: "NT208", place: { line: 1, column: 19 }, hint: expect.stringContaining('import("only")') },
      ],
    });
  });

  it("evaluate each file once, also when a link leads to it", async () => {
    const value = await valueOf({
      "nixtorch.config.ts": `
        import a from "./a";
        import b from "./b";
        export default { same: a === b };`,
      "a.ts": "export default {};",
      "b.ts": { link: "a.ts" },
    });
    expect(value).toEqual({ same: true });
  });

  it("know where they are", async () => {
    const text =
      "export default { dir: import.meta.dirname, url: import.meta.url, file: import.meta.filename };";
    expect(
      await valueOf({ "nixtorch.config.ts": 'export { default } from "./sub/a";', "sub/a.ts": text }),
    ).toEqual({
      dir: "/lab/sub",
      url: "file:///lab/sub/a.ts",
      file: "/lab/sub/a.ts",
    });
  });

  it("are all among the files that were read, with their digests", async () => {
    const loaded = await load(
      lab({
        "nixtorch.config.ts": 'import a from "./a";\nexport default { a };',
        "a.ts": 'import b from "./b.json";\nexport default b;',
        "b.json": "{}",
      }),
    );
    expect(loaded.files.map((one) => one.path)).toEqual([main, "/lab/a.ts", "/lab/b.json"]);
    expect(loaded.files[2]!.digest).toBe(
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    );
  });
});

describe("a config that cannot be loaded", () => {
  it("has a syntax error", async () => {
    const failure = await failureOf(
      'import { defineConfig } from "nixtorch";\nexport default defineConfig({ gpu: );',
    );
    expect(failure).toMatchObject({
      code: "NT202",
      summary: "The config has a syntax error",
      detail: "The file cannot be read as TypeScript: Unexpected token.",
      place: { file: main, line: 2, column: 36 },
    });
    expect(underlined(failure)).toBe(")");
  });

  it("has a syntax error in a file that it imports", async () => {
    const files = {
      "nixtorch.config.ts": 'import a from "./a";\nexport default a;',
      "a.ts": "export default {;",
    };
    expect(await failureOf(files)).toMatchObject({
      code: "NT202",
      place: { file: "/lab/a.ts", line: 1, column: 17 },
    });
  });

  it("imports JSON that is none", async () => {
    const files = {
      "nixtorch.config.ts": 'import a from "./a.json";\nexport default a;',
      "a.json": '{\n  "a": tru\n}',
    };
    expect(await failureOf(files)).toMatchObject({ code: "NT202", place: { file: "/lab/a.json", line: 2 } });
    const comment = { ...files, "a.json": "{} // no" };
    expect(await failureOf(comment)).toMatchObject({ code: "NT202", place: { file: "/lab/a.json" } });
  });

  it("waits at the top level", async () => {
    const failure = await failureOf("const a = 1;\nexport default await Promise.resolve({ a });");
    expect(failure).toMatchObject({ code: "NT203", place: { file: main, line: 2, column: 16 } });
    expect(failure.hint).toContain("defineConfig(async () =>");
  });

  it.each([
    ["", "It has no default export."],
    ["export const config = {};", "It exports `config`, but has no default export."],
    ["export default undefined;", "Its default export is undefined."],
    ["const config = {};", "It has no default export."],
  ])("exports nothing: %j", async (text, detail) => {
    expect(await failureOf(text)).toMatchObject({ code: "NT204", detail, place: { file: main } });
  });

  it("throws: at line and column of the source, not of what it was compiled to", async () => {
    const failure = await failureOf(
      'import { defineConfig, presets } from "nixtorch";\n\nconst gpu: string = (presets as any).nothing.gpu;\nexport default defineConfig({ gpu });',
    );
    expect(failure).toMatchObject({
      code: "NT205",
      detail: "TypeError: Cannot read properties of undefined (reading 'gpu')",
      place: { file: main, line: 3, column: 46 },
    });
    expect(underlined(failure)).toBe("gpu");
  });

  it("throws in a function of an imported file", async () => {
    const failure = await failureOf({
      "nixtorch.config.ts": 'import { cards } from "./cards.js";\nexport default { gpu: cards(2) };',
      "cards.ts":
        'export function cards(count: number): string {\n  if (count > 1) throw new Error("too many");\n  return "T4";\n}',
    });
    expect(failure).toMatchObject({
      code: "NT205",
      detail: "Error: too many",
      place: { file: "/lab/cards.ts", line: 2, column: 24 },
    });
  });

  it("throws later, in an async function", async () => {
    const failure = await failureOf(
      'export default async () => {\n  await null;\n  throw new RangeError("late");\n};',
    );
    expect(failure).toMatchObject({
      code: "NT205",
      detail: "RangeError: late",
      place: { file: main, line: 3, column: 9 },
    });
  });

  it("throws what is no error", async () => {
    expect(await failureOf('throw "no";')).toMatchObject({
      code: "NT205",
      detail: 'It throws "no".',
      place: { file: main },
    });
  });

  it("recurses without end", async () => {
    const failure = await failureOf("const f = (): number => 1 + f();\nexport default { a: f() };");
    expect(failure).toMatchObject({ code: "NT205", place: { file: main, line: 1 } });
  });

  it("loops without end, wherever the loop is", async () => {
    const summary = "The config does not come to an end";
    expect(await failureOf("for (;;);", 50)).toMatchObject({ code: "NT206", summary, place: { file: main } });
    expect(await failureOf("export default () => { for (;;); };", 50)).toMatchObject({ code: "NT206" });
    const imported = {
      "nixtorch.config.ts": 'import a from "./a";\nexport default a;',
      "a.ts": "for (;;);\nexport default {};",
    };
    expect(await failureOf(imported, 50)).toMatchObject({ code: "NT206" });
    const late = {
      ...imported,
      "nixtorch.config.ts": 'export default async () => (await import("./a")).default;',
    };
    expect(await failureOf(late, 50)).toMatchObject({ code: "NT206" });
  });

  it("loops without end between two awaits", async () => {
    expect(await failureOf("export default async () => { await null; for (;;); };", 50)).toMatchObject({
      code: "NT206",
    });
    expect(await failureOf("export default async () => { for (;;) await null; };", 50)).toMatchObject({
      code: "NT206",
    });
  });

  it("waits for what never comes", async () => {
    expect(await failureOf("export default new Promise(() => {});", 50)).toMatchObject({
      code: "NT206",
      detail: `${main} must give a config, and then be done. What it waits for has not come within 0.05 s.`,
    });
  });

  it.each([
    ["its object", "export default {\n  get packages(): string[] { throw new Error('no'); },\n};"],
    [
      "an object below",
      "export default { nix: {\n  get packages(): string[] { throw new Error('no'); },\n} };",
    ],
    [
      "its class",
      "export default new (class {\n  get packages(): string[] { throw new Error('no'); }\n})();",
    ],
    [
      "what it promises",
      "export default async () => ({\n  get packages(): string[] { throw new Error('no'); },\n});",
    ],
    [
      "a proxy",
      "export default new Proxy({}, {\n  ownKeys: (): string[] => { throw new Error('no'); },\n});",
    ],
  ])("throws in a getter of %s", async (_, text) => {
    expect(await failureOf(text)).toMatchObject({
      code: "NT205",
      detail: "Error: no",
      place: { file: main, line: 2 },
    });
  });

  it("loops without end in a getter", async () => {
    expect(await failureOf("export default { get gpu() { for (;;); } };", 50)).toMatchObject({
      code: "NT206",
    });
  });

  it("is interrupted while it waits", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const started = performance.now();
    const system = lab("export default new Promise(() => {});");
    await expect(load(system, 20_000, main, controller.signal)).rejects.toMatchObject({
      diagnostics: [{ code: "NT588", summary: "Interrupted" }],
    });
    expect(performance.now() - started).toBeLessThan(5000);
    await expect(load(system, 20_000, main, controller.signal)).rejects.toMatchObject({
      diagnostics: [{ code: "NT588" }],
    });
  });

  it("imports a file that is not there", async () => {
    const failure = await failureOf({
      "nixtorch.config.ts":
        'import { a } from "./parts/cards.js";\nimport b from "./parts/card";\nexport default { a, b };',
      "parts/cards.ts": "export const a = 1;",
    });
    expect(failure).toMatchObject({
      code: "NT207",
      detail:
        '"./parts/card" leads to /lab/parts/card, where there is no file, also not with .ts or .js behind it.',
      hint: "There is a `cards` in that directory.",
      place: { file: main, line: 2, column: 15 },
    });
    expect(underlined(failure)).toBe('"./parts/card"');
  });

  it("imports a package that is not installed", async () => {
    const failure = await failureOf('import x from "no-such-package/part";\nexport default x;');
    expect(failure).toMatchObject({
      code: "NT208",
      detail: `"no-such-package/part" is not installed where ${main} could see it.`,
      place: { file: main, line: 1, column: 15 },
    });
    expect(failure.hint).toContain("npm install --save-dev no-such-package\n");
  });

  it("imports itself in a circle", async () => {
    const failure = await failureOf({
      "nixtorch.config.ts": 'import a from "./a";\nexport default { a };',
      "a.ts": 'import b from "./b";\nexport default b;',
      "b.ts": 'import a from "./a";\nexport default a;',
    });
    expect(failure).toMatchObject({
      code: "NT209",
      detail: "None of them can be evaluated first:\n\n  /lab/a.ts\n  imports /lab/b.ts\n  imports /lab/a.ts",
      place: { file: "/lab/b.ts" },
    });
  });

  it("ends the process", async () => {
    const failure = await failureOf("if (true)\n  process.exit(0);\nexport default {};");
    expect(failure).toMatchObject({ code: "NT215", place: { file: main, line: 2 } });
  });

  it.each([
    ["is not there", {}, "It does not exist."],
    ["is a directory", { "nixtorch.config.ts": { directory: true } as const }, "It is a directory."],
    ["may not be read", { "nixtorch.config.ts": { unreadable: "permission denied" } }, "Permission denied."],
    [
      "is no text",
      { "nixtorch.config.ts": { content: new Uint8Array([0xff, 0xfe, 0x41]) } },
      "It is not a text in UTF-8.",
    ],
  ])("%s", async (_, files, reason) => {
    const failure = await failureOf(files as Record<string, MemoryEntry>);
    expect(failure).toMatchObject({ code: "NT201", detail: `${main} is no readable file. ${reason}` });
  });
});

describe("while a config runs", () => {
  afterEach(() => vi.restoreAllMocks());

  it("what it prints goes to stderr", async () => {
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await valueOf(
      'process.stdout.write("now\\n");\nexport default async () => { await null; process.stdout.write("later\\n"); return {}; };',
    );
    process.stdout.write("after\n");
    expect(stdout.mock.calls.map(([text]) => text)).toEqual(["after\n"]);
    expect(stderr.mock.calls.map(([text]) => text)).toEqual(["now\n", "later\n"]);
  });

  it("the process is put back as it was, also after a failure", async () => {
    const { exit, exitCode } = process;
    const { write } = process.stdout;
    await failureOf('process.exitCode = 7;\nthrow new Error("x");');
    expect(process.exit).toBe(exit);
    expect(process.stdout.write).toBe(write);
    expect(process.exitCode).toBe(exitCode);
  });
});

describe("compiled texts", () => {
  it("are kept, and used again only for the same source", async () => {
    const system = lab("export default { a: 1 };");
    await load(system);
    const cached = Object.keys(system.files()).filter((path) => path.startsWith("/cache/"));
    expect(cached).toHaveLength(1);
    const entry = JSON.parse(system.files()[cached[0]!]!) as { code: string };
    system.replaceFile(
      cached[0]!,
      new TextEncoder().encode(JSON.stringify({ code: entry.code.replace("1", "2"), imports: [] })),
    );
    expect((await load(system)).value).toEqual({ a: 2 });
    system.replaceFile(main, new TextEncoder().encode("export default { a: 1 }; // changed"));
    expect((await load(system)).value).toEqual({ a: 1 });
  });

  it("are made anew when the cache is damaged", async () => {
    const system = lab("export default { a: 1 };");
    await load(system);
    for (const path of Object.keys(system.files()).filter((one) => one.startsWith("/cache/")))
      system.replaceFile(path, new TextEncoder().encode('{"code": 3'));
    expect((await load(system)).value).toEqual({ a: 1 });
  });

  it.each([
    ["belong to another user", { uid: 1 }],
    ["others may write", { mode: 0o622 }],
    ["the group may write", { mode: 0o660 }],
  ])("are not run when they %s", async (_, state) => {
    const system = lab("export default { a: 1 };");
    await load(system);
    const [path, text] = Object.entries(system.files()).find(([one]) => one.startsWith("/cache/"))!;
    const content = text.replace("a: 1", "a: 2");
    const mine = lab({ "nixtorch.config.ts": "export default { a: 1 };", [`..${path}`]: { content } });
    expect((await load(mine)).value).toEqual({ a: 2 });
    const foreign = { content, ...state };
    const theirs = lab({ "nixtorch.config.ts": "export default { a: 1 };", [`..${path}`]: foreign });
    expect((await load(theirs)).value).toEqual({ a: 1 });
  });

  it("are neither run nor kept in a directory that others may write", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nixtorch-cache-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, "nixtorch.config.ts");
    const cacheDirectory = join(directory, "cache");
    const again = (text: string) => {
      writeFileSync(file, text);
      return loadConfig(realSystem(), { file, cacheDirectory, sdk, timeoutMs: 5000, allowRoot: true });
    };
    await again("export default { a: 1 };");
    const [name] = readdirSync(cacheDirectory);
    const cached = join(cacheDirectory, name!);
    writeFileSync(cached, readFileSync(cached, "utf8").replace("a: 1", "a: 2"));
    expect((await again("export default { a: 1 };")).value).toEqual({ a: 2 });
    chmodSync(cacheDirectory, 0o777);
    expect((await again("export default { a: 1 };")).value).toEqual({ a: 1 });
    await again("export default { b: 1 };");
    expect(readdirSync(cacheDirectory)).toEqual([name]);
  });

  it("hold no values: a config that reads the clock is run again", async () => {
    const system = lab("export default { now: process.hrtime.bigint() };");
    expect((await load(system)).value).not.toEqual((await load(system)).value);
  });

  it("are not needed: a cache that cannot be written changes nothing", async () => {
    expect((await load(lab("export default { a: 1 };", { readOnly: ["/cache"] }))).value).toEqual({ a: 1 });
  });
});
