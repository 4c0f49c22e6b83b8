import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readShells } from "../../src/importing/flake.js";
import { facts, told } from "./told.js";

const fixtures = join(import.meta.dirname, "../fixtures/importing/shells");

function read(name: string, file = "flake.nix") {
  return readShells(file, readFileSync(join(fixtures, name), "utf8"), {
    facts,
    read: (path) => {
      const other = join(fixtures, path);
      return existsSync(other) ? { file: path.replace("./", ""), text: readFileSync(other, "utf8") } : null;
    },
  });
}

describe("the classic template", () => {
  const reading = read("ld-library-path.nix")!;

  it("says what the shell needs; what nixtorch's brings is left to it", () => {
    expect(told(reading).understood).toMatchInlineSnapshot(`
      [
        "project.python = "3.12"  flake.nix:46",
        "nix.packages = "ffmpeg"  flake.nix:48",
        "nix: python312  flake.nix:46 (nixtorch's shell has the Python of the project)",
        "nix: uv  flake.nix:47 (nixtorch's shell has it)",
        "nix.packages = "libsndfile"  flake.nix:51",
        "cuda = "12.4"  flake.nix:51",
        "nix: stdenv.cc.cc.lib, zlib  flake.nix:51 (nixtorch's shell has it on the library path)",
        "nix: cudaPackages_12_4.cudatoolkit  flake.nix:51 (nixtorch's shell has the toolkit, and wheels bring their own libraries)",
        "nix: /run/opengl-driver  flake.nix:51 (nixtorch's shell leads wheels to the running driver)",
        "shell.env: LD_LIBRARY_PATH  flake.nix:53 (nixtorch's shell sets it, from \`nix.libraries\`)",
        "nix.libraries = "libsndfile"  flake.nix:53",
        "cuda = "12.4"  flake.nix:53",
        "nix: stdenv.cc.cc.lib, zlib  flake.nix:53 (nixtorch's shell has it on the library path)",
        "nix: cudaPackages_12_4.cudatoolkit  flake.nix:53 (nixtorch's shell has the toolkit, and wheels bring their own libraries)",
        "nix: /run/opengl-driver, /run/opengl-driver/lib  flake.nix:53 (nixtorch's shell leads wheels to the running driver)",
        "shell.env: CUDA_PATH = pkgs.cudaPackages_12_4.cudatoolkit  flake.nix:54 (nixtorch's shell sets it)",
        "shell.env.HF_HOME = "./.hf"  flake.nix:55",
        "shell.env.OMP_NUM_THREADS = "8"  flake.nix:57",
        "buildIsolation.jobs = 4  flake.nix:58",
        "nix.libraries = "libGLU"  flake.nix:63",
        "shell.env: export LD_LIBRARY_PATH=\${pkgs.lib.makeLibraryPath [ pkgs.libGLU ]}:$LD_LIBRAR…  flake.nix:61 (nixtorch's shell sets it, from \`nix.libraries\`)",
        "shell.env: export CUDA_HOME=\${pkgs.cudaPackages_12_4.cudatoolkit}  flake.nix:61 (nixtorch's shell sets it)",
        "shell.env: export EXTRA_LDFLAGS="-L/lib -L\${pkgs.linuxPackages.nvidia_x11}/lib"  flake.nix:61 (nixtorch's shell sets it)",
        "shell.env.TOKENIZERS_PARALLELISM = "false"  flake.nix:61",
        "shell.hook: if [ ! -d .venv ]; then uv venv --python \${python}/bin/python fi  flake.nix:61 (uv makes the environment, and \`nixtorch apply\` keeps it in step)",
        "shell.hook: source .venv/bin/activate  flake.nix:61 (where it exists: \`nixtorch apply\` makes it)",
        "shell.hook: unset PYTHONPATH  flake.nix:61 (nixtorch's shell does it)",
        "shell.hook = "export PATH=$PWD/scripts:$PATH\\n[ ! -e .venv/bin/activate ] || . .venv/bin/activate\\n# Greets.\\nif [ -t 1 ]; then\\n  echo \\"lab \${USER}\\"\\nfi"  flake.nix:61",
        "nix.nixpkgs = "25.11"  flake.nix:5",
        "nix.caches = {"url":"https://own.cachix.example","publicKey":"own.cachix.example-1:CCCC="}  flake.nix:11",
      ]
    `);
  });

  it("has parts that a config has no words for, or that must not be in a shell", () => {
    expect(told(reading).not).toMatchInlineSnapshot(`
      [
        "flake.nix:49  gl.packages.\${system}.default: it comes from gl; the config lists packages of one nixpkgs",
        "flake.nix:51  linuxPackages.nvidia_x11: left out: a process must load the driver that the kernel runs, and the shell leads it there",
        "flake.nix:56  HF_TOKEN: it carries credentials, and the config is committed: put it into a file .env that git ignores (secret)",
        "flake.nix:59  RUST_SRC_PATH = "\${pkgs.rustPlatform.rustLibSrc}": Nix computes it",
        "flake.nix:61  WANDB_API_KEY: it carries credentials, and the config is committed: put it into a file .env that git ignores (secret)",
        "flake.nix:61  echo "Python \${python.version}": a part of it is computed by Nix, and the config's hook is plain shell",
        "flake.nix:61  exec zsh: no command could run in the shell: uv is started in it",
        "flake.nix:11  substituter https://cuda.example: its key here is not the one that the cache publishes, which is cuda.example:AAAA=",
        "flake.nix:11  substituter https://keyless.example: no key in the file belongs to it",
        "flake.nix:31  overlays = [ (final: prev: { }) ]: nixtorch takes packages as nixpkgs has them",
      ]
    `);
  });

  it("keeps every secret to itself", () => {
    expect(JSON.stringify(reading)).not.toContain("s3cret");
  });

  it("can be replaced: it has nothing but the shell", () => {
    expect(reading.understood.some(({ path }) => path.join(".") === "nix.flake")).toBe(false);
  });
});

describe("a shell.nix with Python packages of nixpkgs", () => {
  it("names those that uv would install", () => {
    expect(told(read("with-packages.nix", "shell.nix")!)).toMatchInlineSnapshot(`
      {
        "not": [
          "shell.nix:11  some-own-package: what uv would install for it is not known: add it to \`packages\` by its name on the package index",
          "shell.nix:16  (pkgs.callPackage ./tool.nix { }): Nix computes it",
        ],
        "understood": [
          "project.python = "3.11"  shell.nix:4",
          "torch: torchWithCuda  shell.nix:6 (from the package index instead of nixpkgs)",
          "torch.vision = true  shell.nix:7 (from the package index instead of nixpkgs)",
          "packages = "numpy"  shell.nix:8 (from the package index instead of nixpkgs)",
          "packages = "opencv-python"  shell.nix:9 (from the package index instead of nixpkgs)",
          "nix: venvShellHook  shell.nix:10 (uv makes the environment)",
          "project.python = "3.11"  shell.nix:14",
          "packages = "pandas"  shell.nix:14 (from the package index instead of nixpkgs)",
          "nix: python311  shell.nix:4 (nixtorch's shell has the Python of the project)",
          "nix: gcc13  shell.nix:15 (nixtorch's shell has the compiler that goes with the CUDA)",
        ],
      }
    `);
  });
});

describe("a flake that stays a person's", () => {
  it.each([
    ["flake-parts.nix", "it is made with flake-parts"],
    ["several.nix", "it has further shells: docs"],
    ["elsewhere.nix", "it has more than a shell: packages"],
  ])("is %s, because %s", (name, why) => {
    const reading = read(name)!;
    const flake = reading.understood.find(({ path }) => path.join(".") === "nix.flake");
    expect([flake?.value, flake?.note]).toEqual([false, why]);
  });

  it("has its shell read all the same, wherever it is", () => {
    const parts = told(read("flake-parts.nix")!).understood;
    expect(parts).toContain('nix.nixpkgs = "unstable"  flake.nix:2');
    expect(parts).toContain('nix.packages = "ffmpeg"  flake.nix:11');
    expect(told(read("elsewhere.nix")!).understood).toContain(
      'packages = "numpy"  with-packages.nix:8 (from the package index instead of nixpkgs)',
    );
  });
});

describe("an FHS environment", () => {
  it("is read as what it is called with, and never as variables", () => {
    const { understood, not } = told(read("fhs.nix", "shell.nix")!);
    expect(understood).toMatchInlineSnapshot(`
      [
        "nix.packages = "ffmpeg"  shell.nix:6",
        "project.python = "3.12"  shell.nix:7",
        "cuda = "12.4"  shell.nix:8",
        "nix: git  shell.nix:5 (nixtorch's shell has it)",
        "nix: python312  shell.nix:7 (nixtorch's shell has the Python of the project)",
        "nix: cudaPackages_12_4.cudatoolkit  shell.nix:8 (nixtorch's shell has the toolkit, and wheels bring their own libraries)",
        "nix.libraries = "libsndfile"  shell.nix:10",
        "nix.libraries = "xorg.libXi"  shell.nix:11",
        "nix: zlib  shell.nix:13 (nixtorch's shell has it on the library path)",
        "nix.libraries = "libao"  shell.nix:13",
        "shell.env: export CUDA_PATH=\${pkgs.cudatoolkit}  shell.nix:16 (nixtorch's shell sets it)",
        "shell.env.WANDB_MODE = "offline"  shell.nix:16",
      ]
    `);
    expect(not).toMatchInlineSnapshot(`
      [
        "shell.nix:9  linuxPackages.nvidia_x11: left out: a process must load the driver that the kernel runs, and the shell leads it there",
        "shell.nix:15  extraBuildCommands = "ln -s a b": the config has no key for it",
      ]
    `);
  });
});

describe("a Nix file without a shell", () => {
  it("is left to whoever reads system configurations", () => {
    expect(read("nixos.nix")).toBeNull();
  });
});
