import { describe, expect, it } from "vitest";
import { nixtorch } from "./stand-in.js";

describe("a command line that cannot be carried out", () => {
  it.each<[string, string[], RegExp]>([
    ["an unknown command", ["plna"], /NT580[\s\S]*Unknown command 'plna'[\s\S]*Did you mean plan\?/],
    ["an unknown option", ["plan", "--detialed-exitcode"], /NT581[\s\S]*Did you mean --detailed-exitcode\?/],
    ["an unknown option before the command", ["--jsn", "plan"], /NT581[\s\S]*Did you mean --json\?/],
    ["an option without its value", ["plan", "--out"], /NT582[\s\S]*'--out <file>' argument missing/],
    ["an argument too many", ["plan", "file"], /NT583[\s\S]*Too many arguments for 'plan'/],
    ["a value of --upgrade without =", ["plan", "--upgrade", "packages"], /NT583[\s\S]*--upgrade=packages/],
    ["both halves left out", ["plan", "--project-only", "--system-only"], /NT584[\s\S]*nothing to plan/],
    [
      "a target outside the half",
      ["plan", "--system-only", "--target", "project.flake"],
      /NT584[\s\S]*leaves out/,
    ],
    [
      "a lock to move and to leave alone",
      ["plan", "--no-lock", "--upgrade=nixpkgs"],
      /NT584[\s\S]*--no-lock/,
    ],
    ["a diff in JSON", ["apply", "--yes", "--diff", "--json"], /NT584[\s\S]*--diff/],
    [
      "two forms of one output",
      ["show", "p.json", "--markdown", "--html", "f"],
      /NT584[\s\S]*different forms/,
    ],
    [
      "a plan file with planning flags",
      ["apply", "p.json", "--adopt", "--upgrade"],
      /NT584[\s\S]*--adopt, --upgrade/,
    ],
    [
      "a target that is no address",
      ["plan", "--target", "flake"],
      /NT585[\s\S]*"flake"[\s\S]* {2}project\.flake\n/,
    ],
    ["a waiting time that is none", ["apply", "--yes", "--lock-timeout", "soon"], /NT585[\s\S]*seconds/],
  ])("%s: one message, exit 1, nothing on stdout, engine untouched", async (_name, args, message) => {
    const { code, stdout, stderr, calls, loads } = await nixtorch(args);
    // A contradiction in the JSON form is told in JSON.
    const text = args.includes("--json")
      ? (JSON.parse(stdout).diagnostics[0].code as string) + stdout
      : stderr;
    expect(text).toMatch(message);
    expect(code).toBe(1);
    if (!args.includes("--json")) {
      expect(stdout).toBe("");
      expect(stderr.match(/^(?:error|warning)/gm)).toHaveLength(1);
    }
    expect(calls).toEqual([]);
    expect(loads).toBe(0);
  });

  it("is told as a document with --json, wherever the flag stands", async () => {
    for (const args of [
      ["--json", "plna"],
      ["plan", "--nope", "--json"],
      ["show", "--json", "--markdown"],
    ]) {
      const { code, stdout, stderr } = await nixtorch(args);
      const document = JSON.parse(stdout);
      expect(Object.keys(document)).toEqual(["formatVersion", "diagnostics"]);
      expect(document.diagnostics).toHaveLength(1);
      expect([code, stderr]).toEqual([1, ""]);
    }
  });

  it("lets no argument steer the terminal", async () => {
    const { stderr } = await nixtorch(["pl\u001b[2Jan\nerror: forged"]);
    expect(stderr).not.toContain("\u001b");
  });
});

describe("help and version", () => {
  it("help is a result: stdout, exit 0", async () => {
    const { code, stdout, stderr } = await nixtorch(["plan", "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const flag of ["--target", "--upgrade", "--no-venv", "--json", "-C <dir>"])
      expect(stdout).toContain(flag);
  });

  it("a bare command line shows the help as an error", async () => {
    const { code, stdout, stderr } = await nixtorch([]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Usage: nixtorch");
    const json = await nixtorch(["--json"]);
    expect(JSON.parse(json.stdout).diagnostics[0].code).toBe("NT582");
  });

  it("the version is that of the package", async () => {
    const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
    expect((await nixtorch(["-C", "x", "--version"])).stdout).toBe(`${manifest.version}\n`);
  });
});
