import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { acquireLock } from "../../src/apply/lock.js";
import { file, planOf } from "./plans.js";
import { codes, createWorld, type World } from "./world.js";

const plan = planOf([file("project.flake", null, "{ }\n")]);

/** The lock as another process would have written it. */
function lockOf(world: World, pid: number, change: Record<string, string> = {}): string {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  const holder = {
    pid: String(pid),
    host: readFileSync("/proc/sys/kernel/hostname", "utf8").trim(),
    started: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0",
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    ...change,
  };
  mkdirSync(join(world.project, ".nixtorch"), { recursive: true });
  const path = join(world.project, ".nixtorch/lock");
  writeFileSync(path, JSON.stringify(holder));
  return path;
}

/** A process that lives as long as the test. */
function living(): number {
  const child = spawn("sleep", ["600"]);
  onTestFinished(() => void child.kill());
  return child.pid!;
}

async function dead(): Promise<number> {
  const child = spawn("true");
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid!;
}

describe("two applies at once", () => {
  it("run one after the other, and the second sees that its plan is stale", async () => {
    const world = createWorld();
    const [first, second] = await Promise.all([
      world.apply(plan, { lockTimeoutMs: 10_000 }),
      world.apply(plan, { lockTimeoutMs: 10_000 }),
    ]);
    expect([first.status, second.status].sort()).toEqual(["applied", "refused"]);
    expect(codes(first.status === "refused" ? first : second)).toEqual(["NT504"]);
    expect(world.exists(".nixtorch/lock")).toBe(false);
  });

  it("wait, and say for whom", async () => {
    const world = createWorld();
    const pid = living();
    const path = lockOf(world, pid);
    const outcome = world.apply(plan, { lockTimeoutMs: 30_000 });
    while (!world.events.some((event) => event.type === "waiting")) await sleep(10);
    world.system.removeFile(path);
    expect((await outcome).status).toBe("applied");
    expect(world.events[0]).toMatchObject({
      type: "waiting",
      reason: expect.stringContaining(`process ${pid} on `),
    });
    expect(world.events.filter((event) => event.type === "waiting")).toHaveLength(1);
  });

  it("stop waiting after the timeout, with nothing written and the lock untouched", async () => {
    const world = createWorld();
    const path = lockOf(world, living());
    const held = readFileSync(path, "utf8");
    const outcome = await world.apply(plan, { lockTimeoutMs: 250 });
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT501" }] });
    expect(outcome.diagnostics[0]?.hint).toContain(`rm ${path}`);
    expect(world.exists("flake.nix")).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(held);
  });

  it("stop waiting on request", async () => {
    const world = createWorld();
    lockOf(world, living());
    const stop = new AbortController();
    const outcome = world.apply(plan, { lockTimeoutMs: 30_000, signal: stop.signal });
    await sleep(150);
    stop.abort();
    expect(await outcome).toMatchObject({ status: "interrupted", diagnostics: [{ code: "NT507" }] });
  });
});

describe("a lock that was left behind", () => {
  it("by a process that is gone is taken over, and that is said", async () => {
    const world = createWorld();
    lockOf(world, await dead());
    const outcome = await world.apply(plan);
    expect(outcome.status).toBe("applied");
    expect(outcome.diagnostics).toMatchObject([{ severity: "info", code: "NT561" }]);
    expect(world.exists(".nixtorch/lock")).toBe(false);
    expect(world.exists(".nixtorch/lock.takeover")).toBe(false);
  });

  it("keeps what its apply had replaced, and says where", async () => {
    const world = createWorld({ "flake.nix": "half applied\n" });
    lockOf(world, await dead());
    world.write(".nixtorch/next/before/project.flake", "before\n");
    world.write(".nixtorch/next/journal.jsonl", "{}\n");
    const outcome = await world.apply(planOf([file("project.flake", "half applied\n", "{ }\n")]));
    expect(outcome.status).toBe("applied");
    const kept = outcome.diagnostics[0]?.place?.file ?? "";
    expect(kept).toMatch(/\.nixtorch\/interrupted-[^/]+$/);
    expect(outcome.diagnostics[0]?.detail).toContain(kept);
    expect(readFileSync(join(kept, "before/project.flake"), "utf8")).toBe("before\n");
    expect(existsSync(join(kept, "journal.jsonl"))).toBe(true);
    expect(world.read(".nixtorch/last/before/project.flake")).toBe("half applied\n");
    // It is there until the person deletes it.
    await world.apply(planOf([file("project.flake", "{ }\n", "{ a = 1; }\n")]));
    expect(existsSync(join(kept, "before/project.flake"))).toBe(true);
  });

  it("by a process whose number another one has now is taken over", async () => {
    const world = createWorld();
    lockOf(world, living(), { started: "1" });
    expect((await world.apply(plan)).status).toBe("applied");
  });

  it("before the last boot is taken over", async () => {
    const world = createWorld();
    lockOf(world, living(), { boot: "00000000-0000-0000-0000-000000000000" });
    expect((await world.apply(plan)).status).toBe("applied");
  });

  it.each([
    ["by another machine on a shared disk", { host: "elsewhere" }],
    ["by a process that is alive", {}],
  ])("%s is not touched", async (_name, change) => {
    const world = createWorld();
    lockOf(world, living(), change);
    expect(codes(await world.apply(plan))).toEqual(["NT501"]);
  });

  it("half written is not touched: its owner may be about to finish it", async () => {
    const world = createWorld();
    writeFileSync(lockOf(world, living()), "");
    expect(codes(await world.apply(plan))).toEqual(["NT501"]);
  });

  it("is taken over by one of many only", async () => {
    const world = createWorld();
    lockOf(world, await dead());
    const directory = join(world.project, ".nixtorch");
    let holders = 0;
    let most = 0;
    const takeOver = async () => {
      const release = await acquireLock(world.system, directory, {
        timeoutMs: 20_000,
        onWait: () => {},
        onTakeOver: () => {},
      });
      most = Math.max(most, ++holders);
      await sleep(5);
      holders -= 1;
      release();
    };
    await Promise.all(Array.from({ length: 8 }, takeOver));
    expect(most).toBe(1);
  });

  it("says who holds it", async () => {
    const world = createWorld();
    const directory = join(world.project, ".nixtorch");
    mkdirSync(directory);
    const release = await acquireLock(world.system, directory, {
      timeoutMs: 0,
      onWait: () => {},
      onTakeOver: () => {},
    });
    expect(JSON.parse(readFileSync(join(directory, "lock"), "utf8"))).toMatchObject({
      pid: readlinkSync("/proc/self"),
    });
    release();
  });
});
