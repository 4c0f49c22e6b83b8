// `npm test`: sets everything up, including real Nix and real uv, and runs every test.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, installDependencies, root } from "./setup.mjs";

const inCi = Boolean(process.env.CI);
installDependencies();
build();

// Without the real tools their tests are skipped, visibly; in CI that is a failure.
const tools = spawnSync(process.execPath, ["scripts/tools.mjs", ...(inCi ? ["--require"] : [])], {
  cwd: root,
  stdio: "inherit",
});
if (inCi && tools.status !== 0) process.exit(1);

const report = join(root, ".cache/test-report.json");
mkdirSync(join(root, ".cache"), { recursive: true });
rmSync(report, { force: true });
const vitest = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);
const counts = JSON.parse(readFileSync(report, "utf8"));
const skipped = counts.numPendingTests + (counts.numTodoTests ?? 0);
const broken = counts.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
).length;
const failed = counts.numFailedTests + broken;
console.log(`${counts.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(vitest.status === 0 && failed === 0 && !(inCi && skipped > 0) ? 0 : 1);
