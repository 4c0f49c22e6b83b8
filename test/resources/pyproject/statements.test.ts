import { describe, expect, test } from "vitest";
import { statementsOf } from "../../../src/resources/pyproject/index.js";
import { observe, settle } from "./world.js";

const text = `[project]
name = "lab"
version = "1"
requires-python = ">=3.10, <3.14"
dependencies = [
    "numpy<2",
    'Torch >= 2.4, <3',
    "torch==2.2; sys_platform == 'darwin'",
]

[project.optional-dependencies]
vision = ["torchvision"]

[dependency-groups]
dev = ["triton>=3; platform_machine == 'x86_64'", { include-group = "x" }, "torchaudio=1", "torch @ file:///t.whl"]
x = ["torch!=2.9.0; python_version >= '3.12'"]
`;

describe("hand-written statements", () => {
  test("are the requirements on chosen names, with their places", () => {
    expect(statementsOf(observe(text), {})).toEqual([
      { name: "torch", specifier: ">=2.4,<3", place: { file: "pyproject.toml", line: 7, column: 5 } },
      { name: "torchvision", specifier: "", place: { file: "pyproject.toml", line: 12, column: 11 } },
      { name: "triton", specifier: ">=3", place: { file: "pyproject.toml", line: 15, column: 8 } },
      { name: "torch", specifier: "!=2.9.0", place: { file: "pyproject.toml", line: 16, column: 6 } },
      {
        name: "requires-python",
        specifier: ">=3.10,<3.14",
        place: { file: "pyproject.toml", line: 4, column: 19 },
      },
    ]);
  });

  test("are uv's constraints and overrides too, which ask for nothing by themselves", () => {
    const limited = `[tool.uv]
constraint-dependencies = ["torch<2.9", "numpy<2", "torch<2; sys_platform == 'darwin'"]
override-dependencies = [
    "torchvision==0.24.0",
]
`;
    expect(statementsOf(observe(limited), {})).toEqual([
      {
        name: "torch",
        specifier: "<2.9",
        place: { file: "pyproject.toml", line: 2, column: 28 },
        limitsOnly: true,
      },
      {
        name: "torchvision",
        specifier: "==0.24.0",
        place: { file: "pyproject.toml", line: 4, column: 5 },
        limitsOnly: true,
      },
    ]);
  });

  test("what nixtorch wrote is none, unless a person changed it since", async () => {
    const { content, first } = await settle(null);
    expect(statementsOf(observe(content), first.baseline)).toEqual([]);
    expect(statementsOf(observe(content.replace("2.14.1", "2.9.1")), first.baseline)).toMatchObject([
      { name: "torch", specifier: "==2.9.1" },
    ]);
  });

  test("there are none in a file that is not there, or cannot be read", () => {
    expect(statementsOf(observe(null), {})).toEqual([]);
    expect(statementsOf(observe("[project"), {})).toEqual([]);
    expect(statementsOf(observe('[project]\nrequires-python = "python3"\ndependencies = 3\n'), {})).toEqual(
      [],
    );
  });

  test("the project's name is known", () => {
    expect([observe(text).name, observe(null).name, observe("[project]\n").name]).toEqual([
      "lab",
      null,
      null,
    ]);
  });
});
