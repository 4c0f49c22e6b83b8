import { openProcess } from "./process.js";
import { run } from "./run.js";

void main();

async function main(): Promise<void> {
  const { surroundings, end } = openProcess();
  await end(await run(surroundings, () => import("../engine.js")));
}
