import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { renderFlake } from "../../../src/resources/flake/index.js";
import { desireOf, type DesireOptions } from "../../support/desire.js";
import { enterShell, flakeDirectory, runInShell, type ShellOptions } from "../../support/nix-shell.js";
import { findPython, requireTools } from "../../support/tools.js";

const nix = requireTools("nix");
const driver = "/run/opengl-driver/lib";

function enter(options: DesireOptions, shell: ShellOptions = {}): Record<string, string> {
  const directory = flakeDirectory({ "flake.nix": renderFlake(desireOf(options)) });
  return enterShell(directory, { release: options.release ?? "26.05", ...shell });
}

/** Directories of the store by the name of their package. */
const packagesOf = (path: string) =>
  path.split(":").map((entry) => entry.replace(/^\/nix\/store\/[^-]*-/, ""));

describe.skipIf(!nix).each([
  ["12.8", "25.05", "gcc-wrapper-14"],
  ["12.6", "25.11", "gcc-wrapper-13"],
  ["12.8", "26.05", "gcc-wrapper-14"],
  ["13.0", "25.11", "gcc-wrapper-14"],
  ["13.2", "26.05", "gcc-wrapper-15"],
  ["13.3", "unstable", "gcc-wrapper-15"],
])("CUDA %s on nixpkgs %s", (cuda, release, compiler) => {
  const outside = { LD_LIBRARY_PATH: "/opt/lib", PYTHONPATH: "/opt/python", SOURCE_DATE_EPOCH: "1" };
  let env: Record<string, string> = {};
  let home = "";
  beforeAll(() => {
    env = enter({ cuda, release, capabilities: ["8.9", "9.0"] }, { env: outside });
    home = env["CUDA_HOME"] ?? "";
  });

  test("libraries: libstdc++ first, then the driver, then the caller's; no stub, no glibc, no empty entry", () => {
    const path = env["LD_LIBRARY_PATH"] ?? "";
    const entries = packagesOf(path);
    expect(entries[0]).toMatch(/^gcc-[\d.]+-lib\/lib$/);
    expect(entries.slice(1, 5).map((entry) => entry.replace(/-[\d.]+\/lib$/, ""))).toEqual([
      "zlib",
      "zstd",
      "glib",
      "libGL",
    ]);
    expect(entries.slice(5)).toEqual([driver, "/opt/lib"]);
    expect(path).not.toMatch(/stubs|glibc|cuda|::|^:|:$/);
    expect(existsSync(join(path.split(":")[0] ?? "", "libstdc++.so.6"))).toBe(true);
  });

  test("nix-ld: the loader and the same libraries", () => {
    expect(env["NIX_LD"]).toMatch(/^\/nix\/store\/[^/]*glibc[^/]*\/lib\/ld-linux-x86-64\.so\.2$/);
    expect(`${env["NIX_LD_LIBRARY_PATH"]}:/opt/lib`).toBe(env["LD_LIBRARY_PATH"]);
  });

  test("builds: one complete prefix of the toolkit", () => {
    expect([env["CUDA_PATH"], env["CUDAToolkit_ROOT"]]).toEqual([home, home]);
    const needed = `
      bin/nvcc bin/ptxas lib/libcudart.so lib/libcublas.so lib/stubs/libcuda.so
      include/cuda_runtime.h include/thrust/version.h include/cublas_v2.h include/cusparse.h
      include/cusolverDn.h include/curand.h include/nvrtc.h include/nvtx3/nvToolsExt.h
      ${cuda.startsWith("13") ? "include/crt/math_functions.h" : ""}
    `
      .split(/\s+/)
      .filter((path) => path !== "");
    expect(needed.filter((path) => !existsSync(join(home, path)))).toEqual([]);
    expect(realpathSync(join(home, "lib64"))).toBe(realpathSync(join(home, "lib")));
    expect(env["EXTRA_LDFLAGS"]).toBe(`-L${home}/lib -L${home}/lib/stubs -L${driver}`);
    expect(env["EXTRA_CCFLAGS"]).toBe(`-I${home}/include`);
  });

  test("builds: for the declared cards, with a compiler that this nvcc accepts", () => {
    expect(env["TORCH_CUDA_ARCH_LIST"]).toBe("8.9;9.0");
    for (const name of ["CC", "CXX", "CUDAHOSTCXX"]) {
      expect(env[name]).toMatch(new RegExp(`^/nix/store/[^/]*-${compiler}[^/]*/bin/c(c|\\+\\+)$`));
      expect(existsSync(env[name] ?? "")).toBe(true);
    }
    expect(basename(env["CC"] ?? "")).toBe("cc");
    expect(basename(env["CXX"] ?? "")).toBe("c++");
  });

  test("builds: every tool is on PATH", () => {
    const path = (env["PATH"] ?? "").split(":").filter((entry) => entry.startsWith("/nix/store/"));
    const tools = ["nvcc", "ninja", "cmake", "which", "pkg-config", "git", "uv", "python3.12"];
    expect(tools.filter((tool) => !path.some((entry) => existsSync(join(entry, tool))))).toEqual([]);
  });

  test("builds: no more jobs than memory and cores allow", () => {
    const memory = /^MemAvailable: *(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
    const allowed = Math.min(Math.ceil(Number(memory?.[1]) / 5_000_000) + 1, availableParallelism());
    expect(Number(env["MAX_JOBS"])).toBeGreaterThanOrEqual(1);
    expect(Number(env["MAX_JOBS"])).toBeLessThanOrEqual(allowed);
    expect(env["NVCC_THREADS"]).toBe("1");
  });

  test("runtime compilation: Triton finds libcuda and a ptxas that starts", () => {
    expect(env["TRITON_LIBCUDA_PATH"]).toBe(driver);
    expect(env["TRITON_PTXAS_PATH"]).toBe(`${home}/bin/ptxas`);
    expect(env["TRITON_PTXAS_BLACKWELL_PATH"]).toBe(`${home}/bin/ptxas`);
  });

  test("uv: the Python of nixpkgs and no other; nothing of Nix leaks into it", () => {
    expect(env["UV_PYTHON"]).toMatch(/^\/nix\/store\/[^/]*\/bin\/python3\.12$/);
    expect(env["UV_PYTHON_DOWNLOADS"]).toBe("never");
    expect(env).not.toHaveProperty("PYTHONPATH");
    expect(env).not.toHaveProperty("SOURCE_DATE_EPOCH");
    expect(Object.keys(env).filter((name) => /^_(root|dir|jobs|cores)$/.test(name))).toEqual([]);
  });
});

describe.skipIf(!nix)("CPU only", () => {
  test("has libraries, compilers and Python, and nothing of CUDA", () => {
    const env = enter({ cuda: null, nix: { caches: [] } });
    expect(packagesOf(env["LD_LIBRARY_PATH"] ?? "")[0]).toMatch(/^gcc-[\d.]+-lib\/lib$/);
    expect(env["LD_LIBRARY_PATH"]).not.toMatch(/opengl-driver|::|^:|:$/);
    expect(env["CC"]).toMatch(/^\/nix\/store\/.*gcc-wrapper-15.*\/bin\/cc$/);
    expect(env["NIX_LD"]).toContain("ld-linux");
    expect(Object.keys(env).filter((name) => /CUDA|TRITON|NVCC|MAX_JOBS|EXTRA_/.test(name))).toEqual([]);
  });
});

describe.skipIf(!nix)("nix-ld only", () => {
  const options: DesireOptions = { nix: { python: "uv" }, shell: { libraryMode: "nix-ld" } };
  const text = renderFlake(desireOf(options));

  test("says one line and fails where the loader is not nix-ld", () => {
    const run = runInShell(flakeDirectory({ "flake.nix": text }), ["true"]);
    expect(run.status).toBe(1);
    const said = run.stderr
      .split("\n")
      .filter((line) => line !== "" && !/^(warning:|building|Pass )/.test(line));
    expect(said).toEqual([
      "This shell needs NixOS with programs.nix-ld.enable = true: /lib64/ld-linux-x86-64.so.2 is not nix-ld.",
    ]);
  });

  test("exports nothing to other programs where it is", () => {
    const directory = flakeDirectory({ "nix-ld": "" });
    symlinkSync(join(directory, "nix-ld"), join(directory, "ld.so"));
    writeFileSync(
      join(directory, "flake.nix"),
      text.replace("/lib64/ld-linux-x86-64.so.2", join(directory, "ld.so")),
    );
    const env = enterShell(directory, { env: { LD_LIBRARY_PATH: "/opt/lib" } });
    expect(env["LD_LIBRARY_PATH"]).toBe("/opt/lib");
    expect(packagesOf(env["NIX_LD_LIBRARY_PATH"] ?? "")).toHaveLength(6);
    expect(env["NIX_LD_LIBRARY_PATH"]?.endsWith(`:${driver}`)).toBe(true);
    expect(env).toMatchObject({ UV_PYTHON: "3.12", UV_PYTHON_PREFERENCE: "only-managed" });
    expect(env).not.toHaveProperty("UV_PYTHON_DOWNLOADS");
    expect(env).not.toHaveProperty("TRITON_PTXAS_PATH");
  });
});

describe.skipIf(!nix)("values of the config arrive as they were written", () => {
  const hostile = {
    QUOTES: `it's "quoted" and ''twice''`,
    NIX: "${pkgs.hello} ''${x} $${y} ''\\n '' '''",
    SHELL_CODE: "$(touch /tmp/nixtorch-injected) `id` $HOME \\",
    LINES: "one\n  two\n\n\tthree\r\n",
    JAPANESE: "日本語 🔥",
    EMPTY: "",
    DOTS: "../up",
  };

  test("variables", () => {
    const env = enter({ shell: { env: hostile } });
    expect(env).toMatchObject(hostile);
    expect(existsSync("/tmp/nixtorch-injected")).toBe(false);
  });

  test("the hook, which runs last and is raw shell", () => {
    const hook = `export FROM_HOOK="$A:\${A}:''x''"\ncat > hook.txt <<'EOF'\n  indented \${x}\n\nEOF\nexport PYTHONPATH=mine\n`;
    const directory = flakeDirectory({
      "flake.nix": renderFlake(desireOf({ shell: { hook, env: { A: "日本" } } })),
    });
    const env = enterShell(directory);
    expect(env["FROM_HOOK"]).toBe("日本:日本:''x''");
    expect(env["PYTHONPATH"]).toBe("mine");
    expect(readFileSync(join(directory, "hook.txt"), "utf8")).toBe("  indented ${x}\n\n");
  });

  test("description, package names and libraries", () => {
    const env = enter({
      project: { name: "llm-lab", description: 'a "b" ${c} \\ 日本' },
      nix: { packages: ["ffmpeg", 'nvtopPackages."full"'], libraries: ["libsndfile"] },
    });
    expect(env["name"]).toMatch(/^llm-lab/);
    expect(packagesOf(env["PATH"] ?? "").join(" ")).toMatch(/ffmpeg.*nvtop/);
    const libraries = packagesOf(env["LD_LIBRARY_PATH"] ?? "");
    expect(libraries.at(-2)).toMatch(/^libsndfile/);
    expect(libraries.at(-1)).toBe(driver);
  });

  test("a package that nixpkgs does not have is an error of evaluation, not an empty shell", () => {
    const text = renderFlake(desireOf({ nix: { packages: ["no-such-package"] } }));
    const run = runInShell(flakeDirectory({ "flake.nix": text }), ["true"]);
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain("no-such-package");
  });

  test("an unfree package beyond CUDA is refused", () => {
    const text = renderFlake(desireOf({ nix: { libraries: ["cudaPackages_12_8.cudnn"] } }));
    const run = runInShell(flakeDirectory({ "flake.nix": text }), ["true"]);
    expect(run.stderr).toContain("unfree");
  });

  test("a number of jobs of the config, and one of the caller", () => {
    expect(enter({ jobs: 3 })["MAX_JOBS"]).toBe("3");
    expect(enter({}, { env: { MAX_JOBS: "7" } })["MAX_JOBS"]).toBe("7");
  });
});

describe.skipIf(!nix)("the project's root is found from a subdirectory", () => {
  function project(options: DesireOptions): string {
    const directory = flakeDirectory({ "flake.nix": renderFlake(desireOf(options)) });
    mkdirSync(join(directory, "src/deep er"), { recursive: true });
    return realpathSync(directory);
  }

  test("for values with a leading ./", () => {
    const directory = project({ cuda: null, shell: { env: { HF_HOME: "./.hf", ODD: "./a b/${c}'" } } });
    for (const from of [".", "src/deep er"]) {
      const env = enterShell(directory, { from });
      expect(env).toMatchObject({ HF_HOME: `${directory}/.hf`, ODD: `${directory}/a b/\${c}'` });
    }
  });

  test("for links to the driver of another distribution", () => {
    const directory = project({});
    const links = join(directory, ".nixtorch/driver");
    mkdirSync(links, { recursive: true });
    writeFileSync(join(links, "libcuda.so.1"), "");
    const env = enterShell(directory, { from: "src/deep er" });
    expect(env["TRITON_LIBCUDA_PATH"]).toBe(links);
    expect(env["LD_LIBRARY_PATH"]?.endsWith(`:${driver}:${links}`)).toBe(true);
  });
});

const wsl = "/usr/lib/wsl/lib";
const canFakeWsl = nix && process.getuid?.() === 0 && !existsSync("/usr/lib/wsl");

test.skipIf(!canFakeWsl)("on WSL the driver is Windows'", () => {
  mkdirSync(wsl, { recursive: true });
  try {
    writeFileSync(join(wsl, "libcuda.so.1"), "");
    const env = enter({});
    expect(env["TRITON_LIBCUDA_PATH"]).toBe(wsl);
    expect(env["LD_LIBRARY_PATH"]?.endsWith(`:${driver}:${wsl}`)).toBe(true);
  } finally {
    rmSync("/usr/lib/wsl", { recursive: true });
  }
});

test.skipIf(!nix)("a machine of another system gets a shell of its own", () => {
  const options = { capabilities: ["9.0"], systems: ["x86_64-linux", "aarch64-linux"] };
  const directory = flakeDirectory({ "flake.nix": renderFlake(desireOf(options)) });
  const run = runInShell(directory, ["nix", "eval", "--raw", ".#devShells.aarch64-linux.default.NIX_LD"]);
  expect(run.stdout).toMatch(/ld-linux-aarch64\.so\.1$/);
});

test.skipIf(!nix || !requireTools("uv") || findPython("3.11") === null)(
  "the real uv makes a venv of the shell's Python",
  () => {
    const directory = flakeDirectory({ "flake.nix": renderFlake(desireOf({ cuda: null, python: "3.11" })) });
    const run = runInShell(directory, ["uv", "venv", "--offline", "--no-config"]);
    expect(run.stderr).toContain("3.11");
    expect(existsSync(join(directory, ".venv/bin/python"))).toBe(true);
  },
);
