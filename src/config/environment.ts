import { quoted } from "./describe.js";
import { problem, type ConfigPath, type Report } from "./problem.js";
import { refuseCredentials } from "./texts.js";
import { entriesOf } from "./value.js";

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const libraries = "Libraries that wheels need are listed in `nix.libraries`.";
const toolkit = "It follows the CUDA version: see `cuda`.";
const compiler = "It is the compiler that this CUDA's nvcc accepts: see `cuda`.";
const interpreter = "The interpreter is chosen with `project.python` and `nix.python`.";
const hook = "If it must be set, `shell.hook` runs last and may export it.";
const environmentDirectory = "The virtual environment is always `.venv` beside the config.";

/** Variables that the generated shell sets or must keep as they are, and the key that decides about each. */
const ownedByShell: Readonly<Record<string, string>> = {
  LD_LIBRARY_PATH: libraries,
  NIX_LD: "It is the loader of the shell's own nixpkgs: see `nix.nixpkgs`.",
  NIX_LD_LIBRARY_PATH: libraries,
  CUDA_HOME: toolkit,
  CUDA_PATH: toolkit,
  CUDAToolkit_ROOT: toolkit,
  CUDAHOSTCXX: compiler,
  CC: compiler,
  CXX: compiler,
  TRITON_LIBCUDA_PATH: "It is where the machine keeps its driver, found when the shell is entered.",
  TORCH_CUDA_ARCH_LIST: "It follows the declared cards: see `gpu`.",
  EXTRA_LDFLAGS: toolkit,
  EXTRA_CCFLAGS: toolkit,
  MAX_JOBS: "The number of compiler jobs is `buildIsolation.jobs`.",
  UV_PYTHON: interpreter,
  UV_PYTHON_DOWNLOADS: interpreter,
  UV_PYTHON_PREFERENCE: interpreter,
  UV_PROJECT: environmentDirectory,
  UV_PROJECT_ENVIRONMENT: environmentDirectory,
  VIRTUAL_ENV: environmentDirectory,
  PATH: "Programs are put on PATH with `nix.packages`.",
  PYTHONPATH: `The shell removes it, because it hides the virtual environment. ${hook}`,
  SOURCE_DATE_EPOCH: `The shell removes it, because it breaks building wheels. ${hook}`,
  LD_PRELOAD: `It would be loaded into every program of the shell. ${hook}`,
  BASH_ENV: "It would run in every script that the shell starts. Code for the shell belongs in `shell.hook`.",
};

/** Their names. */
export const ownVariables: ReadonlySet<string> = new Set(Object.keys(ownedByShell));

/** Of those, the ones that a package's build may well set for itself. */
const allowedInBuilds = new Set(["MAX_JOBS", "TORCH_CUDA_ARCH_LIST", "EXTRA_LDFLAGS", "EXTRA_CCFLAGS"]);

/** The variables with valid names that are free to set. */
export function readEnvironment(
  env: Readonly<Record<string, string>> | undefined,
  use: "shell" | "build",
  path: ConfigPath,
  report: Report,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(env).filter(
      ([name, value]) =>
        checkVariable(name, use, [...path, name], report) &&
        !refuseCredentials(value, credentialsOf(name), [...path, name], report),
    ),
  );
}

/** Shell code that runs when the shell is entered; `null`: none, or it was reported. */
export function readHook(hook: string | undefined, path: ConfigPath, report: Report): string | null {
  if (hook === undefined || hook.trim() === "") return null;
  return refuseCredentials(hook, credentialsOf("DATABASE_URL"), path, report) ? null : hook;
}

/** Where a variable is set that nobody else may see. */
function credentialsOf(name: string): string {
  return (
    "Set it in a file `.env` beside the config, which direnv reads last, and which git must ignore:\n\n" +
    `  echo '${name}=…' >> .env\n  echo .env >> .gitignore`
  );
}

function checkVariable(name: string, use: "shell" | "build", path: ConfigPath, report: Report): boolean {
  if (!variableName.test(name)) {
    const rule = "letters, digits and _, and does not start with a digit";
    report(problem("NT228", path, `${quoted(name)} cannot be the name of a variable: it takes ${rule}.`));
    return false;
  }
  const instead = Object.hasOwn(ownedByShell, name) ? ownedByShell[name] : undefined;
  if (instead === undefined || (use === "build" && allowedInBuilds.has(name))) return true;
  report(
    problem(
      "NT229",
      path,
      `\`${name}\` is set by nixtorch, or must stay as it is, for torch to run at all.`,
      instead,
    ),
  );
  return false;
}
