import { describe, expect, it } from "vitest";
import { demandOf } from "../../../src/compat/demand-of.js";
import { explainChoice } from "../../../src/compat/explain/explain.js";
import { choiceLike, choiceNamed, explainable, type ExplainKey } from "../../../src/compat/explain/names.js";
import { whyNot } from "../../../src/compat/explain/why-not.js";
import { resolve, type Question } from "../../../src/compat/resolve.js";
import { bestStack } from "../../../src/compat/stack/solve.js";
import { isUnverified } from "../../../src/compat/stack/wheels.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import type { Explanation, ExplanationStep } from "../../../src/model/explanation.js";
import { byHand, questionOf, valuesOf } from "../ask.js";

function explain(key: ExplainKey, written: WrittenConfig, more: Partial<Question> = {}): Explanation {
  const explanation = explainChoice(questionOf(written, more), key);
  if (explanation === null) throw new Error("there is no stack");
  return explanation;
}

function stepsOf({ sections }: Explanation, title: RegExp): readonly ExplanationStep[] {
  const found = sections.filter((section) => title.test(section.title));
  if (found.length === 0)
    throw new Error(`no section ${title} among ${sections.map((one) => one.title).join()}`);
  return found.flatMap(({ steps }) => steps);
}

function marked({ sections }: Explanation, verdict: ExplanationStep["verdict"]): string[] {
  return sections.flatMap(({ steps }) =>
    steps.filter((step) => step.verdict === verdict).map(({ text }) => text),
  );
}

const pascal: WrittenConfig = { gpu: "GTX 1080 Ti" };

describe("what to write for the driver that is chosen", () => {
  it("is its own branch, on the machine that has it", () => {
    expect(explain("driver", pascal).change).toContain('system: { driver: { branch: "legacy_580" } }');
    expect(explain("driver", { gpu: "RTX 4090" }).change).toContain(
      'system: { driver: { branch: "production" } }',
    );
    const hosts = { attic: { gpu: "GTX 1080 Ti" } };
    expect(explain("driver", { ...pascal, hosts }).change).toContain(
      'hosts: { attic: { driver: { branch: "legacy_580" } } }',
    );
  });

  it("is nothing for a board, which brings its own", () => {
    const board = explain("driver", { gpu: "Jetson AGX Orin", nix: { systems: ["aarch64-linux"] } });
    expect(board.change).not.toContain("branch:");
  });
});

describe("a GTX 1080 Ti", () => {
  it("gets cu126 because only it holds code that the card runs", () => {
    const wheel = explain("wheel", pascal);
    expect(wheel.value).toBe("cu126");
    expect(stepsOf(wheel, /How the cards run it/).map(({ text }) => text)).toContain(
      "GTX 1080 Ti (6.1) runs the code for 6.0, of the same major.",
    );
    const out = marked(wheel, "out");
    expect(out.find((text) => text.startsWith("cu130"))).toMatch(/no code that runs on GTX 1080 Ti \(6\.1\)/);
    expect(stepsOf(wheel, /stated/)[0]).toMatchObject({
      text: expect.stringMatching(/^GTX 1080 Ti \(6\.1\)\. Without it there would be wheel cu1[34]/),
      configPath: ["gpu"],
    });
  });

  it("gets legacy_580 because later drivers have dropped it", () => {
    const driver = explain("driver", pascal);
    expect(driver.value).toBe("legacy_580");
    expect(stepsOf(driver, /What it must do/)[0]!.text).toBe(
      "GTX 1080 Ti (6.1), Pascal: branch 580 is the last that drives it.",
    );
    expect(marked(driver, "out")[0]).toMatch(/^production .*: no longer drives GTX 1080 Ti/);
    expect(marked(driver, "chosen")[0]).toMatch(/^legacy_580 580\..*: the first that fits\.$/);
    expect(stepsOf(explain("openKernelModule", pascal), /What the cards need/)[0]!.text).toMatch(
      /only the proprietary kernel module drives it/,
    );
  });

  it("gets an older torch than others, and hears why each newer one is out", () => {
    const torch = explain("torch", pascal);
    const newest = explain("torch", { gpu: "RTX 4090" });
    expect(torch.value).not.toBe(newest.value);
    expect(marked(torch, "out").join()).toContain(`torch ${newest.value}`);
    expect(marked(torch, "out").join()).toMatch(/cu126: no longer built/);
  });
});

describe("an explanation", () => {
  it("has for every part the value of the resolution, and cites rows with sources and confidence", () => {
    const written: WrittenConfig = { gpu: "RTX 4090", torch: { vision: true, audio: true, triton: true } };
    const values = valuesOf(resolve(questionOf(written)));
    for (const key of explainable) {
      const explanation = explain(key, written);
      const value: unknown = values[key];
      const text = Array.isArray(value) ? value.join(", ") : value === true ? "yes" : value;
      expect([key, explanation.value]).toEqual([key, text]);
      const rows = explanation.sections.flatMap(({ steps }) => steps.flatMap((step) => step.rows));
      expect([key, rows.length > 0, explanation.change !== null]).toEqual([key, true, true]);
      expect(rows.filter(({ sources }) => sources.length === 0)).toEqual([]);
    }
  });

  it("says what a statement changes, and where it stands", () => {
    const torch = explain("torch", { gpu: "RTX 4090" }, { statements: [byHand("torch", "<2.13")] });
    expect(stepsOf(torch, /stated/)).toEqual([
      {
        text: expect.stringMatching(
          /^torch<2\.13 in pyproject\.toml:7\. Without it there would be torch 2\.1/,
        ),
        place: { file: "pyproject.toml", line: 7 },
        rows: [],
      },
    ]);
    expect(marked(torch, "out")[0]).toMatch(/torch<2\.13 in pyproject\.toml:7 does not admit it/);
  });

  it("says so when nothing that is stated matters", () => {
    expect(stepsOf(explain("python", pascal), /stated/)[0]!.text).toMatch(/^Nothing: it would be the same/);
  });

  it("tells of the lock, and what a new choice would be", () => {
    const torch = explain("torch", { gpu: "RTX 4090" }, { lockedTorch: "2.11.0" });
    expect(torch.value).toBe("2.11.0");
    expect(stepsOf(torch, /stated/)[0]).toMatchObject({
      text: expect.stringMatching(/^uv\.lock has it, and it still fits\. Chosen anew, with --upgrade/),
      place: { file: "uv.lock" },
    });
    expect(marked(torch, "fits")[0]).toMatch(/would do, but uv\.lock has 2\.11\.0/);
  });

  it("does not pass off as read what somebody vouches for", () => {
    const wheel = explain("wheel", { gpu: "RTX 4090", cuda: { unchecked: "13.6" } });
    expect(wheel.value).toBe("cu136");
    expect(stepsOf(wheel, /stated/)[0]).toMatchObject({
      text: "CUDA 13.6 is taken at your word (unchecked).",
      configPath: ["cuda"],
    });
    expect(stepsOf(wheel, /How the cards run it/)[0]!.text).toMatch(/^Nobody read which code cu136 holds/);
    expect(marked(wheel, "chosen")).toEqual(["cu136: taken at your word."]);
    const torch = explain("torch", { gpu: "RTX 4090", torch: { version: { unchecked: "2.19" } } });
    expect(marked(torch, "chosen")[0]).toMatch(/taken at your word/);
  });

  it("explains each machine where they differ", () => {
    const driver = explain("driver", {
      gpu: ["RTX 5090", "V100"],
      torch: "2.9",
      cuda: "12.8",
      hosts: { tower: { gpu: "RTX 5090" }, attic: { gpu: "V100" } },
    });
    expect(driver.value).toBeNull();
    expect(stepsOf(driver, /^Why/)[0]!.text).toMatch(/The declared machines differ/);
    expect(marked(driver, "chosen").map((text) => text.split(" ")[0])).toEqual(["production", "legacy_580"]);
  });

  it("does not speak of drivers without a GPU", () => {
    const driver = explain("driver", { gpu: "none" });
    expect([driver.value, driver.sections.map(({ title }) => title)]).toEqual([
      null,
      ["Why", "What is stated and leads to it", "The chain"],
    ]);
  });

  it("is none where nothing fits: that is a conflict", () => {
    const question = questionOf({ gpu: ["RTX 5090", "V100"] });
    for (const key of explainable) expect(explainChoice(question, key)).toBeNull();
    expect(resolve(question).resolution).toBeNull();
  });
});

describe("the reasons against wheels", () => {
  const configs: readonly { name: string; written: WrittenConfig; more?: Partial<Question> }[] = [
    { name: "Kepler", written: { gpu: "K80", nix: { nixpkgs: "25.05" } } },
    { name: "Pascal", written: pascal },
    { name: "Volta and Ada", written: { gpu: ["V100", "RTX 4090"] } },
    { name: "Blackwell", written: { gpu: "RTX 5090", torch: { vision: true } } },
    { name: "GB10", written: { gpu: "GB10", nix: { systems: ["aarch64-linux"] } } },
    { name: "both systems", written: { gpu: "H100", nix: { systems: ["x86_64-linux", "aarch64-linux"] } } },
    {
      name: "an old Python",
      written: { gpu: "RTX 3090", project: { python: "3.10" }, nix: { python: "uv", nixpkgs: "25.05" } },
    },
    { name: "an old driver", written: { gpu: "RTX 4090", hosts: { lab: { release: "24.11" } } } },
    {
      name: "a statement",
      written: { gpu: "RTX 4090" },
      more: { statements: [byHand("requires-python", ">=3.9")] },
    },
    { name: "no card", written: { gpu: "none" } },
  ];

  it.each(configs)("agree with the resolver on every wheel: $name", ({ written, more }) => {
    const question = questionOf(written, more);
    const { demand } = demandOf(question);
    const stack = bestStack(demand);
    if (stack === null) throw new Error("the example must have a stack");
    let compared = 0;
    for (const release of demand.catalog.torch.releases) {
      for (const torch of release.patches) {
        const companions = release.companions.rows.find((row) => row.torch === torch) ?? null;
        for (const variant of demand.cpu ? [null] : release.variants) {
          const wheel = { release, torch, companions, variant };
          // Asked for by name these may be taken, and here nobody asks.
          if (isUnverified(wheel)) continue;
          const asked = { ...demand, torch, cuda: variant?.cuda ?? null, nixpkgs: stack.nixpkgs.release };
          const found = bestStack(asked);
          const objection = whyNot(wheel, demand, stack);
          const name = `${torch} ${variant?.name}: ${objection?.text}`;
          expect([name, objection === null]).toEqual([name, found !== null && found.variant === variant]);
          expect(objection?.text).not.toBe("does not go with everything that is declared");
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});

describe("the systems", () => {
  it("follow from the cards that sit in machines of one kind", () => {
    const systems = explain("systems", { gpu: ["RTX 2080", "GB10"] });
    expect(systems.value).toBe("x86_64-linux, aarch64-linux");
    expect(stepsOf(systems, /stated/)).toMatchObject([
      { text: "GB10, which sits in aarch64-linux machines only.", configPath: ["gpu", 1] },
    ]);
    expect(stepsOf(systems, /known/).map(({ text }) => text)).toEqual([
      "torch 2.15.0 has cu132 wheels for x86_64-linux.",
      "torch 2.15.0 has cu132 wheels for aarch64-linux.",
    ]);
    const cards = stepsOf(explain("wheel", { gpu: ["RTX 2080", "GB10"] }), /./).map(({ text }) => text);
    expect(cards.filter((text) => text.startsWith("RTX 2080 (7.5) runs"))).toHaveLength(1);
  });

  it("are stated, else the usual ones", () => {
    const stated = explain("systems", { gpu: "none", nix: { systems: ["aarch64-linux"] } });
    expect(stepsOf(stated, /stated/)).toMatchObject([
      { text: "nix.systems: aarch64-linux.", configPath: ["nix", "systems"] },
    ]);
    const usual = explain("systems", { gpu: "RTX 4090" });
    expect(stepsOf(usual, /Why/)[0]!.text).toMatch(/^The usual kind of machine/);
    expect(usual.change).toContain('nix: { systems: ["x86_64-linux", "aarch64-linux"] }');
  });
});

describe("names of choices", () => {
  it.each([
    ["torch", "torch"],
    ["PyTorch", "torch"],
    ["vision", "torchvision"],
    ["host-compiler", "hostCompiler"],
    ["hostCompiler", "hostCompiler"],
    ["gcc", "hostCompiler"],
    ["open-module", "openKernelModule"],
    ["arch", "archList"],
    ["system", "systems"],
    ["graphics-option", "graphicsOption"],
    ["toolkit-components", "toolkitComponents"],
  ])("%s is %s", (word, key) => expect(choiceNamed(word)).toBe(key));

  it("guesses at slips, and only at those", () => {
    expect([choiceNamed("torhc"), choiceLike("torhc"), choiceLike("xyz")]).toEqual([null, "torch", null]);
  });
});
