import { describe, expect, it } from "vitest";
import { resolve, type Question } from "../../src/compat/resolve.js";
import { conflictOf } from "../../src/compat/conflict.js";
import { demandOf } from "../../src/compat/demand-of.js";
import { statedText } from "../../src/compat/stated.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { ask, byHand, errorsOf, questionOf } from "./ask.js";

/** The statements that are blamed, and the edits that are proposed. */
function conflict(written: WrittenConfig, more: Partial<Question> = {}) {
  const question = questionOf(written, more);
  const { demand } = demandOf(question);
  const { clash, edits } = conflictOf(question, demand);
  return {
    cores: clash.cores.map((core) => core.map((stated) => statedText(stated, demand)).sort()),
    edits: edits.map((edit) => edit.text),
    resolved: edits.map((edit) => resolve(edit.apply(question)).resolution !== null),
  };
}

describe("a clash", () => {
  it("names the card and the CUDA that has no kernels for it", () => {
    const [diagnostic] = errorsOf(ask({ gpu: "RTX 5090", cuda: "12.4" }));
    expect(diagnostic).toMatchObject({ code: "NT311", configPath: ["gpu"] });
    expect(diagnostic!.detail).toContain("Kernels for RTX 5090 (12.0) exist from CUDA 12.8 on");
    expect(diagnostic!.detail).toContain("PyTorch has wheels for CUDA 12.4 with torch 2.4 to 2.6.");
    expect(diagnostic!.detail).toMatch(/Sources: pytorch\/pytorch:RELEASE\.md@/);
    expect(diagnostic!.hint).toContain('cuda: "12.8"');
  });

  it.each<[string, WrittenConfig, Partial<Question>, string[][], string[]]>([
    [
      "Pascal and CUDA 13",
      { gpu: "GTX 1080", cuda: "13.0" },
      {},
      [["GTX 1080 (6.1)", 'cuda: "13.0"']],
      ['cuda: "12.6"', "leave `cuda` out"],
    ],
    [
      "a torch that has no wheels for a CUDA",
      { gpu: "RTX 4090", torch: "2.6", cuda: "12.8" },
      {},
      [['cuda: "12.8"', 'torch.version: "2.6"']],
      ['cuda: "12.6"', "leave `cuda` out", 'torch: { version: "2.7" }', 'torch: { version: "2.11" }'],
    ],
    [
      "a Python that torch does not support yet",
      { gpu: "RTX 4090", torch: "2.5", project: { python: "3.14" } },
      {},
      [['project.python: "3.14"', 'torch.version: "2.5"']],
      ['torch: { version: "2.9" }', 'torch: { version: "2.14" }', 'project: { python: "3.13" }'],
    ],
    [
      "a nixpkgs without any toolkit of the major",
      { gpu: "RTX 4090", cuda: "11.8", nix: { nixpkgs: "26.05" } },
      {},
      [['cuda: "11.8"', 'nix.nixpkgs: "26.05"']],
      ['cuda: "12.1"', "leave `cuda` out", 'nix: { nixpkgs: "25.05" }'],
    ],
    [
      "a nixpkgs that nobody stated",
      { gpu: "RTX 4090", cuda: "11.8" },
      {},
      [['cuda: "11.8"']],
      ['cuda: "12.1"', "leave `cuda` out", 'nix: { nixpkgs: "25.05" }'],
    ],
    [
      "a Python that nixpkgs does not have",
      { gpu: "RTX 4090", project: { python: "3.10" }, nix: { nixpkgs: "26.05" } },
      {},
      [['nix.nixpkgs: "26.05"', 'project.python: "3.10"']],
      ['project: { python: "3.11" }', 'nix: { nixpkgs: "25.05" }'],
    ],
    [
      "requirements of pyproject.toml",
      { gpu: "RTX 5090" },
      { statements: [byHand("torch", "<2.6", 9)] },
      [["RTX 5090 (12.0)", "torch<2.6 in pyproject.toml:9"]],
      ["take `torch<2.6` out of pyproject.toml:9"],
    ],
    [
      "a requires-python that admits too old a Python",
      { gpu: "RTX 5090" },
      { statements: [byHand("requires-python", ">=3.8", 3)] },
      [["RTX 5090 (12.0)", 'requires-python = ">=3.8" in pyproject.toml:3']],
      [
        'requires-python = ">=3.10" in pyproject.toml:3',
        'requires-python = ">=3.13,<3.14" in pyproject.toml:3',
      ],
    ],
    [
      "systems without wheels of the CUDA",
      { gpu: "A100", cuda: "12.8", nix: { systems: ["x86_64-linux", "aarch64-linux"] } },
      {},
      [['cuda: "12.8"', "nix.systems: x86_64-linux, aarch64-linux"]],
      ['cuda: "13.0"', "leave `cuda` out", 'nix: { systems: ["x86_64-linux"] }'],
    ],
    [
      "a machine whose NixOS has no driver for the card",
      { gpu: "RTX 5090", system: { release: "24.11" } },
      {},
      [["NixOS 24.11 on this machine", "RTX 5090 (12.0)"]],
      ['system: { release: "26.05" } // after an upgrade of this machine'],
    ],
    [
      "a driver branch that no longer drives the card",
      { gpu: "GTX 1080", system: { release: "26.05", driver: { branch: "production" } } },
      {},
      [["GTX 1080 (6.1)", 'driver.branch: "production" for this machine']],
      ['system: { driver: { branch: "legacy_580" } }'],
    ],
    [
      "the open kernel module on Pascal",
      { gpu: "GTX 1080", hosts: { attic: { driver: { open: true } } } },
      {},
      [["GTX 1080 (6.1)", "driver.open: true for the host attic"]],
      ["hosts.attic: { driver: { open: false } }"],
    ],
    [
      "the proprietary kernel module on Blackwell",
      { gpu: "RTX 5090", system: { driver: { open: false } } },
      {},
      [["RTX 5090 (12.0)", "driver.open: false for this machine"]],
      ["system: { driver: { open: true } }"],
    ],
    [
      "a card that no wheel runs on, and a CUDA, which must go with it",
      { gpu: "Tesla K40", cuda: "12.6" },
      {},
      [["Tesla K40 (3.5)"]],
      ['gpu: "none", and leave `cuda` out'],
    ],
    ["a card that no wheel runs on", { gpu: "Tesla K40" }, {}, [["Tesla K40 (3.5)"]], ['gpu: "none"']],
    [
      "a torchvision that was not published",
      { gpu: "RTX 4090", torch: { version: "2.15", vision: true } },
      {},
      [['torch.version: "2.15"', "torch.vision: true"]],
      ['torch: { version: "2.14" }'],
    ],
  ])("%s", (_, written, more, cores, edits) => {
    const found = conflict(written, more);
    expect(found.cores).toEqual(cores);
    expect(found.edits).toEqual(edits);
    expect(found.resolved).toEqual(edits.map(() => true));
  });

  it("of cards that need different kernel modules proposes hosts", () => {
    const answer = ask({ gpu: ["V100", "RTX 5090"] });
    expect(answer.diagnostics).toHaveLength(1);
    const [diagnostic] = answer.diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT312", configPath: ["gpu", 0] });
    expect(diagnostic!.detail).toContain("V100 (7.0) needs the proprietary kernel module");
    expect(diagnostic!.detail).toContain("RTX 5090 (12.0) needs the open kernel module");
    expect(diagnostic!.hint).toContain('"first-machine": { gpu: "V100" }');
    expect(diagnostic!.hint).toContain('"second-machine": { gpu: "RTX 5090" }');
    expect(conflict({ gpu: ["V100", "RTX 5090"] }).resolved).toEqual([true, true, true]);
  });

  it("blames nothing that does not matter", () => {
    const bystanders = {
      gpu: ["RTX 5090", "RTX 4090"],
      cuda: "12.4",
      project: { python: "3.12" },
      torch: { vision: true },
      nix: { nixpkgs: "26.05" },
    };
    const statements = [byHand("torch", ">=2.4"), byHand("requires-python", ">=3.12")];
    expect(conflict(bystanders, { statements }).cores).toEqual([["RTX 5090 (12.0)", 'cuda: "12.4"']]);
  });

  it("that is really two is shown as two, with one edit for both", () => {
    const written = { gpu: "RTX 5090", cuda: "12.4", torch: "2.5" };
    const found = conflict(written);
    expect(found.cores).toEqual([
      ["RTX 5090 (12.0)", 'cuda: "12.4"'],
      ["RTX 5090 (12.0)", 'torch.version: "2.5"'],
    ]);
    expect(found.edits).toEqual(['cuda: "13.0"\ntorch: { version: "2.14" }']);
    expect(found.resolved).toEqual([true]);
    expect(errorsOf(ask(written)).map((one) => one.configPath)).toEqual([["gpu"], ["gpu"]]);
  });

  it("with pyproject.toml shows the line there", () => {
    const [diagnostic] = errorsOf(ask({ gpu: "RTX 5090" }, { statements: [byHand("torch", "==2.5.1", 21)] }));
    expect(diagnostic!.place).toEqual({ file: "pyproject.toml", line: 21 });
  });

  it("about the driver names the drivers of a nixpkgs that is stated", () => {
    const nix = { nixpkgs: "26.05" };
    const gone = ask({ gpu: "GTX 1080", cuda: "12.6", nix, system: { driver: { branch: "production" } } });
    expect(errorsOf(gone)[0]).toMatchObject({ code: "NT312" });
    expect(errorsOf(gone)[0]!.detail).toContain("NixOS 26.05 has the known drivers production 595.71.05");
  });

  it("never proposes what rests on plans or unsupported builds", () => {
    const texts = [
      ...conflict({ gpu: "GTX 1080", cuda: "13.0" }).edits,
      ...conflict({ gpu: "RTX 4090", torch: "2.5", project: { python: "3.14" } }).edits,
    ];
    expect(texts.join()).not.toMatch(/12\.9|2\.15/);
  });
});
