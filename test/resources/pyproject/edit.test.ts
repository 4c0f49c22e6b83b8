import { describe, expect, test } from "vitest";
import { handwritten, plan, settle, unplan } from "./world.js";

describe("a file that a person wrote", () => {
  test("gets what is missing, and keeps the rest", async () => {
    const { content, first } = await settle(handwritten, {
      packages: ["transformers>=4.50"],
      groups: { dev: ["ipython"] },
    });
    expect(content).toBe(
      handwritten
        .replace("  'matplotlib',\n", `  'matplotlib',\n  "torch==2.14.1",\n  "transformers>=4.50",\n`)
        .replace('["pytest"]', '["pytest", "ipython"]') +
        `
# explicit: only the packages named below come from here.
[[tool.uv.index]]
name = "pytorch-cu126"
url = "https://download.pytorch.org/whl/cu126"
explicit = true

[tool.uv.sources]
torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]
`,
    );
    expect(first.change.action).toBe("update");
    expect(first.change.details).toContainEqual(
      expect.objectContaining({ key: "group dev: ipython", before: null, after: "any version" }),
    );
  });

  test("keeps CRLF, a byte order mark and a missing final newline", async () => {
    const windows = `\uFEFF${handwritten.trimEnd().replaceAll("\n", "\r\n")}`;
    const { content } = await settle(windows, {});
    expect(content.startsWith(`${windows.split("]", 1)[0]}`)).toBe(true);
    expect(content.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("without [project] becomes a project that is not built", async () => {
    const { content } = await settle("[tool.ruff]\nline-length = 100\n");
    expect(content).toBe(`[tool.ruff]
line-length = 100

[project]
name = "my-lab"
version = "0.1.0"
requires-python = ">=3.12,<3.13"
dependencies = [
    "torch==2.14.1",
]

[tool.uv]
package = false

# explicit: only the packages named below come from here.
[[tool.uv.index]]
name = "pytorch-cu126"
url = "https://download.pytorch.org/whl/cu126"
explicit = true

[tool.uv.sources]
torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]
`);
  });

  test("with everything in dotted and inline form is extended in that form", async () => {
    const { content } = await settle(
      `project.name = "x"\nproject.version = "1"\nproject.requires-python = "==3.12.*"\nproject.dependencies = []\n\n` +
        `[tool]\nuv = { package = true, sources = { mine = { path = "mine" } } }\n`,
    );
    expect(content).toBe(
      `project.name = "x"\nproject.version = "1"\nproject.requires-python = "==3.12.*"\n` +
        `project.dependencies = ["torch==2.14.1"]\n\n[tool]\n` +
        `uv = { package = true, sources = { mine = { path = "mine" }, ` +
        `torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }] }, ` +
        `index = [{ name = "pytorch-cu126", url = "https://download.pytorch.org/whl/cu126", explicit = true }] }\n`,
    );
  });

  test("a looser requirement is tightened in place, and shown as that", async () => {
    const text = handwritten.replace('"numpy>=1.26"', '"Torch[opt-einsum] >= 2.4"');
    const { content, first } = await settle(text);
    expect(content).toContain('  "torch[opt-einsum]==2.14.1",  # arrays\n');
    expect(content).not.toContain("2.4");
    expect(first.change.details).toContainEqual({
      key: "torch",
      before: "[opt-einsum] >=2.4",
      after: "[opt-einsum] 2.14.1",
      reason: "for the chosen stack",
    });
  });

  test("what changes keeps its quotes, and the line endings around it", async () => {
    const text = handwritten.replace("'matplotlib'", "'torch >=2.0'").replace("plots\n", "plots\r\n");
    const { content } = await settle(text, { packages: ["numpy>=2; python_version > '3'"] });
    expect(content).toContain("  # plots\r\n  'torch==2.14.1',\n");
    const marked = handwritten.replace("'matplotlib'", "'torch; sys_platform == \"linux\"'");
    expect((await settle(marked)).content).toContain(`  "torch==2.14.1; sys_platform == 'linux'",\n`);
  });

  test("what changes within a list of sources keeps the comments in it", async () => {
    const { content, first } = await settle(handwritten);
    const spread = content.replace(
      /torch = \[(.*)\]/,
      (_, entry: string) => `torch = [\n  # the lab\n  ${entry}, # since May\n]`,
    );
    const moved = await settle(spread, { wheel: "cu130" }, first.baseline);
    expect(moved.content).toBe(spread.replaceAll("cu126", "cu130"));
  });

  test("the list of environments grows and shrinks by one element", async () => {
    const linux = { systems: ["x86_64-linux"] };
    const both = { systems: ["x86_64-linux", "aarch64-linux"] };
    const { content, first } = await settle(null, linux);
    const spread = content.replace(
      /environments = \[(.*)\]/,
      (_, entry: string) => `environments = [\n  ${entry}, # the lab\n  "sys_platform == 'win32'",\n]`,
    );
    const grown = await settle(spread, both, first.baseline);
    expect(grown.content).toBe(
      spread.replace(
        `'win32'",\n`,
        `'win32'",\n  "sys_platform == 'linux' and platform_machine == 'aarch64'",\n`,
      ),
    );
    const shrunk = await settle(grown.content, linux, grown.first.baseline);
    expect(shrunk.content).toBe(spread);
  });

  test("a file of five megabytes is edited and given back", { timeout: 60_000 }, async () => {
    const tables = Array.from({ length: 35_000 }, (_, at) => `[tool.t${at}]\nx = { a = 1 } # ${at}\n`);
    const elements = Array.from({ length: 35_000 }, (_, at) => `[[tool.list]]\nx = ["a", 'b'] # ${at}\n`);
    const lines = Array.from({ length: 70_000 }, (_, at) => `  "package-${at}>=1.${at}", # ${at}\n`);
    const head = `[project]\nname = "large"\nversion = "1"\nrequires-python = ">=3.11"\n`;
    const text = `${head}dependencies = [\n${lines.join("")}]\n\n${tables.join("\n")}${elements.join("\n")}`;
    expect(text.length).toBeGreaterThan(4_900_000);
    const { content, baseline } = await plan(text, { packages: ["einops", "package-7>=2"] });
    expect(content).toContain('"package-7>=2"');
    expect(unplan(content, baseline).content).toBe(text);
  });

  test("a stricter requirement stays, and stays the person's", async () => {
    const { content, first } = await settle(handwritten, { packages: ["numpy>=1.20"] });
    expect(content).toContain('"numpy>=1.26"');
    expect(Object.keys(first.baseline)).not.toContain("project.dependencies.numpy");
  });

  test("a local version is taken off: uv would find no such build", async () => {
    for (const pin of ["==2.14.1+cu126", "===2.14.1+cu126"]) {
      const { content } = await settle(handwritten.replace('"numpy>=1.26"', `"torch${pin}"`));
      expect(content).toContain('  "torch==2.14.1",  # arrays\n');
    }
    const other = handwritten.replace("'matplotlib'", "'torchvision==0.29.1+cu126'");
    const { content } = await settle(other, { packages: ["torchvision"] });
    expect(content).toContain("'torchvision==0.29.1+cu126'");
  });

  test("what `uv add` wrote after an apply is not taken over, and is not removed later", async () => {
    const { content, first } = await settle(handwritten);
    const added = content.replace("'matplotlib',", "'matplotlib',\n  \"einops\",");
    const wanted = await plan(added, { packages: ["einops"] }, first.baseline);
    expect(wanted.change.action).toBe("no-op");
    const dropped = await plan(added, {}, wanted.baseline);
    expect([dropped.change.action, dropped.content]).toEqual(["no-op", added]);
  });

  test("requires-python stays where it allows the Python", async () => {
    for (const range of [">=3.11", "==3.12.*", ">=3.12.4", "~=3.10"]) {
      const { content } = await settle(handwritten.replace(">=3.11", range));
      expect(content).toContain(`requires-python = "${range}"`);
    }
  });
});

describe("sources and indexes of a person", () => {
  const torchIndex = (name: string, explicit = true) =>
    `\n[[tool.uv.index]]\nname = "${name}"\nurl = "https://download.pytorch.org/whl/cu126/"\n${explicit ? "explicit = true\n" : ""}`;

  test("an index of the same address serves", async () => {
    const { content } = await settle(handwritten + torchIndex("cuda"));
    expect(content).toContain(`torch = [{ index = "cuda", marker = "sys_platform == 'linux'" }]`);
    expect(content).not.toContain("pytorch-cu126");
  });

  test("a source that leads there stays, whatever else it says", async () => {
    const source = `\n[tool.uv.sources]\nTorch = [\n  { index = "cuda", marker = "sys_platform != 'darwin'" }, # mine\n]\n`;
    const { content, first } = await settle(handwritten + torchIndex("cuda", false) + source);
    expect(content).toContain(source);
    expect(content).not.toContain("pytorch-cu126");
    expect(first.change.details.map(({ key }) => key)).toEqual(["torch"]);
  });

  test("the same meaning in another form is equal", async () => {
    const { content } = await settle(handwritten);
    const reformed = content.replace(
      `torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]`,
      `[tool.uv.sources.torch]\nmarker = 'sys_platform=="linux"'\nindex = "pytorch-cu126"`,
    );
    expect((await settle(reformed)).content).toBe(reformed);
  });

  test("explicit is added to an index of ours that lost it", async () => {
    const { content, first } = await settle(handwritten);
    const edited = content.replace("explicit = true\n", "");
    const again = await plan(edited, {}, first.baseline);
    expect(again.content).toBe(content);
    expect(again.drift).toMatchObject([{ key: "tool.uv.index.pytorch-cu126" }]);
  });

  test("a source written with a table header keeps that form when the variant changes", async () => {
    const { content, first } = await settle(handwritten);
    const reformed = content.replace(
      `torch = [{ index = "pytorch-cu126", marker = "sys_platform == 'linux'" }]`,
      `[tool.uv.sources.torch]\nindex = "pytorch-cu126"\nmarker = "sys_platform == 'linux'"`,
    );
    const moved = await plan(reformed, { wheel: "cu130" }, first.baseline);
    expect(moved.content).toBe(reformed.replaceAll("cu126", "cu130"));
  });
});
