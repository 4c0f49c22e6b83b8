import type { Capability, Gpu } from "../../../src/compat/catalog-types.js";

/** A config as far as it decides whether a stack exists; `null`: left out. */
export interface NaiveQuestion {
  /** Names of cards; empty: CPU only. */
  gpus: readonly string[];
  cuda: string | null;
  /** "2.11" or "2.11.0" */
  torch: string | null;
  python: string | null;
  nixpkgs: string | null;
  systems: readonly string[] | null;
  vision: boolean;
  audio: boolean;
  pythonFrom: "nixpkgs" | "uv";
  /** `null`: no machine is declared; the driver is that of one machine with all cards. */
  machines: readonly NaiveMachine[] | null;
}

/** A NixOS machine; `null`: left out. */
export interface NaiveMachine {
  release: string | null;
  /** `null`: all cards of the question. */
  gpus: readonly string[] | null;
  branch: string | null;
  open: boolean | null;
}

/** A card with its capability's row. */
export interface NaiveCard {
  gpu: Gpu;
  capability: Capability;
}

/** A wheel with CUDA, and the cards that it runs on only by code which the driver compiles. */
export interface NaiveWheel {
  cuda: string;
  compiledFor: readonly NaiveCard[];
}

/** Nothing is stated. */
export const blank: NaiveQuestion = {
  gpus: [],
  cuda: null,
  torch: null,
  python: null,
  nixpkgs: null,
  systems: null,
  vision: false,
  audio: false,
  pythonFrom: "nixpkgs",
  machines: null,
};

/** A machine of which nothing is stated. */
export const anyMachine: NaiveMachine = { release: null, gpus: null, branch: null, open: null };
