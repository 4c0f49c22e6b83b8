import { describe, expect, it } from "vitest";
import { parseRequirementsFile } from "../../../src/lang/python/requirements-file.js";

/** Kind and essence of each entry, with the line where it begins. */
function entries(text: string): string[] {
  return parseRequirementsFile(text).map((one) => {
    switch (one.kind) {
      case "requirement":
        return `${one.line} ${one.requirement.normalizedName} ${one.options.join(" ")}`.trim();
      case "reference":
        return `${one.line} ${one.editable ? "editable " : ""}${one.target}`;
      case "index":
        return `${one.line} ${one.extra ? "extra " : ""}index ${one.url}`;
      case "file":
        return `${one.line} ${one.constraints ? "constraints" : "file"} ${one.path}`;
      case "option":
        return `${one.line} ${one.name} ${one.value}`.trim();
      case "invalid":
        return `${one.line} invalid: ${one.message}`;
    }
  });
}

describe("a requirements file", () => {
  it("has requirements, with markers, URLs and options", () => {
    expect(
      entries(
        "a\n\nB[x] >= 1 ; python_version > '3'\nc @ https://c.example/c.whl\nd==1 --hash=sha256:1 --hash=sha256:2",
      ),
    ).toEqual(["1 a", "3 b", "4 c", "5 d --hash=sha256:1 --hash=sha256:2"]);
  });

  it("joins lines that end in a backslash, and takes comments off", () => {
    const text = "a==1 \\\n  --hash=x # why\n# all of it\nb#c\nd # \\\ne \\";
    expect(entries(text)).toEqual([
      "1 a --hash=x",
      '4 invalid: expected a version such as >=1.0, a marker after ";", or the end, found "#c"',
      // pip joins before it takes comments off, unless the whole line is one.
      "5 d",
    ]);
    expect(parseRequirementsFile(text)[0]!.comment).toBe("why");
  });

  it.each([
    ["-r base.txt", "1 file base.txt"],
    ["-rbase.txt", "1 file base.txt"],
    ["--requirement=base.txt", "1 file base.txt"],
    ["-c limits.txt", "1 constraints limits.txt"],
    ["-i https://i.example", "1 index https://i.example"],
    ['--extra-index-url "https://i.example"', "1 extra index https://i.example"],
    ["-e .", "1 editable ."],
    ["-e git+https://g.example/a#egg=a", "1 editable git+https://g.example/a#egg=a"],
    ["./lib", "1 ./lib"],
    ["a-1.0-py3-none-any.whl", "1 a-1.0-py3-none-any.whl"],
    ["git+ssh://git@g.example/a", "1 git+ssh://git@g.example/a"],
    ["--pre", "1 --pre"],
    ["-f https://f.example", "1 -f https://f.example"],
    ["-r", "1 -r"],
  ])("has %s", (line, expected) => expect(entries(line)).toEqual([expected]));

  it("may have a byte order mark and Windows line endings", () => {
    expect(entries("\uFEFFa\r\nb\r\n")).toEqual(["1 a", "2 b"]);
  });
});
