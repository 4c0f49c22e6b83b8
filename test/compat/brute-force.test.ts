import { describe, expect, it } from "vitest";
import { demandOf } from "../../src/compat/demand-of.js";
import { asked } from "./naive/asking.js";
import { catalog, compare, orNone, space } from "./naive/compare.js";
import { blank } from "./naive/question.js";
import { systems } from "./naive/space.js";

const { cudas, patches, minors, pythons, nixpkgs: releases, gpus, kinds } = space;

const cardsOf = (gpu: string | null): readonly string[] => (gpu === null ? [] : [gpu]);

describe("by brute force, the resolver and a naive checker agree", () => {
  it("on every kind of card × CUDA × torch × Python × nixpkgs", () => {
    const { asked: count } = compare(function* () {
      for (const gpu of orNone(kinds))
        for (const cuda of gpu === null ? [null] : cudas)
          for (const torch of patches)
            for (const python of pythons)
              for (const nixpkgs of releases)
                yield { ...blank, gpus: cardsOf(gpu), cuda, torch, python, nixpkgs };
    });
    expect(count).toBe((kinds.length * cudas.length + 1) * patches.length * pythons.length * releases.length);
  });

  it("and cards of one kind are one card to the resolver, but for their names", () => {
    const seen = (gpu: string) =>
      JSON.stringify(
        demandOf(asked({ ...blank, gpus: [gpu] }, catalog)).demand.cards.map(
          ({ id, label, gpu: row, others, sources, ...card }) => {
            void [id, label, sources];
            return { ...card, others: others.length, kind: space.kindOf.get(row!.name) };
          },
        ),
      );
    expect(gpus.length).toBeGreaterThan(200);
    for (const gpu of gpus) expect(seen(gpu), gpu).toBe(seen(space.kindOf.get(gpu)!));
  });

  it("on every GPU by its name, with each pair of keys stated and the others left out", () => {
    const { asked: count } = compare(function* () {
      for (const name of gpus) {
        const gpu = { ...blank, gpus: [name] };
        yield gpu;
        for (const cuda of cudas) {
          for (const torch of patches) yield { ...gpu, cuda, torch };
          for (const python of pythons) yield { ...gpu, cuda, python };
          for (const nixpkgs of releases) yield { ...gpu, cuda, nixpkgs };
        }
        for (const torch of patches) {
          for (const python of pythons) yield { ...gpu, torch, python };
          for (const nixpkgs of releases) yield { ...gpu, torch, nixpkgs };
        }
        for (const python of pythons) for (const nixpkgs of releases) yield { ...gpu, python, nixpkgs };
      }
    });
    const [c, t, p, n] = [cudas.length, patches.length, pythons.length, releases.length];
    expect(count).toBe(gpus.length * (1 + c * (t + p + n) + t * (p + n) + p * n));
  });

  it("on every kind of card with any keys left out", () => {
    const { asked: count } = compare(function* () {
      for (const gpu of orNone(kinds))
        for (const cuda of orNone(gpu === null ? [] : cudas))
          for (const torch of orNone(patches))
            for (const python of orNone(pythons))
              for (const nixpkgs of orNone(releases)) {
                const stated = [cuda, torch, python, nixpkgs].filter((value) => value !== null);
                if (stated.length < 4) yield { ...blank, gpus: cardsOf(gpu), cuda, torch, python, nixpkgs };
              }
    });
    const all = [patches, pythons, releases].map((values) => values.length + 1).reduce((a, b) => a * b);
    const stated = cudas.length * patches.length * pythons.length * releases.length;
    expect(count).toBe((kinds.length * (cudas.length + 1) + 1) * all - kinds.length * stated);
  });

  it("on every kind of card × CUDA × torch × nixpkgs on other systems", () => {
    const { asked: count } = compare(function* () {
      for (const gpu of orNone(kinds))
        for (const others of systems.slice(1))
          for (const cuda of orNone(gpu === null ? [] : cudas))
            for (const torch of orNone(patches))
              for (const nixpkgs of orNone(releases))
                yield { ...blank, gpus: cardsOf(gpu), systems: others, cuda, torch, nixpkgs };
    });
    const all = (patches.length + 1) * (releases.length + 1) * (systems.length - 1);
    expect(count).toBe((kinds.length * (cudas.length + 1) + 1) * all);
  });

  it("on torch by its minor", () => {
    compare(function* () {
      for (const gpu of orNone(kinds))
        for (const cuda of orNone(gpu === null ? [] : cudas))
          for (const torch of minors)
            for (const nixpkgs of orNone(releases))
              yield { ...blank, gpus: cardsOf(gpu), cuda, torch, nixpkgs };
    });
  });

  it("on companions, and on interpreters that uv brings", () => {
    compare(function* () {
      for (const vision of [true, false])
        for (const audio of [true, false])
          for (const pythonFrom of ["nixpkgs", "uv"] as const)
            for (const gpu of [null, ...kinds.slice(-3)])
              for (const torch of orNone(patches))
                for (const python of orNone(pythons))
                  for (const nixpkgs of orNone(releases))
                    yield { ...blank, gpus: cardsOf(gpu), vision, audio, pythonFrom, torch, python, nixpkgs };
    });
  });
});
