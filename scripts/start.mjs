// `npm start`: sets everything up and plans an example. Arguments after `--` replace the example's.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, installDependencies, root } from "./setup.mjs";

installDependencies();
build();
const given = process.argv.slice(2);
const args = given.length > 0 ? given : ["plan", "-C", join(root, "examples/minimal")];
process.exit(
  spawnSync(process.execPath, [join(root, "dist/bin.cjs"), ...args], { stdio: "inherit" }).status ?? 1,
);
