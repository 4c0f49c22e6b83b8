import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findToolkit, loadCatalog } from "../../src/compat/catalog.js";
import { compareDotted, majorOf, minorOf } from "../../src/compat/order.js";
import { demandOf } from "../../src/compat/demand-of.js";
import { isUnverified } from "../../src/compat/stack/preference.js";
import { resolve, type Question } from "../../src/compat/resolve.js";
import { bestStack } from "../../src/compat/stack/solve.js";
import type { WrittenConfig } from "../../src/config/written.js";
import { maybe, someCards, someStatements, someSystems } from "./arbitraries.js";
import { questionOn, valuesOf } from "./ask.js";

const catalog = loadCatalog();

const { releases } = catalog.torch;
const allOf = (values: readonly string[]) => [...new Set(values)];

/** Everything that the catalog has, plans and unsupported builds as well. */
const parts = fc.record({
  gpu: fc.uniqueArray(fc.constantFrom(...someCards), { minLength: 1, maxLength: 3 }),
  cuda: maybe(allOf(releases.flatMap((release) => release.variants.map((variant) => variant.cuda)))),
  torch: maybe(releases.flatMap((release) => [release.minor, ...release.patches])),
  python: maybe(allOf(releases.flatMap(({ python }) => [...python.stable, ...python.experimental]))),
  nixpkgs: maybe(catalog.nixpkgs.releases.map((row) => row.release)),
  systems: someSystems,
  release: maybe(["24.11", "25.05", "25.11", "26.05"]),
  open: maybe([true, false]),
  statements: someStatements,
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

const stackOf = (asked: Question) => bestStack(demandOf(asked).demand);

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

  // Only torch: a stated CUDA or Python is often newer than the default, which is not the newest there is. What is
  // known from plans only, or built without support, is there for those who ask, so it may be newer as well.
  it("never takes a newer verified torch because of one more constraint", () => {
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
        const free = stackOf(
          question({ ...given, [dropped]: dropped === "gpu" ? given.gpu.slice(0, 1) : undefined }),
        );
        const bound = stackOf(question(given));
        if (free === null || bound === null || isUnverified(bound)) return;
        if (!isUnverified(free)) expect(compareDotted(bound.torch, free.torch)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it("answers the same when all that it chose is stated", () => {
    fc.assert(
      fc.property(parts, (given) => {
        if (stackOf(question(given)) === null) return;
        const first = resolve(question(given));
        if (first.resolution === null) return;
        const { torch, cuda, python, nixpkgs } = valuesOf(first) as Record<string, string>;
        expect(valuesOf(resolve(question({ ...given, torch, cuda, python, nixpkgs })))).toEqual(
          valuesOf(first),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("keeps its own answer", () => {
    fc.assert(
      fc.property(parts, (given) => {
        if (stackOf(question(given)) === null) return;
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
        if (stackOf(question(given)) === null) return;
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
        // A Jetson's driver comes with its board.
        if (values["driver"] === null) return;
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
