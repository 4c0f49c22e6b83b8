import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import { pathText } from "../../src/config/problem.js";

/** Each problem as `severity code path: detail`. */
function problems(config: unknown): string[] {
  return checkConfig(config).diagnostics.map(
    ({ severity, code, configPath, detail }) =>
      `${severity === "error" ? "" : `${severity} `}${code} ${pathText(configPath!)}: ${detail}`,
  );
}

const gpu = "RTX 4090";

describe("wrong kinds of values", () => {
  it.each<[string, unknown, string]>([
    [
      "text for a config",
      "x",
      'NT220 the config: The config is the text "x", where an object such as { gpu: "RTX 4090", packages: ["transformers"] } is expected.',
    ],
    [
      "text for a list",
      { gpu, packages: "transformers" },
      'NT220 packages: `packages` is the text "transformers", where a list such as ["transformers>=4.50"] is expected.',
    ],
    [
      "a list for an object",
      { gpu, shell: [] },
      'NT220 shell: `shell` is an empty list, where an object such as { env: { HF_HOME: "./.hf" } } is expected.',
    ],
    [
      "a number for a card",
      { gpu: 4090 },
      'NT220 gpu: `gpu` is the number 4090, where a GPU such as "RTX 4090", a list of GPUs, { computeCapability: "8.9" }, or "none" is expected.',
    ],
    [
      "a number in a list of cards",
      { gpu: [gpu, 3090] },
      'NT220 gpu[1]: `gpu[1]` is the number 3090, where a GPU such as "RTX 4090" is expected.',
    ],
    [
      "text for a flag",
      { gpu, torch: { vision: "yes" } },
      'NT220 torch.vision: `torch.vision` is the text "yes", where true or false is expected.',
    ],
    [
      "a number for a variable",
      { gpu, shell: { env: { JOBS: 4 } } },
      'NT220 shell.env.JOBS: `shell.env.JOBS` is the number 4, where text such as "1" is expected.',
    ],
    [
      "null",
      { gpu, cuda: null },
      'NT220 cuda: `cuda` is null, where a version in quotes such as "12.8", or { version: "12.8" } is expected.',
    ],
    [
      "a function",
      { gpu, system: () => ({}) },
      'NT220 system: `system` is a function, where an object such as { driver: { branch: "production" } }, or {} for all defaults is expected.',
    ],
    [
      "an undefined package",
      { gpu, packages: [undefined] },
      'NT222 packages[0]: `packages[0]` is undefined, where a requirement such as "transformers>=4.50", or an object such as { name: "my-lib", path: "../lib" } is expected.',
    ],
    [
      "another word",
      { gpu, nix: { python: "conda" } },
      'NT239 nix.python: `nix.python` is the text "conda". It must be one of "nixpkgs", "uv".',
    ],
    [
      "another form of rebuild",
      { gpu, system: { rebuild: "flakes" } },
      'NT220 system.rebuild: `system.rebuild` is the text "flakes", where "channel", "flake", or { kind: "flake", host: "tower" } is expected.',
    ],
    [
      "half a job",
      { gpu, buildIsolation: { jobs: 1.5 } },
      "NT239 buildIsolation.jobs: `buildIsolation.jobs` is the number 1.5. It must be a whole number from 1.",
    ],
    [
      "a Darwin",
      { gpu, nix: { systems: ["aarch64-darwin"] } },
      'NT239 nix.systems[0]: `nix.systems[0]` is the text "aarch64-darwin". It must be one of: x86_64-linux, aarch64-linux.',
    ],
  ])("%s", (_, config, expected) => expect(problems(config)).toEqual([expected]));
});

describe("keys", () => {
  it("that are unknown are named with those that exist, and a guess", () => {
    const { diagnostics } = checkConfig({ gpu, torch: { verison: "2.11" } });
    expect(diagnostics).toEqual([
      {
        severity: "error",
        code: "NT221",
        summary: "The config has a key that nixtorch does not know",
        detail:
          "`verison` is not a key of `torch`. Its keys are: version, unchecked, vision, audio, triton, index.",
        hint: "Did you mean `version`?",
        configPath: ["torch", "verison"],
      },
    ]);
  });

  it("that belong elsewhere are sent there", () => {
    expect(checkConfig({ gpu, nixpkgs: "26.05" }).diagnostics[0]?.hint).toBe("There is a key `nix.nixpkgs`.");
  });

  it("that are missing are named", () => {
    expect(problems({ gpu, indexes: [{ name: "co" }] })).toEqual([
      'NT222 indexes[0].url: `indexes[0]` must have the key `url`: text such as "https://pypi.example/simple".',
    ]);
  });
});

describe("versions", () => {
  it.each<[unknown, string]>([
    [
      { cuda: 12.8 },
      "NT224 cuda: `cuda` is the number 12.8. In a number a trailing zero is lost (3.10 is 3.1), so versions are written as text.",
    ],
    [
      { project: { python: 3.1 } },
      "NT224 project.python: `project.python` is the number 3.1. In a number a trailing zero is lost (3.10 is 3.1), so versions are written as text.",
    ],
    [
      { cuda: "13" },
      'NT223 cuda: `cuda` is "13", which is not the CUDA version of a PyTorch wheel. The minor version is missing.',
    ],
    [
      { cuda: ">=12.6" },
      'NT223 cuda: `cuda` is ">=12.6", which is not the CUDA version of a PyTorch wheel. One version belongs here, not a range.',
    ],
    [
      { cuda: "cpu" },
      'NT223 cuda: `cuda` is "cpu", which is not the CUDA version of a PyTorch wheel. A stack without CUDA is declared with gpu: "none".',
    ],
    [
      { torch: "2.11.0+cu128" },
      'NT223 torch: `torch` is "2.11.0+cu128", which is not a version of torch. The part after + is the CUDA version: it has its own key, `cuda`.',
    ],
    [
      { torch: { version: "latest" } },
      'NT223 torch.version: `torch.version` is "latest", which is not a version of torch. Leave the key out, and nixtorch takes the newest one that works.',
    ],
    [
      { project: { python: "3.12.4" } },
      'NT223 project.python: `project.python` is "3.12.4", which is not a version of Python. The patch release is that of nixpkgs, or the newest that uv has.',
    ],
    [
      { nix: { nixpkgs: "26.5" } },
      'NT223 nix.nixpkgs: `nix.nixpkgs` is "26.5", which is not a release of nixpkgs. The month has two digits.',
    ],
    [
      { nix: { nixpkgs: "github:me/nixpkgs" } },
      'NT223 nix.nixpkgs: `nix.nixpkgs` is "github:me/nixpkgs", which is not a release of nixpkgs. A URL is written as { url: "…", release: "26.05" }.',
    ],
    [
      { hosts: { a: { release: "latest" } } },
      'NT223 hosts.a.release: `hosts.a.release` is "latest", which is not a release of nixpkgs. Leave the key out, or say "unstable".',
    ],
  ])("%j", (config, expected) => expect(problems({ gpu, ...(config as object) })).toEqual([expected]));

  it("as numbers that may have lost a zero get both readings", () => {
    expect(checkConfig({ gpu, torch: 2.1 }).diagnostics[0]?.hint).toBe(
      'Write:\n\n  torch: "2.1"\n  torch: "2.10"',
    );
    expect(checkConfig({ gpu: { computeCapability: 12 } }).diagnostics[0]?.hint).toBe(
      'Write:\n\n  computeCapability: "12.0"',
    );
  });
});

describe("packages", () => {
  it.each<[unknown, string]>([
    [
      ["transformers>=4..5"],
      'NT225 packages[0]: "transformers>=4..5" cannot be read, at character 13: "4..5" is not a version.',
    ],
    [
      [{ name: "a", version: "4.50" }],
      'NT225 packages[0].version: "4.50" cannot be read, at character 1: "4.50" does not start with one of == != >= <= > < ~= ===.',
    ],
    [
      [{ name: "a b" }],
      'NT237 packages[0].name: "a b" cannot be the name of a package. It takes: letters, digits, and -, _ or . between them.',
    ],
    [
      ["torch>=2"],
      "NT230 packages[0]: `torch` must fit the GPU, the CUDA version and the driver, so it is not listed among the packages.",
    ],
    [[{ name: "Torch_Vision" }], ""],
    [
      ["a", "A>=1"],
      "NT231 packages[1]: `a` is asked twice: `packages[0]` says `a`, `packages[1]` says `a>=1`.",
    ],
    [
      ["a", { name: "a", path: "../a" }],
      "NT231 packages[1]: `a` is asked twice: `packages[0]` says `a`, `packages[1]` says `a` from ../a.",
    ],
    [
      [{ name: "a", index: "co" }],
      'NT238 packages[0].index: There is no index called "co" in `indexes`. Declared are: none.',
    ],
    [
      [{ name: "a", git: "https://x.example/a", path: "../a" }],
      "NT245 packages[0]: `packages[0]` has `git` and `path`. A package comes from one place.",
    ],
    [
      [{ name: "a", git: "https://x.example/a", tag: "1", rev: "2" }],
      "NT241 packages[0].tag: `packages[0]` has `rev` and `tag`, which each choose a commit.",
    ],
    [
      [{ name: "a", editable: true }],
      "NT241 packages[0].editable: `packages[0].editable` means nothing without `path`.",
    ],
    [
      [{ name: "a", git: "git@x.example:me/a.git" }],
      'NT226 packages[0].git: "git@x.example:me/a.git" is git\'s short form, which uv does not take.',
    ],
    [
      ["a @ https://u:secret@x.example/a.whl"],
      "NT227 packages[0]: `packages[0]` holds a user name or password. What the config says is written to files that are committed, and anyone who sees the project can read it.",
    ],
    [[{ name: "a", path: " " }], "NT233 packages[0].path: `packages[0].path` is empty."],
  ])("%j", (packages, expected) =>
    expect(problems({ gpu, packages })).toEqual(expected === "" ? [] : [expected]),
  );

  it("of groups and extras are checked too, and torch is not hidden behind one", () => {
    expect(problems({ gpu, groups: { dev: ["=="] }, extras: { gpu: ["torchvision"] } })).toEqual([
      'NT225 groups.dev[0]: "==" cannot be read, at character 1: a requirement starts with a package name, not "==".',
      "NT230 extras.gpu[0]: `torchvision` must fit the GPU, the CUDA version and the driver, so it is not listed among the packages.",
    ]);
  });

  it("may be said twice in the same words, or for different cases", () => {
    const packages = ["A>=1", "a >= 1", "a>=1; sys_platform == 'linux'"];
    expect(checkConfig({ gpu, packages }).config?.packages.map((one) => one.requirement)).toEqual([
      "a>=1",
      "a>=1; sys_platform == 'linux'",
    ]);
  });

  it("may come from git over ssh, where a user name is no secret", () => {
    expect(problems({ gpu, packages: [{ name: "a", git: "ssh://git@x.example/a" }] })).toEqual([]);
  });

  it("that are asked from Nix draw a warning", () => {
    const { config, diagnostics } = checkConfig({ gpu, nix: { packages: ["python3Packages.numpy"] } });
    expect(diagnostics).toMatchObject([
      { severity: "warning", code: "NT246", configPath: ["nix", "packages", 0] },
    ]);
    expect(config).not.toBeNull();
  });
});

describe("names, addresses and paths", () => {
  it.each<[unknown, string]>([
    [
      { indexes: [{ name: "co", url: "pypi.example" }] },
      'NT226 indexes[0].url: `indexes[0].url` is "pypi.example". It must be an address that starts with https://, http://, file://.',
    ],
    [
      { indexes: [{ name: "my index", url: "https://x.example" }] },
      'NT237 indexes[0].name: "my index" cannot be the name of an index. It takes: letters, digits, -, _ and ..',
    ],
    [
      { indexes: [{ name: "pytorch-cu128", url: "https://x.example" }] },
      "NT237 indexes[0].name: `pytorch-cu128` is the name under which nixtorch writes PyTorch's own index.",
    ],
    [
      { torch: { index: "https://token@x.example/whl" } },
      "NT227 torch.index: `torch.index` holds a user name or password. What the config says is written to files that are committed, and anyone who sees the project can read it.",
    ],
    [
      { nix: { packages: ["pkgs.ffmpeg"] } },
      'NT235 nix.packages[0]: "pkgs.ffmpeg" is not an attribute path of nixpkgs: leave out "pkgs.".',
    ],
    [
      { nix: { libraries: ["lib GL"] } },
      'NT235 nix.libraries[0]: "lib GL" is not an attribute path of nixpkgs: it holds a blank; each package is an item of its own.',
    ],
    [
      { nix: { libraries: ["a.with"] } },
      'NT235 nix.libraries[0]: "a.with" is not an attribute path of nixpkgs: "with" is a word of the Nix language.',
    ],
    [
      { nix: { libraries: ["${x}"] } },
      'NT235 nix.libraries[0]: "${x}" is not an attribute path of nixpkgs: names of letters, digits, _, - and \', with dots between them.',
    ],
    [
      { nix: { nixpkgs: { url: "github:me/nixpkgs" } } },
      'NT244 nix.nixpkgs: `nix.nixpkgs` does not say which release "github:me/nixpkgs" is or follows. Names of options and packages differ between releases.',
    ],
    [
      { nix: { nixpkgs: { url: "/home/me/nixpkgs", release: "26.05" } } },
      'warning NT234 nix.nixpkgs.url: "path:/home/me/nixpkgs" is a directory of this machine: colleagues, and CI, cannot enter the environment.',
    ],
    [
      { nix: { caches: [{ url: "https://c.example", publicKey: "c:short" }] } },
      'NT243 nix.caches[0].publicKey: "c:short" is not a public key. It is a name, a colon, and 44 characters of base64.',
    ],
    [
      { shell: { env: { "1A": "" } } },
      'NT228 shell.env["1A"]: "1A" cannot be the name of a variable: it takes letters, digits and _, and does not start with a digit.',
    ],
    [{ shell: { env: { A: "a\0b" } } }, "NT232 shell.env.A: `shell.env.A` holds a NUL character (\\0)."],
    [
      { shell: { env: { A: "a\x1b[1m" } } },
      "NT232 shell.env.A: `shell.env.A` holds an escape character (\\x1b).",
    ],
    [
      { shell: { hook: "ulimit -n 65536\r\n" } },
      "NT232 shell.hook: `shell.hook` holds a carriage return (\\r).",
    ],
    [
      { shell: { env: { A: "\x7f" } } },
      "NT232 shell.env.A: `shell.env.A` holds a control character (\\x7f).",
    ],
    [
      { project: { description: "a\nb" } },
      "NT232 project.description: `project.description` has several lines; it must be one.",
    ],
    [
      { system: { module: "configuration.nix" } },
      'NT240 system.module: `system.module` is "configuration.nix": it must be an absolute path.',
    ],
    [
      { hosts: { "tower.lan": {} } },
      'NT237 hosts["tower.lan"]: "tower.lan" cannot be the name of a host. It takes: at most 63 letters, digits, and - or _ between them, without the domain.',
    ],
    [
      { system: { driver: { branch: "580" } } },
      'NT237 system.driver.branch: "580" cannot be the name of a driver branch. It takes: the name of an attribute of nvidiaPackages, such as production or legacy_580.',
    ],
  ])("%j", (config, expected) => expect(problems({ gpu, ...(config as object) })).toEqual([expected]));

  it.each([
    ["PATH", "Programs are put on PATH with `nix.packages`."],
    ["LD_LIBRARY_PATH", "Libraries that wheels need are listed in `nix.libraries`."],
    ["CUDA_HOME", "It follows the CUDA version: see `cuda`."],
    ["TORCH_CUDA_ARCH_LIST", "It follows the declared cards: see `gpu`."],
    ["UV_PYTHON", "The interpreter is chosen with `project.python` and `nix.python`."],
  ])("%s belongs to nixtorch, and the right key is named", (name, hint) => {
    expect(checkConfig({ gpu, shell: { env: { [name]: "x" } } }).diagnostics).toMatchObject([
      { code: "NT229", configPath: ["shell", "env", name], hint },
    ]);
  });

  it("lets a build set what only the shell must not", () => {
    const of = (env: object) => problems({ gpu, buildIsolation: { exceptions: { a: { env } } } });
    expect(of({ MAX_JOBS: "2", TORCH_CUDA_ARCH_LIST: "8.9" })).toEqual([]);
    expect(of({ PATH: "/bin" })).toHaveLength(1);
  });

  it("never repeats a secret, and says where it belongs", () => {
    const { diagnostics } = checkConfig({
      gpu,
      indexes: [{ name: "my-co", url: "https://u:hunter2@x.example/simple" }],
    });
    expect(diagnostics).toMatchObject([
      { code: "NT227", hint: expect.stringContaining("UV_INDEX_MY_CO_PASSWORD") },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
  });

  it.each([
    ["a variable", { shell: { env: { DB: "postgres://dev:hunter2@host/db" } } }, "  echo 'DB=…' >> .env\n"],
    [
      "a variable of a build",
      { buildIsolation: { exceptions: { a: { env: { DB: "postgres://dev:hunter2@host/db" } } } } },
      "  echo 'DB=…' >> .env\n",
    ],
    [
      "the hook",
      { shell: { hook: "export DB=postgres://dev:hunter2@host/db" } },
      "  echo 'DATABASE_URL=…' >> .env\n",
    ],
  ])("keeps the secrets of %s out of the store, and sends them to .env", (_, config, hint) => {
    const { config: checked, diagnostics } = checkConfig({ gpu, ...config });
    expect(checked).toBeNull();
    expect(diagnostics).toMatchObject([{ code: "NT227", hint: expect.stringContaining(hint) }]);
    expect(diagnostics[0]!.hint).toContain("  echo .env >> .gitignore");
    expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
  });

  it.each(["tab\tand\nlines", "ssh://git@host/repo", "https://host/a@b"])(
    "takes %j for a variable",
    (text) => {
      expect(problems({ gpu, shell: { env: { A: text }, hook: text } })).toEqual([]);
    },
  );

  it("says how a hook makes a control character", () => {
    const { diagnostics } = checkConfig({ gpu, shell: { hook: "printf '\x1b[1m'" } });
    expect(diagnostics[0]!.hint).toContain(`hook: "printf '\\\\x1b'"`);
  });

  it("turns what lspci prints into what NixOS takes", () => {
    const prime = { nvidiaBusId: "0000:0a:00.0", intelBusId: "PCI:0:2:0" };
    expect(checkConfig({ gpu, system: { prime } }).diagnostics).toMatchObject([
      {
        code: "NT236",
        configPath: ["system", "prime", "nvidiaBusId"],
        hint: 'Write:\n\n  nvidiaBusId: "PCI:10:0:0"',
      },
    ]);
  });
});

describe("contradictions", () => {
  const prime = { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" };
  it.each<[string, unknown, string]>([
    [
      "CUDA without a GPU",
      { gpu: "none", cuda: "12.8" },
      "NT241 cuda: `cuda` is 12.8, but `gpu` says that there is none. A CPU-only stack has no CUDA.",
    ],
    ["no GPU at all", {}, "warning NT242 the config: Without `gpu` the stack is for the CPU only."],
    ["no GPU in a list", { gpu: [] }, "NT233 gpu: `gpu` is an empty list."],
    [
      "none among GPUs",
      { gpu: [gpu, "none"] },
      'NT241 gpu[1]: `gpu` names GPUs, and the text "none", which means that there is none.',
    ],
    [
      "uv's Python and exported libraries",
      { gpu, nix: { python: "uv" }, shell: { libraryMode: "export" } },
      'NT241 shell.libraryMode: `nix.python` is "uv", but `shell.libraryMode` is "export". A Python from uv starts only through nix-ld.',
    ],
    [
      "uv's Python and no nix-ld",
      { gpu, nix: { python: "uv" }, system: { nixLd: false } },
      "NT241 system.nixLd: `system.nixLd` switches nix-ld off, but the shell's Python comes from uv and starts only through it.",
    ],
    [
      "fine-grained power without PRIME",
      { gpu, system: { powerManagement: { finegrained: true } } },
      "NT241 system.powerManagement.finegrained: An idle GPU can be switched off only with PRIME in offload mode, but `system.prime` is not declared.",
    ],
    [
      "fine-grained power with PRIME sync",
      { gpu, hosts: { a: { powerManagement: { finegrained: true }, prime: { ...prime, mode: "sync" } } } },
      'NT241 hosts.a.powerManagement.finegrained: An idle GPU can be switched off only with PRIME in offload mode, but `hosts.a.prime` has the mode "sync".',
    ],
    [
      "PRIME with three GPUs",
      { gpu, system: { prime: { ...prime, amdgpuBusId: "PCI:6:0:0" } } },
      "NT241 system.prime: `system.prime` has `intelBusId` and `amdgpuBusId`; NixOS takes one of them.",
    ],
    [
      "PRIME with one GPU",
      { gpu, system: { prime: { nvidiaBusId: "PCI:1:0:0" } } },
      "NT241 system.prime: `system.prime` needs the address of the other GPU too.",
    ],
    [
      "a data centre with a screen",
      { gpu, system: { datacenter: true, prime } },
      "NT241 system.datacenter: `system` has both `datacenter` and `prime`. The data-centre driver drives no screen.",
    ],
    [
      "a data centre with a driver that has no fabric manager",
      { gpu, hosts: { a: { datacenter: true, driver: { branch: "production" } } } },
      'NT241 hosts.a.driver.branch: `hosts.a` has both `datacenter` and the driver branch "production". Data-centre mode needs the fabric manager, which only the branches named `dc` have.',
    ],
    [
      "a driver for no GPU",
      { gpu: "none", system: { driver: { open: true } } },
      "NT241 system.driver: `system.driver` is about an NVIDIA driver, but no GPU is declared for this machine.",
    ],
    [
      "boot without reboot",
      { gpu, system: { activation: "boot" }, policy: { allowReboot: false } },
      'NT241 system.activation: `system.activation` is "boot", which takes effect by a reboot, and `policy.allowReboot` is false.',
    ],
    [
      "two default indexes",
      {
        gpu,
        indexes: [
          { name: "a", url: "https://a.example", default: true },
          { name: "b", url: "https://b.example", default: true },
        ],
      },
      "NT241 indexes: Only one index can be the default, but several are: a, b.",
    ],
    [
      "two indexes of one name",
      {
        gpu,
        indexes: [
          { name: "a", url: "https://a.example" },
          { name: "a", url: "https://b.example" },
        ],
      },
      "NT231 indexes[1].name: Two indexes are called `a`: https://a.example and https://b.example.",
    ],
    [
      "two spellings of a group",
      { gpu, groups: { dev_a: [], "dev-a": [] } },
      'NT231 groups["dev-a"]: `groups["dev-a"]` is another spelling of the group `dev-a`, said before.',
    ],
    [
      "a host for a channel",
      { gpu, system: { rebuild: { kind: "channel", host: "a" } } },
      "NT241 system.rebuild.host: `system.rebuild` names a host, which only a flake has.",
    ],
  ])("%s", (_, config, expected) => expect(problems(config)).toEqual([expected]));

  it("are not made up from values that are refused for another reason", () => {
    expect(problems({ gpu: 3, cuda: "12.8", system: { driver: { open: true } } })).toHaveLength(1);
    const config = { gpu, packages: [{ name: "a", index: "co" }], indexes: [{ name: "co", url: 3 }] };
    expect(problems(config)).toEqual([expect.stringMatching(/^NT220 indexes\[0\]\.url/)]);
  });
});

describe("all problems", () => {
  it("are reported at once, in the order in which the config was written", () => {
    const config = {
      gpuu: "x",
      torch: { version: 2.1, vison: true },
      packages: ["ok", 3, "not ok", "torch"],
      gpu: [{ computeCapability: "x" }, 5],
      shell: { env: { PATH: "a", OK: "b" }, libraryMode: "nixld" },
      indexes: [{ name: 3 }, { name: "co", url: "nowhere" }],
    };
    expect(problems(config).map((one) => one.split(":")[0])).toEqual([
      "NT221 gpuu",
      "NT224 torch.version",
      "NT221 torch.vison",
      "NT220 packages[1]",
      "NT225 packages[2]",
      "NT230 packages[3]",
      "NT223 gpu[0].computeCapability",
      "NT220 gpu[1]",
      "NT229 shell.env.PATH",
      "NT239 shell.libraryMode",
      "NT220 indexes[0].name",
      "NT222 indexes[0].url",
      "NT226 indexes[1].url",
    ]);
    expect(checkConfig(config).config).toBeNull();
  });

  it("have summaries that do not vary with the values", () => {
    const summary = (name: string) => checkConfig({ gpu, [name]: 1 }).diagnostics[0]?.summary;
    expect(summary("one")).toBe(summary("two"));
  });
});
