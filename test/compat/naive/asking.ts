import { demandOf } from "../../../src/compat/demand-of.js";
import type { Question } from "../../../src/compat/question.js";
import { bestStack } from "../../../src/compat/stack/solve.js";
import type { Catalog } from "../../../src/compat/catalog-types.js";
import { hasErrors } from "../../../src/model/diagnostic.js";
import type { Config, SystemConfig } from "../../../src/model/config.js";
import { configOf, questionOf } from "../ask.js";
import type { NaiveMachine, NaiveQuestion } from "./question.js";
import type { Tables } from "./tables.js";

const base: Question = questionOf({});
const machine: SystemConfig = configOf({ system: {} }).system!;

/** The resolver's catalog with other tables. */
export function catalogOf(tables: Tables): Catalog {
  return { ...base.catalog, ...tables };
}

/** The same question as a normalised config. */
export function asked(question: NaiveQuestion, catalog: Catalog): Question {
  return { ...base, catalog, config: configFor(question) };
}

function configFor(question: NaiveQuestion): Config {
  const { config } = base;
  const machines = question.machines ?? [];
  return {
    ...config,
    project: { ...config.project, python: question.python },
    gpu: question.gpus.map((name) => ({ kind: "name", name })),
    cuda: question.cuda,
    torch: { ...config.torch, version: question.torch, vision: question.vision, audio: question.audio },
    nix: {
      ...config.nix,
      nixpkgs: { release: question.nixpkgs, url: null },
      systems: question.systems,
      python: question.pythonFrom,
    },
    system: machines.length === 1 ? machineFor(machines[0]!) : null,
    hosts:
      machines.length < 2
        ? {}
        : Object.fromEntries(machines.map((one, index) => [`host${index + 1}`, machineFor(one)])),
  };
}

function machineFor(asks: NaiveMachine): SystemConfig {
  return {
    ...machine,
    release: asks.release,
    gpu: asks.gpus === null ? null : asks.gpus.map((name) => ({ kind: "name", name })),
    driver: { branch: asks.branch, open: asks.open },
  };
}

/** The resolver's verdict without the texts of a conflict, which cost far more than the verdict. */
export function resolvable(question: NaiveQuestion, catalog: Catalog): boolean {
  const { demand, diagnostics } = demandOf(asked(question, catalog));
  return !hasErrors(diagnostics) && bestStack(demand) !== null;
}
