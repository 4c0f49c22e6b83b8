import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../src/compat/catalog.js";
import { conflictsOf } from "../../../src/compat/conflict/conflict.js";
import { demandOf } from "../../../src/compat/demand-of.js";
import { inTurn } from "../../../src/compat/conflict/edit.js";
import { resolve, type Question } from "../../../src/compat/resolve.js";
import { statedText } from "../../../src/compat/conflict/stated.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { ask, byHand, codesOf, configOf, errorsOf, questionOf, questionOn, valuesOf } from "../ask.js";

const { releases } = loadCatalog().torch;
const newest = releases.findLast((release) => release.confidence === "verified")!;
const newestTorch = `torch: { version: "${newest.minor}" }`;

/** The statements that are blamed, and the edits that are proposed. */
function conflict(written: WrittenConfig, more: Partial<Question> = {}) {
  const question = questionOf(written, more);
  const { demand } = demandOf(question);
  const { conflicts, alone } = conflictsOf(question, demand);
  const own = conflicts.flatMap(({ edits, beside }) => edits.map((edit) => [...beside, edit]));
  return {
    cores: conflicts.map(({ core }) => core.map((stated) => statedText(stated, demand)).sort()),
    edits: conflicts.flatMap(({ edits }) => edits.map((edit) => edit.text)),
    alone: alone.map((edit) => edit.text),
    resolved: [...own, ...alone.map((edit) => [edit])].map(
      (edits) => resolve(inTurn(edits)(question)).resolution !== null,
    ),
  };
}

/** What a diagnostic says about its statements, and where they stand. */
function relatedOf(diagnostic: ReturnType<typeof errorsOf>[number] | undefined) {
  return (diagnostic?.related ?? []).map(({ text, configPath, place, facts }) => ({
    text,
    at: configPath?.join(".") ?? place?.file,
    facts: facts?.map((fact) => fact.text),
  }));
}

describe("a fact", () => {
  const factsOf = (written: WrittenConfig) =>
    errorsOf(ask(written)).flatMap(({ related = [] }) =>
      related.flatMap(({ facts = [] }) => facts.map(({ text }) => text)),
    );
  const built = (cuda: string) =>
    releases.filter(({ variants }) =>
      variants.some((one) => one.cuda === cuda && ["stable", "experimental", "legacy"].includes(one.status)),
    );

  it("counts wheels that were built, not those that are announced or no longer made", () => {
    const [first, last] = [built("12.6")[0]!.minor, built("12.6").at(-1)!.minor];
    expect(factsOf({ gpu: "RTX 5090", cuda: "12.6" })).toContain(
      `PyTorch has wheels for CUDA 12.6 with torch ${first} to ${last}.`,
    );
    const cudas = factsOf({ gpu: "GTX 1080", torch: newest.minor }).find((text) =>
      text.startsWith("It has wheels"),
    );
    for (const { cuda, status } of newest.variants)
      if (status === "planned" || status === "removed") expect(cudas).not.toContain(cuda);
  });
});

describe("a clash", () => {
  it("names the card and the CUDA that has no kernels for it, each with its place, facts and their sources", () => {
    const [diagnostic, ...others] = errorsOf(ask({ gpu: "RTX 5090", cuda: "12.4" }));
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ code: "NT311", configPath: ["gpu"] });
    expect(diagnostic!.detail).toBe('These do not go together: RTX 5090 (12.0) and cuda: "12.4".');
    const [card, cuda] = relatedOf(diagnostic);
    expect(card).toMatchObject({ text: "RTX 5090 (12.0)", at: "gpu" });
    expect(card!.facts!.join()).toMatch(/^Kernels for 12\.0 exist from CUDA 12\.8 on, with torch 2\.7 to /);
    expect(cuda).toEqual({
      text: 'cuda: "12.4"',
      at: "cuda",
      facts: ["PyTorch has wheels for CUDA 12.4 with torch 2.4 to 2.6."],
    });
    for (const { facts } of diagnostic!.related!) expect(facts![0]!.sources.length).toBeGreaterThan(0);
    expect(diagnostic!.hint).toBe(
      "Any one of these resolves it:\n\n" +
        '  cuda: "12.8"\n\n  leave `cuda` out\n\n  gpu: "RTX 4090" // another card, Ada Lovelace',
    );
  });

  it.each<[string, WrittenConfig, Partial<Question>, string[][], string[]]>([
    [
      "Pascal and CUDA 13",
      { gpu: "GTX 1080", cuda: "13.0" },
      {},
      [["GTX 1080 (6.1)", 'cuda: "13.0"']],
      ['cuda: "12.6"', "leave `cuda` out", 'gpu: "GTX 1630" // another card, Turing'],
    ],
    [
      "a torch that has no wheels for a CUDA",
      { gpu: "RTX 4090", torch: "2.6", cuda: "12.8" },
      {},
      [['cuda: "12.8"', 'torch.version: "2.6"']],
      ['cuda: "12.6"', 'torch: { version: "2.7" }', "leave `cuda` out", 'torch: { version: "2.11" }'],
    ],
    [
      "a Python that torch does not support yet",
      { gpu: "RTX 4090", torch: "2.5", project: { python: "3.14" } },
      {},
      [['project.python: "3.14"', 'torch.version: "2.5"']],
      ['torch: { version: "2.9" }', newestTorch, 'project: { python: "3.13" }'],
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
      ["take `torch<2.6` out of pyproject.toml:9", 'gpu: "RTX 4090" // another card, Ada Lovelace'],
    ],
    [
      "a requires-python that admits too old a Python",
      { gpu: "RTX 5090" },
      { statements: [byHand("requires-python", ">=3.8", 3)] },
      [["RTX 5090 (12.0)", 'requires-python = ">=3.8" in pyproject.toml:3']],
      [
        `requires-python = ">=${newest.python.stable[0]}" in pyproject.toml:3`,
        'requires-python = ">=3.13,<3.14" in pyproject.toml:3',
        'gpu: "RTX 4090" // another card, Ada Lovelace',
      ],
    ],
    [
      "systems without wheels of the CUDA",
      { gpu: "A100", cuda: "12.8", nix: { systems: ["x86_64-linux", "aarch64-linux"] } },
      {},
      [['cuda: "12.8"', "nix.systems: aarch64-linux, x86_64-linux"]],
      ['cuda: "13.0"', "leave `cuda` out", 'nix: { systems: ["x86_64-linux"] }'],
    ],
    [
      "a machine whose NixOS has no driver for the card",
      { gpu: "RTX 5090", system: { release: "24.11" } },
      {},
      [["NixOS 24.11 on this machine", "RTX 5090 (12.0)"]],
      [
        'system: { release: "26.05" } // after an upgrade of this machine',
        'gpu: "RTX 4090" // another card, Ada Lovelace',
      ],
    ],
    [
      "a driver branch that no longer drives the card",
      { gpu: "GTX 1080", system: { release: "26.05", driver: { branch: "production" } } },
      {},
      [["GTX 1080 (6.1)", 'driver.branch: "production" for this machine']],
      ['system: { driver: { branch: "legacy_580" } }', 'gpu: "GTX 1630" // another card, Turing'],
    ],
    [
      "the open kernel module on Pascal",
      { gpu: "GTX 1080", hosts: { attic: { driver: { open: true } } } },
      {},
      [["GTX 1080 (6.1)", "driver.open: true for the host attic"]],
      ["hosts: { attic: { driver: { open: false } } }", 'gpu: "GTX 1630" // another card, Turing'],
    ],
    [
      "the proprietary kernel module on Blackwell",
      { gpu: "RTX 5090", system: { driver: { open: false } } },
      {},
      [["RTX 5090 (12.0)", "driver.open: false for this machine"]],
      ["system: { driver: { open: true } }", 'gpu: "RTX 4090" // another card, Ada Lovelace'],
    ],
    [
      "a card that no wheel runs on, and a CUDA, which must go with it",
      { gpu: "Tesla K40", cuda: "12.6" },
      {},
      [["Tesla K40 (3.5)"]],
      ['gpu: "Tesla M10" // another card, Maxwell', 'gpu: "none"\nleave `cuda` out'],
    ],
    [
      "a card that no wheel runs on",
      { gpu: "Tesla K40" },
      {},
      [["Tesla K40 (3.5)"]],
      ['gpu: "Tesla M10" // another card, Maxwell', 'gpu: "none"'],
    ],
    [
      "a requirement of torchvision that no torch left has",
      { gpu: "RTX 4090", torch: "2.9" },
      { statements: [byHand("torchvision", "<0.20", 8)] },
      [['torch.version: "2.9"', "torchvision<0.20 in pyproject.toml:8"]],
      ['torch: { version: "2.4" }', "take `torchvision<0.20` out of pyproject.toml:8"],
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
    expect(relatedOf(diagnostic)).toEqual([
      {
        text: "V100 (7.0)",
        at: "gpu.0",
        facts: ["It needs the proprietary kernel module and a driver of branch 580 at most."],
      },
      {
        text: "RTX 5090 (12.0)",
        at: "gpu.1",
        facts: ["It needs the open kernel module and driver 570.86 or newer."],
      },
    ]);
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

  it("is told where machines of several releases have drivers each from its own", () => {
    // Without the attic's release only some of the machines may follow nixpkgs.
    const found = conflict({
      gpu: ["A100", "V100", "GB10"],
      torch: { version: "2.7", vision: true },
      nix: { systems: ["x86_64-linux", "aarch64-linux"] },
      system: { gpu: "GB10", release: "25.05", driver: { branch: "production" } },
      hosts: {
        tower: { release: "24.05", driver: { branch: "production" } },
        attic: { gpu: "GB10", release: "unstable", driver: { branch: "legacy_535" } },
      },
    });
    expect(found.cores[0]).toEqual([
      "GB10 (12.1) in the host attic",
      'driver.branch: "legacy_535" for the host attic',
    ]);
  });

  it("that is really two is shown as two, each with its own edits beside one for the other", () => {
    const written = { gpu: "RTX 5090", cuda: "12.4", torch: "2.5" };
    const found = conflict(written);
    expect(found.cores).toEqual([
      ["RTX 5090 (12.0)", 'cuda: "12.4"'],
      ["RTX 5090 (12.0)", 'torch.version: "2.5"'],
    ]);
    expect(found.edits).toEqual(expect.arrayContaining(["leave `cuda` out", newestTorch]));
    expect(found.alone).toEqual(['gpu: "RTX 4090" // another card, Ada Lovelace']);
    expect(found.resolved).not.toContain(false);
    const [cuda, torch] = errorsOf(ask(written));
    expect(cuda!.hint).toMatch(
      /^This is one of 2 conflicts, and each needs a change\.\nAny one of these resolves it, next to `torch: \{ version: "\S+" \}` for the other one:/,
    );
    expect(torch!.hint).toMatch(/next to `cuda: "13\.\d"` for the other one:/);
    expect(torch!.hint).toContain('Or one change for both conflicts:\n\n  gpu: "RTX 4090"');
  });

  it("of cards that nothing runs on is resolved by one list of the others", () => {
    const found = conflict({ gpu: ["Tesla K40", "Tesla K80", "RTX 4090"] });
    expect(found.cores).toEqual([["Tesla K40 (3.5)"], ["Tesla K80 (3.7)"]]);
    expect(found).toMatchObject({ edits: [], alone: ['gpu: "RTX 4090"', 'gpu: "none"'] });
    expect(found.resolved).not.toContain(false);
  });

  it("with pyproject.toml names the line there beside that of the config", () => {
    const [diagnostic] = errorsOf(ask({ gpu: "RTX 5090" }, { statements: [byHand("torch", "==2.5.1", 21)] }));
    expect(diagnostic!.related!.map(({ text, configPath, place }) => [text, configPath ?? place])).toEqual([
      ["RTX 5090 (12.0)", ["gpu"]],
      ["torch==2.5.1", { file: "pyproject.toml", line: 21 }],
    ]);
  });

  it("about the driver names the drivers of a nixpkgs that is stated", () => {
    const nix = { nixpkgs: "26.05" };
    const gone = ask({ gpu: "GTX 1080", cuda: "12.6", nix, system: { driver: { branch: "production" } } });
    expect(errorsOf(gone)[0]).toMatchObject({ code: "NT312" });
    expect(JSON.stringify(relatedOf(errorsOf(gone)[0]))).toContain(
      "It has the known drivers production 595.71.05",
    );
  });

  it("blames no version that a person vouches for", () => {
    const written: WrittenConfig = { gpu: ["V100", "RTX 5090"], cuda: { unchecked: "12.4" } };
    expect(conflict(written).cores).toEqual([["RTX 5090 (12.0)", "V100 (7.0)"]]);
  });

  it("about the only card is resolved without it, and without what is said about a card", () => {
    const prime = { nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" };
    const written: WrittenConfig = {
      gpu: "Rubin (R-series)",
      cuda: { unchecked: "13.2" },
      system: { prime, powerManagement: { finegrained: true } },
    };
    const question = questionOf(written);
    const [found] = conflictsOf(question, demandOf(question).demand).conflicts;
    const edit = found!.edits.at(-1)!;
    expect(edit.text.split("\n")).toEqual([
      'gpu: "none"',
      "leave `cuda` out",
      "leave `system.prime` out",
      "leave `system.powerManagement.finegrained` out",
    ]);
    expect(edit.apply(question).config).toEqual(configOf({ gpu: "none", system: { powerManagement: {} } }));
  });

  it("about a card that nothing runs on leaves also a driver out that other machines were to have for it", () => {
    const written: WrittenConfig = {
      gpu: ["Tesla K80"],
      cuda: "12.9",
      nix: { systems: ["aarch64-linux"] },
      hosts: { attic: { driver: { branch: "production" } } },
    };
    const found = conflict(written);
    expect(found.cores).toEqual([["Tesla K80 (3.7)"]]);
    expect(found.edits).toEqual(['gpu: "none"\nleave `cuda` out\nleave `hosts.attic.driver.branch` out']);
    expect(found.resolved).toEqual([true]);
  });

  it("in many ways is resolved by one edit of no more than must give way", () => {
    const found = conflict({
      gpu: ["GTX 1080", "B300"],
      cuda: "12.4",
      torch: "2.5",
      project: { python: "3.14" },
      system: { gpu: "B300", driver: { open: false, branch: "legacy_470" } },
    });
    expect(found.cores.length).toBeGreaterThan(3);
    expect(found.edits).toEqual([]);
    expect(found.alone.length).toBeGreaterThan(0);
    expect(found.resolved).not.toContain(false);
    const [together] = found.alone;
    expect(together).toContain('gpu: "B300"');
    expect(together).not.toContain("project");
  });

  it("leaves the cards to a machine that lacks a driver for them: that is told by itself", () => {
    const written: WrittenConfig = {
      gpu: "B200",
      cuda: "12.4",
      torch: "2.5",
      system: { driver: { open: true } },
    };
    const question = questionOn(written, null, "24.05");
    const { alone } = conflictsOf(question, demandOf(question).demand);
    expect(alone[0]!.text).toMatch(/^cuda: "[\d.]+"\ntorch: \{ version: "[\d.]+" \}$/);
  });

  it("never proposes what rests on unsupported builds", () => {
    expect(conflict({ gpu: "GTX 1080", cuda: "13.0" }).edits.join()).not.toContain("12.9");
  });
});

describe("a choice of nixtorch.lock", () => {
  const locked = (torch: string, wheel: string, cuda: string | null = null) => ({
    locked: { torch, wheel, cuda, python: "3.12", nixpkgs: "26.05" },
  });
  const old = locked("2.5.1", "cu124", "12.4");
  const recent = locked("2.11.0", "cu130", "13.0");

  it("is not moved for a card that it does not run on: the conflict says what runs, and how to move", () => {
    const answer = ask({ gpu: "RTX 5090" }, old);
    expect(answer.resolution).toBeNull();
    const [error, ...others] = errorsOf(answer);
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: "NT333", configPath: ["gpu"] });
    expect(error!.detail).toBe(
      "nixtorch.lock has torch 2.5.1, which does not go with RTX 5090 (12.0).\n" +
        "Nothing in the config asks for another one, so it is not moved.",
    );
    expect(relatedOf(error)[1]).toEqual({
      text: "torch 2.5.1",
      at: "nixtorch.lock",
      facts: ["It has wheels for CUDA 11.8, 12.1 and 12.4."],
    });
    expect(error!.hint).toMatch(
      /^Any one of these resolves it:\n\n {2}nixtorch plan --upgrade {3}# torch 2\.5\.1 → /,
    );
    expect(error!.hint).toContain(`\n\n  ${newestTorch}\n\n  gpu: "RTX 4090" // another card`);
  });

  it("moves with an upgrade, and with a version that is stated", () => {
    expect(valuesOf(ask({ gpu: "RTX 5090" }, { ...old, upgrade: true })).torch).not.toBe("2.5.1");
    expect(valuesOf(ask({ gpu: "RTX 5090", torch: "2.9" }, old)).torch).toBe("2.9.1");
    expect(valuesOf(ask({ gpu: "RTX 5090", cuda: "12.8" }, old))).toMatchObject({
      torch: "2.11.0",
      wheel: "cu128",
    });
    const byPerson = { ...old, statements: [byHand("torch", ">=2.7")] };
    expect(errorsOf(ask({ gpu: "RTX 5090" }, byPerson))).toEqual([]);
  });

  it("follows a CUDA that is stated, with a word about the torch that must move", () => {
    const answer = ask({ gpu: "RTX 4090", cuda: "12.4" }, recent);
    expect(valuesOf(answer)).toMatchObject({ torch: "2.6.0", wheel: "cu124" });
    expect(codesOf(answer)).toContain("NT330");
  });

  it("follows a Python or a nixpkgs that is stated", () => {
    const python = ask({ gpu: "RTX 4090", project: { python: "3.14" } }, old);
    expect(errorsOf(python)).toEqual([]);
    expect(valuesOf(python).python).toBe("3.14");
    const nixpkgs = ask({ gpu: "RTX 4090", nix: { nixpkgs: "24.11" } }, recent);
    expect(errorsOf(nixpkgs)).toEqual([]);
    expect(valuesOf(nixpkgs)).toMatchObject({ torch: "2.11.0", wheel: "cu128" });
  });

  it("follows from CPU to a card and back", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090" }, locked("2.11.0", "cpu")))).toMatchObject({ torch: "2.11.0" });
    expect(valuesOf(ask({ gpu: "none" }, recent))).toMatchObject({ torch: "2.11.0", wheel: "cpu" });
  });

  it("is not moved for a machine with an older NixOS either, nor for requires-python", () => {
    const [machine] = errorsOf(ask({ gpu: "RTX 4090", hosts: { attic: { release: "25.05" } } }, recent));
    expect(machine!.detail).toContain(
      "wheel cu130, which does not go with RTX 4090 (8.9) and NixOS 25.05 on the host attic",
    );
    expect(machine!.hint).toContain('cuda: "12.8"');
    expect(JSON.stringify(machine!.related)).toContain("CUDA 13.0 needs driver 580");
    const statements = [byHand("requires-python", ">=3.9", 3)];
    const [python] = errorsOf(ask({ gpu: "RTX 4090" }, { ...recent, statements }));
    expect(python!.detail).toContain('torch 2.11.0, which does not go with requires-python = ">=3.9"');
  });

  it("that the catalog does not have is named as such", () => {
    const [error, ...others] = errorsOf(ask({ gpu: "RTX 4090" }, locked("2.99.0", "cu140", "14.0")));
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: "NT333", place: { file: "nixtorch.lock" } });
    expect(error!.detail).toContain("torch 2.99.0, which this nixtorch's catalog");
    expect(error!.hint).toContain("nixtorch plan --upgrade");
  });

  it("is no reason for an edit that would leave it impossible", () => {
    const [error] = errorsOf(ask({ gpu: "RTX 5090", cuda: "12.4" }, old));
    expect(error).toMatchObject({ code: "NT311" });
    expect(error!.hint).toContain('cuda: "12.8"');
    expect(error!.hint).not.toContain("leave `cuda` out");
  });

  it("of uv.lock alone was none of nixtorch's: it moves, with a warning", () => {
    const answer = ask({ gpu: "RTX 5090" }, { lockedTorch: "2.5.1" });
    expect(errorsOf(answer)).toEqual([]);
    expect(codesOf(answer)).toContain("NT330");
  });
});

describe("data-centre mode", () => {
  const hgx = (release: string) => ({ gpu: "A100", system: { release, datacenter: true } });

  it("is blamed itself where the release has no driver for it, and nobody wrote a branch", () => {
    const [error, ...others] = errorsOf(ask(hgx("24.11")));
    expect(others).toEqual([]);
    expect(error!.code).toBe("NT312");
    expect(error!.detail).not.toContain("branch");
    expect(error!.related!.map((one) => one.configPath?.join("."))).toEqual([
      "gpu",
      "system.datacenter",
      "system.release",
    ]);
    expect(JSON.stringify(error!.related)).toContain("NixOS 24.11 has no driver branch dc.");
    expect(error!.hint).toContain("leave `system.datacenter` out");
    expect(error!.hint).toContain('system: { release: "26.05" }');
    expect(error!.hint).not.toContain("branch");
  });

  it("is never told to take a driver without fabric manager", () => {
    const system = { release: "25.11", datacenter: true, driver: { branch: "dc_565" } };
    const [error] = errorsOf(ask({ gpu: "B300", system }));
    expect(error!.code).toBe("NT312");
    expect(error!.hint).not.toContain('"production"');
  });
});

describe("a card that is too new for every driver", () => {
  it.each(["26.05", "unstable"])("is said to be, with nixpkgs %s", (nixpkgs) => {
    const [error] = errorsOf(ask({ gpu: "Rubin (R-series)", nix: { nixpkgs } }));
    expect(JSON.stringify(error!.related)).toMatch(
      /No NixOS release in the catalog has driver 615\.0 or newer: the newest is \d+\.[\d.]+, in \S+\./,
    );
  });
});
