import { describe, expect, test } from "vitest";
import { implies } from "../../../src/lang/python/implication.js";
import { normalizeName } from "../../../src/lang/python/name.js";
import { formatRequirement, parseRequirement } from "../../../src/lang/python/requirement.js";
import { contains } from "../../../src/lang/python/specifier.js";
import { RequirementSyntaxError } from "../../../src/lang/python/syntax-error.js";

function mistakeIn(text: string): { message: string; offset: number } {
  try {
    parseRequirement(text);
  } catch (error) {
    if (error instanceof RequirementSyntaxError) return { message: error.message, offset: error.offset };
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe("messages for people", () => {
  test.each([
    ["", "the requirement is empty", 0],
    ["torch=2.1", '"=2.1": write == for an exact version', 5],
    ["torch>=two", '"two" is not a version', 5],
    ["torch>=2.1,", null, 0],
    ["torch>=2.1,<", 'no version after "<"', 11],
    ["torch 2.1", 'expected a version such as >=1.0, a marker after ";", or the end, found "2.1"', 6],
    ["torch[cuda", "the [ of the extras is not closed by ]", 5],
    ["torch[a,]", 'expected the name of an extra after ",", found "]"', 8],
    ["torch~=2", '"~=2": ~= needs at least two numbers, such as ~=2.0', 5],
    ["torch>=2.1+cu126", '">=2.1+cu126": a local version (+…) goes with == or != only', 5],
    ["torch>=2.*", '">=2.*": a version with .* goes with == or != only', 5],
    ["torch; sys_platform = 'linux'", 'expected a comparison such as == or "in", found "= \'linux\'"', 20],
    [
      "torch; plattform == 'x'",
      "expected a marker variable, such as sys_platform, or quoted text, found \"plattform == 'x'\"",
      7,
    ],
    ["torch; sys_platform == 'linux", "the quoted text is not closed", 23],
    ["torch; 'a' == 'b'", "a marker compares a variable, such as sys_platform, with quoted text", 7],
    ["torch @ ", "no URL after @", 8],
    ["-torch", 'a requirement starts with a package name, not "-torch"', 0],
  ])("%j", (text, message, offset) => {
    if (message === null) expect(() => parseRequirement(text)).not.toThrow();
    else expect(mistakeIn(text)).toEqual({ message, offset });
  });
});

describe("the normal form", () => {
  test.each([
    ["Flash_Attn", "flash-attn"],
    ["numpy < 3 , >= 1.26", "numpy>=1.26,<3"],
    [
      "x[B,a_a,b] == 1.0 ; python_version<\"3.9\" and (os_name=='nt' or extra == 'E')",
      "x[a-a,b]==1.0; python_version < '3.9' and (os_name == 'nt' or extra == 'E')",
    ],
    [
      'apex @ git+https://github.com/NVIDIA/apex ; sys_platform == "linux"',
      "apex @ git+https://github.com/NVIDIA/apex ; sys_platform == 'linux'",
    ],
    ["torch==V2.0-Beta1", "torch==2.0b1"],
  ])("%s", (text, normal) => {
    expect(formatRequirement(parseRequirement(text))).toBe(normal);
  });

  test("names compare as indexes compare them", () => {
    expect(["Flash_Attn", "flash.attn", "FLASH--ATTN"].map(normalizeName)).toEqual(
      Array(3).fill("flash-attn"),
    );
  });
});

describe("CUDA builds", () => {
  test("a local version tells one build from another, and a public one takes them all", () => {
    expect(contains("==2.9.0+cu128", "2.9.0+cu126")).toBe(false);
    expect(contains("==2.9.0", "2.9.0+cu126")).toBe(true);
    expect(implies("==2.9.0+cu126", "==2.9.0")).toBe(true);
    expect(implies("==2.9.0", "==2.9.0+cu126")).toBe(false);
  });
});

describe("implication", () => {
  test.each([
    [">=3.12,<3.13", ">=3.12", true],
    [">=3.12,<3.13", "==3.12.*", true],
    ["==3.12.*", ">=3.12", false],
    ["==3.12.*", ">=3.12.dev0", true],
    ["==2.14.1", ">=2.4,<3", true],
    ["==2.14.1", "~=2.14.0", true],
    [">=2", "", true],
    ["", ">=2", false],
    ["", "", true],
    [">2", ">=2", true],
    [">=2", ">2", false],
    ["<4", "<3", false],
    ["==2.1,==2.2", "==5", false],
    ["===weird", "===weird", true],
    ["===weird", ">=1", false],
  ])("%j implies %j: %s", (a, b, answer) => {
    expect(implies(a, b)).toBe(answer);
  });
});
