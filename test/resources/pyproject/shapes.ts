import fc from "fast-check";

/** Lists as people write them. */
const lists = fc.oneof(
  fc.constantFrom(
    "[]",
    "[ ]",
    "[\t]",
    "[\n]",
    "[\n\n  ]",
    "[ # none yet\n]",
    "[\n    # none yet\n]",
    "['torch', 'einops', 'Torch>=2']",
    '["""torch"""]',
    "['''torch>=2''', 'einops']",
    '["t\\u006frch", "einops", ]',
    '[ "einops"   ]',
    '["einops",\n "torch>=2.4",\n "numpy" ]',
    '["einops"\n, "numpy"\n, "torch>=2"\n]',
    '[\n  "einops", "numpy",\n  "torch" ]',
    '[\n  "einops"   \n]',
    '[\n  "einops" , # the "#" in it\n  # "torch"\n]',
  ),
  fc
    .record({
      elements: fc.subarray([
        "'einops'",
        '"Flash_Attn>=2" ',
        '"torch >= 2.4"',
        "\"timm; sys_platform == 'linux'\"",
        "'numpy>=1.26'",
        "'Pillow'",
        "'scipy < 2'",
        "'x; python_version < \"3.13\"'",
      ]),
      style: fc.constantFrom("inline", "lines", "aligned"),
      trailing: fc.boolean(),
      indent: fc.constantFrom("  ", "    ", "\t", ""),
    })
    .map(({ elements, style, trailing, indent }) => {
      const comma = (index: number) => (trailing || index < elements.length - 1 ? "," : "");
      if (style === "inline") return `[${elements.join(", ")}${elements.length > 0 && trailing ? "," : ""}]`;
      const comment = (line: string) => (style === "aligned" ? `${line.padEnd(36)}# mine` : line);
      return ["[", ...elements.map((one, index) => comment(`${indent}${one}${comma(index)}`)), "]"].join(
        "\n",
      );
    }),
);

const projects = fc
  .record({
    form: fc.constantFrom("header", "header", "dotted", "inline", "none"),
    dependencies: fc.option(lists),
    python: fc.constantFrom('">=3.11"', "'>=3.11'", '">=3.9,<3.12"', '"""~=3.11"""', null),
    extras: fc.constantFrom(
      "",
      "optional-dependencies = { serve = ['uvicorn'] }\n",
      "optional-dependencies.serve = [ ]\n",
    ),
  })
  .map(({ form, dependencies, python, extras }) => {
    const lines = [
      `name = 'lab' # mine`,
      'version = "1"',
      ...(python === null ? [] : [`requires-python = ${python}`]),
      ...(dependencies === null ? [] : [`dependencies = ${dependencies}`]),
    ];
    if (form === "none") return "";
    if (form === "dotted") return `${lines.map((line) => `project.${line}\n`).join("")}\n`;
    if (form === "inline") return `project = { name = 'lab', version = "1" }\n\n`;
    return `[project]\n${lines.join("\n")}\n${extras}\n`;
  });

const pytorch = "https://download.pytorch.org/whl";

const uvTables = fc.constantFrom(
  "",
  "[tool.uv]\n",
  "[tool.uv] # mine\n# mine, too\n",
  "[tool]\nuv = {}\n",
  "[tool]\nuv = { }\n",
  "[tool]\nuv = { default-groups = [], sources = { mine = { path = 'mine' } } } # mine\n",
  "[tool]\nuv.default-groups = []\nuv.sources.mine.path = 'mine'\n",
  "[tool.uv.sources]\nmine = { path = 'mine' } # mine\n",
  "[tool.uv.sources]\ntorch.index = 'old' # mine\ntorch.marker = \"sys_platform == 'linux'\"\n\n" +
    `[[tool.uv.index]]\nname = 'old'\nurl = '${pytorch}/cu118'\n`,
  `[tool.uv.sources.torch] # mine\nindex = "old"\n\n[[tool.uv.index]]\nname = "old"\nurl = "${pytorch}/cu118"\n`,
  `[[tool.uv.sources.torch]]\nindex = "old"\n# mine\n[[tool.uv.index]]\nname = "old"\nurl = "${pytorch}/cu118"\n`,
  `[tool.uv.sources]\ntorch = [\n  { index = 'old' }, # mine\n]\n[[tool.uv.index]]\nname = 'old'\nurl = '${pytorch}/cu118'\n`,
  `[tool.uv]\nindex = [\n  { name = "house", url = "https://pypi.example/other" }, # mine\n]\n`,
  `[tool.uv]\nindex = [ ]\nsources = { }\nno-build-isolation-package = []\n`,
  `[[tool.uv.index]]\nname = 'house'\nurl = 'https://pypi.example/simple/'\n[tool.mine]\n`,
  `[[tool.uv.index]]\nname = "wheels"\nurl = "${pytorch}/cu126" # mine\nexplicit = true\n`,
  "[tool.uv.extra-build-dependencies]\nFlash_Attn = [ 'packaging' ]\n\n[tool.uv.extra-build-variables]\nflash-attn = { A = '1' }\n",
  "[tool.uv]\npackage = true\nenvironments = [\n  \"sys_platform == 'linux'\", # mine\n]\n",
);

const groups = fc.constantFrom(
  "",
  "",
  "[dependency-groups]\ndev = ['pytest'] # mine\n\n",
  "[dependency-groups]\ndev = [ ]\nlint = [\n  # mine\n]\n",
  "[dependency-groups]\n",
);

const tails = fc.constantFrom(
  "",
  "\n\n\n",
  "# mine",
  "\n[tool.ruff] # mine\nline-length = 100\n",
  '\n[tool.other]\n"ü" = "🔥" # mine\n\n\n',
  "   ",
);

/** Each line ends as drawn: files that several editors have been at. */
function withEndings(text: string, endings: "lf" | "crlf" | readonly boolean[]): string {
  if (endings === "lf") return text;
  if (endings === "crlf") return text.replaceAll("\n", "\r\n");
  let line = 0;
  return text.replaceAll("\n", () => (endings[line++ % endings.length] === true ? "\r\n" : "\n"));
}

/** A pyproject.toml as people have them: any form, any spacing, any line endings. */
export const shapes: fc.Arbitrary<string> = fc
  .record({
    head: fc.constantFrom("", "# mine\n", "\n\n"),
    project: projects,
    groups,
    uv: uvTables,
    tail: tails,
    cut: fc.boolean(),
    mark: fc.boolean(),
    endings: fc.oneof(
      fc.constantFrom("lf" as const, "crlf" as const),
      fc.array(fc.boolean(), { minLength: 2, maxLength: 5 }),
    ),
  })
  .map(({ head, project, groups: group, uv, tail, cut, mark, endings }) => {
    const text = withEndings(`${head}${project}${group}${uv}${tail}`, endings);
    return `${mark ? "\uFEFF" : ""}${cut ? text.replace(/[\r\n]+$/, "") : text}`;
  });
