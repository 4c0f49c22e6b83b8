import { nixIndented } from "../lang/nix/escape.js";
import { paragraphs } from "../lang/nix/layout.js";
import { shellQuote } from "../lang/shell/quote.js";
import type { ShellParts } from "./dev-shell-parts.js";

/** The comment above the person's own shell code, by which it is found again. */
export const hookTitle = "# shell.hook of nixtorch.config.ts";

/** Memory that one nvcc may take, in KiB as /proc/meminfo counts: about 5 GB (Dao-AILab/flash-attention#2493). */
const kibPerJob = 5_000_000;

/** The lines of `shellHook`, escaped for an indented Nix string. What the person gave comes last. */
export function shellHook(parts: ShellParts): string[] {
  const belowRoot = Object.values(parts.env).some(isBelowRoot);
  const measureJobs = parts.scope !== null && parts.jobs === null;
  const temporary = [
    ...(parts.driver || belowRoot ? ["_root"] : []),
    ...(parts.driver ? ["_dir"] : []),
    ...(measureJobs ? ["_jobs", "_cores"] : []),
  ];
  return paragraphs([
    parts.exportLibraries ? [] : requireNixLd,
    compiler,
    parts.driver || belowRoot ? findRoot(parts.rootMarker) : [],
    parts.driver ? findDriver : [],
    parts.exportLibraries ? exportLibraries : [],
    measureJobs ? measuredJobs : [],
    environment(parts.env),
    [
      "# Nix's Python path would shadow the venv's, and no wheel holds files of 1980.",
      `unset ${["PYTHONPATH", "SOURCE_DATE_EPOCH", ...temporary].join(" ")}`,
    ],
    parts.hook === null ? [] : [hookTitle, ...escaped(parts.hook.replace(/\n+$/, ""))],
  ]);
}

const requireNixLd = [
  "# The Python of this shell is uv's: outside FHS systems nix-ld has to start it.",
  'case "$(readlink -f ${loader})" in',
  "  */nix-ld) ;;",
  "  *)",
  '    echo "This shell needs NixOS with programs.nix-ld.enable = true: ${loader} is not nix-ld." >&2',
  "    exit 1",
  "    ;;",
  "esac",
];

const compiler = [
  "# torch.compile starts these. Set here, as stdenv overwrites CC and CXX of env.",
  "export CC=${cc}/bin/cc CXX=${cc}/bin/c++",
];

function findRoot(marker: string): string[] {
  return [
    "# The project's root, also from a subdirectory.",
    "_root=$PWD",
    `while [ -n "$_root" ] && [ ! -e "$_root/${marker}" ]; do _root=''\${_root%/*}; done`,
    '[ -n "$_root" ] || _root=$PWD',
  ];
}

const findDriver = [
  "# Elsewhere than on NixOS: WSL, or links to another distribution's driver.",
  'for _dir in ${driver} /usr/lib/wsl/lib "$_root/.nixtorch/driver"; do',
  '  if [ -e "$_dir/libcuda.so.1" ]; then',
  "    export TRITON_LIBCUDA_PATH=$_dir",
  '    [ "$_dir" = ${driver} ] || export NIX_LD_LIBRARY_PATH=$NIX_LD_LIBRARY_PATH:$_dir',
  "    break",
  "  fi",
  "done",
];

const exportLibraries = [
  "# For the Python of nixpkgs, which nix-ld does not start.",
  "export LD_LIBRARY_PATH=$NIX_LD_LIBRARY_PATH''${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}",
];

const measuredJobs = [
  "# One nvcc thread takes about 5 GB: no more of them than memory and cores allow.",
  `_jobs=$(awk '/^MemAvailable:/ { print int($2 / ${kibPerJob}) }' /proc/meminfo)`,
  "_cores=$(nproc)",
  '[ "$_jobs" -lt "$_cores" ] || _jobs=$_cores',
  "export MAX_JOBS=''${MAX_JOBS:-$((_jobs > 0 ? _jobs : 1))} NVCC_THREADS=''${NVCC_THREADS:-1}",
];

function environment(env: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(env).sort();
  return names.flatMap((name) => escaped(`export ${name}=${shellValue(env[name] ?? "")}`));
}

function shellValue(value: string): string {
  return isBelowRoot(value) ? `"$_root"${shellQuote(value.slice(1))}` : shellQuote(value);
}

/** A leading `./` means the project's root. */
function isBelowRoot(value: string): boolean {
  return value.startsWith("./");
}

function escaped(text: string): string[] {
  return nixIndented(text, "").split("\n");
}
