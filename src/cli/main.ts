import process from "node:process";
import { nixtorchVersion } from "../model/version.js";

if (process.argv.length === 3 && process.argv[2] === "--version") {
  // Asked by scripts and editors: answered before anything heavy is loaded.
  process.stdout.write(`${nixtorchVersion}\n`);
} else {
  const [{ run }, { exitWith, processSurroundings }] = await Promise.all([
    import("./run.js"),
    import("./process.js"),
  ]);
  await exitWith(await run(processSurroundings(), () => import("../engine.js")));
}
