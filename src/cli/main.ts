import { exitWith, processSurroundings } from "./process.js";
import { run } from "./run.js";

void main();

async function main(): Promise<void> {
  await exitWith(await run(processSurroundings(), () => import("../engine.js")));
}
