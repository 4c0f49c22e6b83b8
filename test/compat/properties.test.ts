import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findToolkit, loadCatalog } from "../../src/compat/catalog.js";
import { clashOf } from "../../src/compat/clash.js";
import { conflictOf } from "../../src/compat/conflict.js";
import { demandOf } from "../../src/compat/demand-of.js";
import { compareDotted, majorOf, minorOf } from "../../src/compat/order.js";
import { resolve, type Question } from "../../src/compat/resolve.js";
import { bestStack } from "../../src/compat/solve.js";
import { without } from "../../src/compat/stated.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { byHand, questionOn, valuesOf } from "./ask.js";

const catalog = loadCatalog();

const cards = [
  "Tesla K80",
  "GTX 970",
  "GTX 1080",
  "V100",
  "T4",
  "A100",
  "RTX 3090",
  "RTX 4090",
  "H100",
  "B200",
  "B300",
  "RTX 5090",
  "GB10",
];
const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

/** Only what is verified: a plan or an unsupported build (12.9), asked for by name, may be newer than what is chosen. */
const parts = fc.record({
  gpu: fc.uniqueArray(fc.constantFrom(...cards), { minLength: 1, maxLength: 3 }),
  cuda: maybe(["11.8", "12.1", "12.4", "12.6", "12.8", "13.0", "13.2"]),
  torch: maybe(["2.1", "2.5", "2.6.0", "2.7", "2.9", "2.10", "2.11", "2.13", "2.14"]),
  python: maybe(["3.9", "3.11", "3.12", "3.13", "3.14"]),
  nixpkgs: maybe(["24.05", "25.05", "25.11", "26.05", "unstable"]),
  systems: maybe([["aarch64-linux"], ["x86_64-linux", "aarch64-linux"]]),
  release: maybe(["24.11", "25.05", "25.11", "26.05"]),
  open: maybe([true, false]),
  statements: fc.uniqueArray(
    fc.constantFrom(
      byHand("torch", ">=2.5", 5),
      byHand("torch", "<2.12", 6),
      byHand("torchvision", ">=0.20", 7),
      byHand("requires-python", ">=3.9", 3),
      byHand("requires-python", ">=3.11,<3.14", 4),
    ),
    { maxLength: 2 },
  ),
});

type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

function question(given: Partial<Parts>, more: Partial<Question> = {}): Question {
  const written: WrittenConfig = {
    gpu: given.gpu ?? ["RTX 3090"],
    cuda: given.cuda,
    torch: given.torch,
    project: { python: given.python },
    nix: { nixpkgs: given.nixpkgs, systems: given.systems },
    system: { release: given.release, driver: { open: given.open } },
  };
  return questionOn(written, null, null, { statements: given.statements ?? [], ...more });
}

const torchOf = (asked: Question) => resolve(asked).resolution?.torch.value ?? null;

describe("the resolver", () => {
  it("answers the same question the same way", () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(resolve(question(given))).toEqual(resolve(question(given)));
      }),
    );
  });

  it("does not care for the order of cards, systems and requirements", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const turned = {
          ...given,
          gpu: given.gpu.toReversed(),
          systems: given.systems?.toReversed(),
          statements: given.statements.toReversed(),
        };
        const [one, other] = [resolve(question(given)), resolve(question(turned))];
        expect(one.resolution === null).toBe(other.resolution === null);
        if (one.resolution !== null) expect(valuesOf(other)).toEqual(valuesOf(one));
      }),
    );
  });

  it("never takes a newer torch because of one more constraint", () => {
    const key = fc.constantFrom(
      "gpu",
      "cuda",
      "torch",
      "python",
      "nixpkgs",
      "systems",
      "release",
      "open",
      "statements",
    );
    fc.assert(
      fc.property(parts, key, (given, dropped) => {
        const free = torchOf(
          question({ ...given, [dropped]: dropped === "gpu" ? given.gpu.slice(0, 1) : undefined }),
        );
        const bound = torchOf(question(given));
        if (free !== null && bound !== null) expect(compareDotted(bound, free)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps its own answer", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const first = resolve(question(given));
        if (first.resolution === null) return;
        const again = resolve(question(given, { locked: valuesOf(first) }));
        expect(valuesOf(again)).toEqual(valuesOf(first));
      }),
    );
  });

  it("answers with versions that belong together", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const answer = resolve(question(given));
        if (answer.resolution === null) return;
        const values = valuesOf(answer) as Record<string, string>;
        const release = catalog.torch.releases.find((one) => one.minor === minorOf(values["torch"]!))!;
        const variant = release.variants.find((one) => one.name === values["wheel"])!;
        expect(variant.cuda).toBe(values["cuda"]);
        expect([...release.python.stable, ...release.python.experimental]).toContain(values["python"]);
        const nixpkgs = catalog.nixpkgs.releases.find((one) => one.release === values["nixpkgs"])!;
        const scope = nixpkgs.cuda.scopes.find((one) => one.attribute === values["toolkit"])!;
        expect(majorOf(scope.version)).toBe(majorOf(variant.cuda));
        const toolkit = findToolkit(catalog, scope.version)!;
        expect(values["hostCompiler"]).toBe(`gcc${toolkit.hostCompiler!.gcc.max}`);
        const host = catalog.nixpkgs.releases.find(
          (one) => one.release === (given.release ?? nixpkgs.release),
        )!;
        const driver = host.drivers.attributes.find((one) => one.name === values["driver"])!;
        const floor = findToolkit(catalog, variant.cuda)!.minDriver.minorCompatibility;
        expect(compareDotted(driver.version!, floor)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a clash", () => {
  const impossible = parts.filter((given) => bestStack(demandOf(question(given)).demand) === null);

  it("proposes only what resolves", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const asked = question(given);
        const { edits } = conflictOf(asked, demandOf(asked).demand);
        expect(edits.length).toBeGreaterThan(0);
        for (const edit of edits) expect(torchOf(edit.apply(asked)), edit.text).not.toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it("blames a smallest set: without any one of its statements the rest of it goes together", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { demand } = demandOf(question(given));
        const { cores } = clashOf(demand);
        const [core] = cores;
        expect(core!.length).toBeGreaterThan(0);
        for (const stated of core!) expect(clashOf(without(demand, stated)).cores).not.toContainEqual(core);
      }),
      { numRuns: 60 },
    );
  });

  it("is told with places, facts and a way out", () => {
    fc.assert(
      fc.property(impossible, (given) => {
        const { resolution, diagnostics } = resolve(question(given));
        const errors = diagnostics.filter((one) => one.severity === "error");
        expect(resolution).toBeNull();
        expect(errors.length).toBeGreaterThan(0);
        for (const one of errors) {
          expect(one.configPath ?? one.place).toBeDefined();
          expect(one.detail).not.toMatch(/undefined|null|NaN/);
          expect(one.hint).toMatch(/resolves it:\n\n {2}\S/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("speed", () => {
  it("is milliseconds, also where nothing fits", () => {
    const asked = [
      question({ gpu: ["GTX 1080", "RTX 4090"] }),
      question({ gpu: ["RTX 5090"], cuda: "12.4" }),
    ];
    const timed = asked.map((one) => {
      resolve(one);
      const start = performance.now();
      for (let run = 0; run < 20; run++) resolve(one);
      return (performance.now() - start) / 20;
    });
    expect(timed[0]).toBeLessThan(5);
    expect(timed[1]).toBeLessThan(25);
  });
});
