import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check.js";
import type { WrittenConfig } from "../../src/config/sdk.js";
import type { Config } from "../../src/model/config.js";
import { digestOfValue } from "../../src/model/digest.js";

function normal(written: WrittenConfig): Config {
  const { config, diagnostics } = checkConfig(written);
  expect(diagnostics).toEqual([]);
  return config!;
}

describe("a config of one line", () => {
  it("has a default for everything", () => {
    expect(normal({ gpu: "RTX 4090" })).toEqual({
      project: { name: null, python: null, description: null, package: null },
      gpu: [{ kind: "name", name: "RTX 4090" }],
      cuda: null,
      torch: { version: null, vision: false, audio: false, triton: false, index: null },
      unchecked: { cuda: false, torch: false, python: false },
      packages: [],
      groups: {},
      extras: {},
      indexes: [],
      buildIsolation: { exceptions: {}, jobs: null },
      nix: {
        nixpkgs: { release: null, url: null },
        systems: null,
        packages: [],
        libraries: [],
        caches: [],
        python: "nixpkgs",
        flake: true,
      },
      shell: { env: {}, hook: null, direnv: true, libraryMode: "export" },
      system: null,
      hosts: {},
      policy: { allowReboot: true, neverDestroy: [] },
    });
  });

  it("manages the machine with defaults when asked for", () => {
    expect(normal({ gpu: "T4", system: {} }).system).toEqual({
      module: "/etc/nixos/configuration.nix",
      rebuild: { kind: "channel" },
      release: null,
      gpu: null,
      driver: { branch: null, open: null },
      powerManagement: { enable: false, finegrained: false },
      prime: null,
      graphics32Bit: false,
      nixLd: { enable: true, libraries: [] },
      containerToolkit: false,
      persistence: false,
      datacenter: false,
      direnv: false,
      caches: false,
      activation: "switch",
    });
  });
});

describe("short forms", () => {
  it.each<[WrittenConfig, WrittenConfig]>([
    [{ gpu: "T4" }, { gpu: ["T4"] }],
    [{ gpu: ["8.9"] }, { gpu: { computeCapability: "8.9" } }],
    [{ gpu: "sm_120" }, { gpu: { computeCapability: "12.0" } }],
    [{ gpu: "none" }, { gpu: ["none"] }],
    [{ cuda: "12.8" }, { cuda: { version: "12.8" } }],
    [{ gpu: ["none", "cpu"] }, { gpu: "none" }],
    [{ cuda: "cu128" }, { cuda: "12.8" }],
    [{ cuda: { unchecked: "cu139" } }, { cuda: { version: { unchecked: "13.9" } } }],
    [{ torch: { unchecked: "2.99" } }, { torch: { version: { unchecked: "2.99" } } }],
    [
      { torch: { unchecked: "2.99", vision: true } },
      { torch: { version: { unchecked: "2.99" }, vision: true } },
    ],
    [{ project: { python: { unchecked: "py399" } } }, { project: { python: { unchecked: "3.99" } } }],
    [{ cuda: "12.8.1" }, { cuda: "v12.8" }],
    [{ cuda: "CUDA 12.8" }, { cuda: "12.8" }],
    [{ torch: "v2.11" }, { torch: { version: "2.11" } }],
    [{ torch: { index: "https://x.example/whl/" } }, { torch: { index: "https://x.example/whl" } }],
    [{ project: { python: "py312" } }, { project: { python: "3.12" } }],
    [{ project: { python: "python3.12" } }, { project: { python: " 3.12 " } }],
    [{ nix: { nixpkgs: "nixos-26.05" } }, { nix: { nixpkgs: { release: "26.05" } } }],
    [{ nix: { nixpkgs: "nixos-unstable" } }, { nix: { nixpkgs: "unstable" } }],
    [
      { nix: { nixpkgs: { url: "github:me/nixpkgs/nixos-26.05" } } },
      { nix: { nixpkgs: { url: "github:me/nixpkgs/nixos-26.05", release: "26.05" } } },
    ],
    [{ nix: { python: "uv" } }, { shell: { libraryMode: "nix-ld" } }],
    [{ nix: { python: "nixpkgs" } }, { shell: { libraryMode: "export" } }],
    [{ system: { rebuild: "flake" } }, { system: { rebuild: { kind: "flake" } } }],
    [{ system: { powerManagement: true } }, { system: { powerManagement: { enable: true } } }],
    [{ system: { nixLd: false } }, { system: { nixLd: { enable: false } } }],
    [{ system: { module: "/etc/nixos//a/../b.nix" } }, { system: { module: "/etc/nixos/b.nix" } }],
    [{ groups: { Dev_Tools: ["a"] } }, { groups: { Dev_Tools: ["a", "A"] } }],
  ])("%j means %j", (short, long) =>
    expect(normal({ gpu: "T4", ...short })).toEqual(normal({ gpu: "T4", ...long })),
  );

  it("say what is taken at a person's word", () => {
    const config = normal({
      gpu: ["12.0", { computeCapability: { unchecked: "13.3" } }],
      cuda: { unchecked: "13.9" },
      torch: "2.11",
      project: { python: { unchecked: "3.99" } },
    });
    expect(config.unchecked).toEqual({ cuda: true, torch: false, python: true });
    expect(config).toMatchObject({ cuda: "13.9", torch: { version: "2.11" }, project: { python: "3.99" } });
    expect(config.gpu).toEqual([
      { kind: "capability", computeCapability: "12.0", unchecked: false },
      { kind: "capability", computeCapability: "13.3", unchecked: true },
    ]);
  });

  it("name one cache once, whatever the end of its address", () => {
    const publicKey = `a:${"A".repeat(43)}=`;
    const caches = ["https://a.example", "https://a.example/"].map((url) => ({ url, publicKey }));
    expect(normal({ gpu: "T4", nix: { caches } }).nix.caches).toEqual([caches[0]]);
  });

  it("keep two digits of a minor version apart", () => {
    expect(normal({ gpu: "T4", project: { python: "3.10" } }).project.python).toBe("3.10");
    expect(normal({ gpu: "T4", torch: "2.10" }).torch.version).toBe("2.10");
  });
});

describe("packages", () => {
  it("are put in normal form, with where they come from and where they were said", () => {
    const config = normal({
      gpu: "T4",
      indexes: [{ name: "co", url: "https://x.example/simple", explicit: true }],
      packages: [
        "Flash_Attn >= 2.8 , <3",
        { name: "My.Lib", path: "../lib", editable: true },
        {
          name: "kernels",
          extras: ["B", "a"],
          marker: "sys_platform=='linux'",
          git: "git+https://x.example/k",
          tag: "v1",
        },
        { name: "inner", version: "~=1.2", index: "co" },
      ],
      extras: { Serve: [{ name: "w", url: "https://x.example/w-1-py3-none-any.whl" }] },
    });
    expect(config.packages).toEqual([
      { requirement: "flash-attn>=2.8,<3", name: "flash-attn", source: null, declaredAt: "packages[0]" },
      {
        requirement: "my-lib",
        name: "my-lib",
        source: { kind: "path", path: "../lib", editable: true },
        declaredAt: "packages[1]",
      },
      {
        requirement: "kernels[a,b]; sys_platform == 'linux'",
        name: "kernels",
        source: { kind: "git", git: "https://x.example/k", tag: "v1" },
        declaredAt: "packages[2]",
      },
      {
        requirement: "inner~=1.2",
        name: "inner",
        source: { kind: "index", index: "co" },
        declaredAt: "packages[3]",
      },
    ]);
    expect(config.extras["serve"]?.[0]).toMatchObject({
      source: { kind: "url" },
      declaredAt: "extras.Serve[0]",
    });
  });

  it("that are built against torch need torch, unless they say otherwise", () => {
    const { buildIsolation } = normal({
      gpu: "T4",
      buildIsolation: {
        exceptions: { My_Kernels: {}, b: { needs: ["ninja"], requires: ["Einops"], version: "1.0" } },
        jobs: 4,
      },
    });
    expect(buildIsolation).toEqual({
      exceptions: {
        "my-kernels": { needs: ["torch"], env: {}, requires: null, version: null },
        b: { needs: ["ninja"], env: {}, requires: ["einops"], version: "1.0" },
      },
      jobs: 4,
    });
  });
});

describe("texts", () => {
  it("of variables and hooks stay as they are, whatever they contain", () => {
    fc.assert(
      fc.property(
        // oxlint-disable-next-line no-control-regex -- control characters are refused
        fc.string({ unit: "binary" }).filter((text) => !/[\0-\x08\x0b-\x1f\x7f]/.test(text)),
        (text) => {
          expect(normal({ gpu: "T4", shell: { env: { A: text } } }).shell.env["A"]).toBe(text);
        },
      ),
    );
    expect(normal({ gpu: "T4", shell: { hook: "  a\n" } }).shell.hook).toBe("  a\n");
  });
});

describe("the check", () => {
  it("answers for anything, and twice the same", () => {
    const key = fc.constantFrom(
      "gpu",
      "torch",
      "packages",
      "nix",
      "shell",
      "system",
      "hosts",
      "indexes",
      "x",
      "env",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "medium" },
        fc.constantFrom<unknown>("none", "2.11", "a>=1", "", null, undefined, 3.1, true, "https://a:b@c"),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (written) => {
        const checked = checkConfig(written);
        expect(checked).toEqual(checkConfig(written));
        expect(checked.config === null).toBe(checked.diagnostics.some((one) => one.severity === "error"));
      }),
      { numRuns: 500 },
    );
  });

  it("gives equal configs equal digests, however they are written", () => {
    const one = normal({ gpu: "T4", torch: "2.11", shell: { env: { A: "1", B: "2" } } });
    const other = normal({ shell: { env: { B: "2", A: "1" } }, torch: { version: "2.11" }, gpu: ["T4"] });
    expect(digestOfValue(one)).toBe(digestOfValue(other));
  });
});
