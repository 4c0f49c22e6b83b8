import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { LineSplitter } from "../../src/host/lines.js";
import { realSystem } from "../../src/host/real.js";

const directory = mkdtempSync(join(tmpdir(), "nixtorch-run-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const system = realSystem();
const sh = (script: string, extra: object = {}) => ({
  program: "sh",
  args: ["-c", script],
  timeoutMs: 20_000,
  ...extra,
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet does not run any more.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i += 1) await wait(50);
  return !isAlive(pid);
}

describe("running a program", () => {
  it("gives output and exit code, every byte of it", async () => {
    const result = await system.run(sh("printf 'a\\n\\n'; printf err >&2; exit 3"));
    expect(result).toMatchObject({ outcome: "exit", exitCode: 3, stdout: "a\n\n", stderr: "err" });
    expect(result.command).toBe(`sh -c 'printf '\\''a\\n\\n'\\''; printf err >&2; exit 3'`);
  });

  it("has the same keys whether it worked or not", async () => {
    const keys = ["command", "durationMs", "exitCode", "outcome", "stderr", "stdout"];
    for (const command of [sh("true"), sh("false"), { ...sh(""), program: "no-such-program" }])
      expect(Object.keys(await system.run(command)).sort()).toEqual(keys);
  });

  it("closes stdin, so that nothing waits for an answer", async () => {
    expect(await system.run(sh("cat; echo end"))).toMatchObject({ outcome: "success", stdout: "end\n" });
    expect(await system.run(sh("cat", { stdin: "given" }))).toMatchObject({ stdout: "given" });
  });

  it("sets and removes variables of the inherited environment", async () => {
    const here = realSystem({ env: { PATH: process.env.PATH, GONE: "1", KEPT: "2" } });
    const result = await here.run(sh('echo "${GONE-unset} $KEPT $NEW"', { env: { GONE: null, NEW: "3" } }));
    expect(result.stdout).toBe("unset 2 3\n");
  });

  it("reports a missing program as such", async () => {
    const result = await system.run({ program: "no-such-program", args: [], timeoutMs: 1000 });
    expect(result).toMatchObject({ outcome: "not-found", exitCode: null });
  });

  it("reports a program whose interpreter is missing as such", async () => {
    const script = join(directory, "script");
    writeFileSync(script, "#!/no/such/interpreter\n", { mode: 0o755 });
    const result = await system.run({ program: script, args: [], timeoutMs: 1000 });
    expect(result.outcome).toBe("not-found");
    expect(result.stderr).not.toBe("");
  });

  it("streams the lines of stderr while the program runs", async () => {
    const lines: string[] = [];
    await system.run(
      sh("echo one >&2; printf 'two\\rthree' >&2", { onProgress: (line: string) => lines.push(line) }),
    );
    expect(lines).toEqual(["one", "two", "three"]);
  });

  it("ends the whole process group at the time limit", async () => {
    const file = join(directory, "pid");
    const result = await system.run(sh(`sleep 60 & echo $! > ${file}; wait`, { timeoutMs: 300 }));
    expect(result).toMatchObject({ outcome: "timeout", exitCode: null });
    expect(await untilGone(Number(readFileSync(file, "utf8")))).toBe(true);
  });

  it("is cancelled by the signal, and starts nothing afterwards", async () => {
    const controller = new AbortController();
    const here = realSystem({ signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await here.run(sh("sleep 60"))).toMatchObject({ outcome: "cancelled" });

    const file = join(directory, "started");
    expect(await here.run(sh(`touch ${file}`))).toMatchObject({ outcome: "cancelled" });
    expect(existsSync(file)).toBe(false);
  });
});

describe("LineSplitter", () => {
  it("puts lines together that arrive in pieces, also within a character", () => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    const bytes = Buffer.from("grün\nrest");
    splitter.push(bytes.subarray(0, 3));
    splitter.push(bytes.subarray(3));
    expect(lines).toEqual(["grün"]);
    splitter.flush();
    expect(lines).toEqual(["grün", "rest"]);
  });
});
