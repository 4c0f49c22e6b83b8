import { describe, expect, it } from "vitest";
import type { WrittenConfig } from "../../src/config/written.js";
import { loadCatalog } from "../../src/compat/catalog.js";
import { findGpu } from "../../src/compat/cards/gpu-names.js";
import { perHostKeys } from "../../src/model/resolution.js";
import { facts, type Fact } from "./machines/facts.js";
import { impossible, possible, teams, themes } from "./machines/index.js";
import type { Possible } from "./machines/machine.js";
import { ask, askOn, codesOf, configOf, errorsOf, valuesOf } from "./ask.js";

const catalog = loadCatalog();
const all = [...possible, ...teams, ...impossible];

/** What a machine has that is nothing special. */
const usual = { torchvision: null, torchaudio: null, triton: null };

function checkStack(values: ReturnType<typeof valuesOf>, stack: Partial<Possible["stack"]>) {
  const expected = { ...usual, index: `https://download.pytorch.org/whl/${stack.wheel}`, ...stack };
  const keys = Object.keys(expected) as (keyof typeof values)[];
  expect(Object.fromEntries(keys.map((key) => [key, values[key]]))).toEqual(expected);
}

describe.each(Object.entries(themes))("the stack of %s", (_, machines) => {
  it.each(machines)("$name", ({ config, statements, stack, warnings }) => {
    const answer = ask(config, { statements: statements ?? [] });
    checkStack(valuesOf(answer), stack);
    expect(codesOf(answer)).toEqual(warnings ?? []);
  });
});

describe("the stack of several machines", () => {
  it.each(teams)("$name", ({ config, stack, hosts, warnings }) => {
    const answer = ask(config);
    checkStack(valuesOf(answer), stack);
    expect(codesOf(answer)).toEqual(warnings ?? []);
    for (const [host, expected] of Object.entries(hosts)) {
      const values = valuesOf(askOn(config, host === "system" ? null : host, null));
      checkStack(values, stack);
      expect(Object.fromEntries(perHostKeys.map((key) => [key, values[key]])), host).toEqual(expected);
    }
  });
});

describe("a machine that cannot be", () => {
  it.each(impossible)("$name", ({ config, statements, code, clash }) => {
    const answer = ask(config, { statements: statements ?? [] });
    expect(answer.resolution).toBeNull();
    const errors = errorsOf(answer);
    expect(errors.map((error) => error.code)).toEqual([code]);
    // A default that clashes, such as the newest nixpkgs, has no place.
    const places = (errors[0]!.related ?? [errors[0]!]).flatMap(
      ({ configPath, place }) => configPath?.join(".") ?? (place ? `${place.file}:${place.line}` : []),
    );
    expect(places.toSorted()).toEqual(clash);
  });
});

describe("the table of machines", () => {
  const capabilitiesOf = ({ config }: { config: WrittenConfig }) =>
    configOf(config).gpu.flatMap((card) => {
      if (card.kind === "capability") return [card.computeCapability];
      const match = findGpu(card.name, catalog.gpus.gpus);
      return match.kind === "found" ? [match.gpus[0].capability] : [];
    });

  it("has at least sixty, under names of their own", () => {
    expect(possible.length + teams.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map((one) => one.name)).size).toBe(all.length);
  });

  it("has a card of every compute capability that a product has", () => {
    const covered = new Set(all.flatMap(capabilitiesOf));
    const missing = catalog.gpus.gpus.filter((gpu) => !covered.has(gpu.capability));
    expect(missing.map((gpu) => `${gpu.name} (${gpu.capability})`)).toEqual([]);
  });

  it("has every nixpkgs release", () => {
    const covered = new Set(possible.map((one) => one.stack.nixpkgs));
    expect(catalog.nixpkgs.releases.map((one) => one.release).filter((one) => !covered.has(one))).toEqual([]);
  });

  it("has every driver branch that is chosen unasked", () => {
    const last = catalog.gpus.capabilities.flatMap((one) => one.lastDriverBranch ?? []);
    const silent = ["production", ...new Set(last.map((branch) => `legacy_${branch}`))];
    const unasked = possible.filter(({ config }) => config.system?.driver?.branch === undefined);
    expect(unasked.map((one) => one.stack.driver)).toEqual(expect.arrayContaining(silent));
  });

  it("has every wheel variant that a torch supports", () => {
    const covered = new Set(possible.map((one) => one.stack.wheel));
    const supported = catalog.torch.releases
      .flatMap((release) => release.variants)
      .filter((variant) => variant.status === "stable");
    expect(supported.map((one) => one.name).filter((one) => !covered.has(one))).toEqual([]);
  });

  it("names sources that the catalog has", () => {
    for (const keys of Object.values(facts)) {
      for (const key of keys) {
        const [file, source] = key.split("/") as [keyof typeof catalog, string];
        expect((catalog[file] as { sources: object }).sources, key).toHaveProperty([source]);
      }
    }
    const used = new Set<Fact>(all.flatMap((one) => one.from));
    expect(Object.keys(facts).filter((fact) => !used.has(fact as Fact))).toEqual([]);
    for (const { name, from } of all) expect(from.length, name).toBeGreaterThan(0);
  });
});

describe("the stack of a common machine", () => {
  it("draws no warning on machines that are nothing special", () => {
    for (const gpu of ["RTX 2080 Ti", "RTX 3090", "RTX 4090", "H100", "RTX 5090", "GTX 1080", "none"]) {
      expect(codesOf(ask({ gpu }))).toEqual([]);
    }
  });

  it("says of every choice why, in one sentence, and where that is from", () => {
    const { resolution } = ask({
      gpu: ["GTX 1080", "RTX 4090"],
      torch: { vision: true, audio: true, triton: true },
    });
    for (const [key, choice] of Object.entries(resolution!)) {
      expect(choice?.reason, key).toMatch(/^\S.{8,180}[^.\s]$/);
      expect(choice?.sources.length, key).toBeGreaterThan(0);
    }
  });

  it("takes the newest components that the toolkit has: twelve, and the headers that CUDA 13 split off", () => {
    const components = (written: WrittenConfig) => valuesOf(ask(written)).toolkitComponents as string[];
    expect(components({ gpu: "GTX 1080" })).toHaveLength(12);
    expect(components({ gpu: "RTX 5090" })).toEqual([...components({ gpu: "GTX 1080" }), "cuda_crt"]);
  });

  it("takes wheels from a mirror below its base URL", () => {
    const torch = { index: "https://mirror.example/pytorch/whl" };
    expect(valuesOf(ask({ gpu: "GTX 1080", torch })).index).toBe("https://mirror.example/pytorch/whl/cu126");
    expect(valuesOf(ask({ gpu: "GTX 1080" })).index).toBe("https://download.pytorch.org/whl/cu126");
  });
});
