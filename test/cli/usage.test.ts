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
    ["a lock to move that is none", ["plan", "--upgrade=torch==2.9"], /NT585[\s\S]*"torch==2\.9"/],
    ["a package to upgrade that is not named", ["plan", "--upgrade="], /NT585[\s\S]*--upgrade takes/],
    ["an upgrade where there is none", ["validate", "--upgrade"], /NT581[\s\S]*'--upgrade'/],
    ["an empty directory", ["-C", "", "plan"], /NT585[\s\S]*-C is empty/],
    ["an empty config", ["plan", "--config", ""], /NT585[\s\S]*--config is empty/],
    ["an empty root", ["plan", "--root", ""], /NT585[\s\S]*--root is empty/],
    ["an empty host", ["plan", "--hostname="], /NT585[\s\S]*--hostname is empty/],
    ["an empty file to save to", ["plan", "--out", ""], /NT585[\s\S]*--out is empty/],
    ["an empty plan file to apply", ["apply", ""], /NT585[\s\S]*plan file is empty/],
    ["an empty plan file to show", ["show", ""], /NT585[\s\S]*plan file is empty/],
    ["an empty page", ["show", "--html", ""], /NT585[\s\S]*--html is empty/],
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

  it.each([["plan"], ["apply", "p.json"], ["show"], ["show", "p.json"], ["validate"]])(
    "names a directory that is missing: %s %s",
    async (...args) => {
      const missing = { "/home/me/project/nope": "there is no such directory" };
      const { code, stderr, loads } = await nixtorch(["-C", "nope", ...args], { missing });
      expect([code, loads]).toEqual([1, 0]);
      expect(stderr).toMatch(
        /NT585[\s\S]*"nope"[\s\S]*there is no such directory \(\/home\/me\/project\/nope\)/,
      );
    },
  );

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
