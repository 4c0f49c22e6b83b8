#!/usr/bin/env node
import fs from "node:fs";
import module from "node:module";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import vm from "node:vm";
import { nixtorchVersion } from "./model/version.js";

// Most of a short command's time would be spent compiling this program, so the compiled code is kept. Node's own
// module.enableCompileCache, from 22.1 on, was measured to be slower than this.
const program = path.join(__dirname, "main.cjs");
const commands = ["plan", "apply", "validate", "show", "explain"];
const load = module.createRequire(program);
if (process.argv.length === 3 && process.argv[2] === "--version") {
  // Asked by scripts and editors: answered before anything heavy is loaded.
  process.stdout.write(`${nixtorchVersion}\n`);
} else {
  loadWithCodeCache();
}

function loadWithCodeCache(): void {
  const { size, ino, ctimeMs } = fs.statSync(program);
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  const directory = path.join(base, "nixtorch", "code");
  // Each command uses other functions, and keeps what it used itself.
  const command = process.argv.find((argument) => commands.includes(argument)) ?? "other";
  // V8 compares lengths only. A change time, unlike the modification times in a tarball, is of this very installation.
  const build = `${process.version}-${process.arch}-${size}-${ino}-${Math.trunc(ctimeMs)}`;
  const cache = path.join(directory, `${build}-${command}.bin`);
  const script = new vm.Script(
    `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(program, "latin1")}\n})`,
    { filename: program, cachedData: readIfThere(cache) },
  );
  if (script.cachedDataRejected !== false) process.on("exit", () => keep(script, directory, cache));
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, load, loaded, program, __dirname);
}

/** Compiled code is trusted only from a file that nobody else could have written. */
function readIfThere(file: string): Buffer | undefined {
  try {
    const own = [fs.lstatSync(path.dirname(file)), fs.lstatSync(file)].every(
      (stats) => stats.uid === process.geteuid?.() && (stats.mode & 0o022) === 0,
    );
    return own ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Compiled code as it is at the end, with the functions that were used. */
function keep(script: vm.Script, directory: string, cache: string): void {
  const temporary = `${cache}.${process.pid}`;
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
    fs.renameSync(temporary, cache);
  } catch {
    // Without the cache the next start is slower, and no less right.
  }
}
