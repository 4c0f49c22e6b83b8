import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { expect, it } from "vitest";

/** Is stopped in a loop between two awaits, and then ends at once. */
const program = `
import { startWatchdog } from "./watchdog.js";
const stop = startWatchdog(50);
const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 50));
const endless = async () => { await null; for (;;); };
Promise.race([endless(), late]).catch((error) => {
  stop();
  process.stdout.write(error.message);
  process.exit(0);
});
`;

it("a stopped loop leaves nothing on stderr, also when the process ends right after", async () => {
  const resolveDir = fileURLToPath(new URL("../../src/config/", import.meta.url));
  const { outputFiles } = buildSync({
    stdin: { contents: program, resolveDir },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  // Whether the watchdog's thread or the process ends first is up to the machine, so it is tried more than once.
  const runs = Array.from({ length: 12 }, () =>
    promisify(execFile)(process.execPath, ["-e", outputFiles[0]!.text]),
  );
  for (const { stdout, stderr } of await Promise.all(runs)) {
    expect(stderr).toBe("");
    expect(stdout).toBe("late");
  }
}, 20_000);
