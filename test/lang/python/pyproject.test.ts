import { expect, test } from "vitest";
import { readPyproject } from "../../../src/lang/python/pyproject.js";

const text = `[project]
name = 'lab'
requires-python = ">=3.11"
dependencies = [
  "numpy>=1.26", # arrays
  "torch=2",
]
optional-dependencies.Serve = ["fastapi"]
keywords = ["torch"]

[dependency-groups]
dev = ["pytest", { include-group = "lint" }]

[tool.uv]
package = false
constraint-dependencies = ["torch<2.9"]
environments = ["sys_platform == 'linux'"]
no-build-isolation-package = ["flash-attn"]
workspace = { members = [] }
index = [{ name = "house", url = "https://pypi.example/simple" }]

[tool.uv.sources]
torch = [
  { index = "a", marker = "sys_platform == 'linux'" },
  { index = "b" },
]
mine = { path = "../mine" }

[tool.uv.extra-build-dependencies]
flash-attn = [{ requirement = "torch", match-runtime = true }]

[tool.uv.extra-build-variables]
flash-attn = { MAX_JOBS = "4" }

[[tool.uv.dependency-metadata]]
name = "flash-attn"

[tool.poetry]
name = "old"
`;

const at = ({ position: { line, column } }: { position: { line: number; column: number } }) =>
  `${line}:${column}`;

test("what uv reads is read, each with its place", () => {
  const read = readPyproject(text);
  expect([read.name, read.requiresPython, read.package].map((one) => [one?.value, at(one!)])).toEqual([
    ["lab", "2:8"],
    [">=3.11", "3:19"],
    [false, "15:11"],
  ]);
  expect(read.description).toBeNull();
  expect(read.requirements.map((one) => [one.kind, one.list, one.value, at(one)])).toEqual([
    ["dependencies", "dependencies", "numpy>=1.26", "5:3"],
    ["dependencies", "dependencies", "torch=2", "6:3"],
    ["extra", "Serve", "fastapi", "8:32"],
    ["group", "dev", "pytest", "12:8"],
    ["limit", "constraint-dependencies", "torch<2.9", "16:28"],
  ]);
  expect(read.requirements[0]!.requirement).toMatchObject({ normalizedName: "numpy" });
  expect(read.requirements[1]!.requirement).toBeInstanceOf(Error);
  expect(read.included.map(({ value }) => value)).toEqual([{ "include-group": "lint" }]);
  expect(read.indexes.map((one) => [one.value["name"], at(one)])).toEqual([["house", "20:10"]]);
  expect(read.sources.map((one) => [one.name, one.value, at(one)])).toEqual([
    ["torch", { index: "a", marker: "sys_platform == 'linux'" }, "24:3"],
    ["torch", { index: "b" }, "25:3"],
    ["mine", { path: "../mine" }, "27:8"],
  ]);
  expect(read.noIsolation.map(({ value }) => value)).toEqual(["flash-attn"]);
  expect(read.buildNeeds.map((one) => [one.name, at(one)])).toEqual([["flash-attn", "30:15"]]);
  expect(read.buildVariables).toMatchObject([{ name: "flash-attn", variable: "MAX_JOBS", value: "4" }]);
  expect(read.metadata).toMatchObject([{ value: { name: "flash-attn" }, position: { line: 35 } }]);
  expect(read.environments.map(({ value }) => value)).toEqual(["sys_platform == 'linux'"]);
  expect(read.others.map((one) => [one.path.join("."), one.position.line])).toEqual([
    ["project.keywords", 9],
    ["tool.uv.workspace", 19],
    ["tool.poetry", 38],
  ]);
});

test("a file that says nothing of it gives nothing", () => {
  expect(readPyproject("[project]\ndependencies = 3\n[tool]\nuv = []\n")).toMatchObject({
    name: null,
    requirements: [],
    sources: [],
    others: [],
  });
});
