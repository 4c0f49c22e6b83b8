// Puts the real programs that tests run, and this machine lacks, into .cache/tools: Nix (Debian, with apt), uv (pip), nixfmt (cargo).
//   node scripts/tools.mjs [--require]      --require: exit 1 if one is missing in the end
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, ".cache", "tools");
process.env.PATH = [
  process.env.PATH,
  join(tools, "nix/bin"),
  join(tools, "uv/bin"),
  join(tools, "nixfmt/bin"),
].join(":");

const missing = [
  ensure("git", () => "install it with this machine's package manager"),
  ensure("uv", installUv),
  ensure("nix", installNix) ?? storeProblem(),
  ensure("nixfmt", installNixfmt),
].filter((problem) => problem !== null);

for (const problem of missing) console.error(`tools: ${problem}`);
if (missing.length > 0 && process.argv.includes("--require")) process.exitCode = 1;

/** `null` if the program starts, in the end; otherwise why not. */
function ensure(program, install) {
  if (starts(program)) return null;
  const problem = install();
  if (starts(program)) return null;
  return `${program} is missing: ${problem ?? "it was installed, but does not start"}`;
}

function starts(program) {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (status === 0) console.error(`tools: ${stdout.trim().split("\n")[0]}`);
  return status === 0;
}

function installUv() {
  return attempt("python3", [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--upgrade",
    "--target",
    join(tools, "uv"),
    "uv",
  ]);
}

function installNixfmt() {
  // An implementation that agrees with the original and needs no Haskell.
  const source = ["nixfmt_rs@0.5.3", "--locked"];
  return attempt("cargo", ["install", "--quiet", "--root", join(tools, "nixfmt"), ...source]);
}

function installNix() {
  if (!existsSync("/usr/bin/apt-get")) return "no apt here; see https://nixos.org/download";
  return attempt("bash", [join(root, "test/support/install-nix.sh"), join(tools, "nix")]);
}

/** Nix without a store of its own quietly uses another one, in a sandbox. */
function storeProblem() {
  try {
    accessSync("/nix/store", constants.W_OK);
    return null;
  } catch {
    return "nix is here, but its tests need a /nix that this user may write";
  }
}

/** `null` on success; otherwise the last line that the program said. */
function attempt(program, args) {
  mkdirSync(tools, { recursive: true });
  const { status, error, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status === 0) return null;
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${program} exited with ${status}`;
}
