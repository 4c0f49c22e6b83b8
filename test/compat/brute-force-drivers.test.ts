import { describe, expect, it } from "vitest";
import { resolve } from "../../src/compat/resolve.js";
import { hasErrors } from "../../src/model/diagnostic.js";
import { asked } from "./naive/asking.js";
import { catalog, checker, compare, orNone, space } from "./naive/compare.js";
import { anyMachine, blank, type NaiveMachine, type NaiveQuestion } from "./naive/question.js";
import { systems } from "./naive/space.js";

const { cudas, nixpkgs: releases, branches, kinds } = space;

describe("by brute force, the resolver and a naive checker agree on the driver", () => {
  it("of a machine with every kind of card × branch × kernel module × CUDA × nixpkgs", () => {
    const names = [...orNone(branches), "no_such_branch"];
    const { asked: count } = compare(function* () {
      for (const gpu of kinds)
        for (const cuda of orNone(cudas))
          for (const nixpkgs of releases)
            for (const branch of names)
              for (const open of [null, true, false]) {
                const machines = [{ ...anyMachine, branch, open }];
                yield { ...blank, gpus: [gpu], cuda, nixpkgs, machines };
              }
    });
    expect(count).toBe(kinds.length * (cudas.length + 1) * releases.length * names.length * 3);
  });

  it("of a machine of another release than the project's", () => {
    const { asked: count } = compare(function* () {
      for (const gpu of kinds)
        for (const cuda of orNone(cudas))
          for (const nixpkgs of orNone(releases))
            for (const release of releases)
              for (const open of [null, true, false]) {
                const machines = [{ ...anyMachine, release, open }];
                yield { ...blank, gpus: [gpu], cuda, nixpkgs, machines };
              }
    });
    expect(count).toBe(kinds.length * (cudas.length + 1) * (releases.length + 1) * releases.length * 3);
  });

  it("of every two cards in one machine, and in two", () => {
    const { asked: count } = compare(function* () {
      for (const [index, one] of kinds.entries())
        for (const other of kinds.slice(index + 1)) {
          const apart: NaiveMachine[] = [one, other].map((gpu) => ({ ...anyMachine, gpus: [gpu] }));
          for (const cuda of orNone(cudas))
            for (const machines of [null, apart]) {
              const two = { ...blank, gpus: [one, other], cuda, machines };
              for (const system of systems) yield { ...two, systems: system };
              for (const nixpkgs of releases) yield { ...two, nixpkgs };
            }
        }
    });
    const pairs = (kinds.length * (kinds.length - 1)) / 2;
    expect(count).toBe(pairs * (cudas.length + 1) * 2 * (systems.length + releases.length));
  });

  it("of the machine that is planned for, whatever release was found on it", () => {
    const differ: string[] = [];
    let fits = 0;
    let misfits = 0;
    for (const gpu of kinds)
      for (const branch of orNone(branches)) {
        const machine = { ...anyMachine, branch };
        const question: NaiveQuestion = {
          ...blank,
          gpus: [gpu],
          machines: [machine],
        };
        const shared = resolve(asked(question, catalog)).resolution;
        if (shared === null) continue;
        for (const found of releases) {
          const host = { release: found, gpu: null, driver: { branch, open: null } };
          const { diagnostics } = resolve({ ...asked(question, catalog), host });
          const expected = checker.driven([gpu], String(shared.cuda!.value), { ...machine, release: found });
          if (expected) fits++;
          else misfits++;
          if (hasErrors(diagnostics) === expected) differ.push(`${gpu}, ${found}, ${branch}: ${expected}`);
        }
      }
    expect(differ).toEqual([]);
    expect(fits).toBeGreaterThan(100);
    expect(misfits).toBeGreaterThan(100);
  });
});
