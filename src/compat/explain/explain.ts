import { hasErrors } from "../../model/diagnostic.js";
import type { Explanation, ExplanationSection, ExplanationStep } from "../../model/explanation.js";
import { resolutionOf } from "../choices/choices.js";
import type { Demand } from "../demand.js";
import { demandOf } from "../demand-of.js";
import { aboutCompanion, aboutGraphics, aboutNixpkgs, aboutPython } from "./base.js";
import { aboutArchList, aboutCompiler, aboutComponents, aboutToolkit } from "./builds.js";
import { aboutDriver } from "./driver.js";
import { aboutOpenModule } from "./module.js";
import type { ExplainKey } from "./names.js";
import { statementSteps } from "./statements.js";
import { aboutSystems, systemsSteps } from "./systems.js";
import { aboutTorch } from "./torch.js";
import { aboutCuda, aboutIndex, aboutWheel } from "./wheels.js";
import { configLine, section, valueText, type Particulars, type Subject } from "./words.js";
import { listing } from "../order.js";
import type { Question } from "../question.js";
import { bestStack } from "../stack/solve.js";
import { nameOf } from "../stack/wheels.js";

/** Why a part of the stack is what it is; `null`: no stack satisfies, and `resolve` says why. */
export function explainChoice(question: Question, key: ExplainKey): Explanation | null {
  const { demand, diagnostics } = demandOf(question);
  const stack = hasErrors(diagnostics) ? null : bestStack(demand);
  if (stack === null) return null;
  const subject: Subject = { demand, stack, resolution: resolutionOf(stack, demand) };
  const { sections, change } = particulars[key](subject);
  const isAbsent = demand.cpu && isOfCards(key);
  return {
    key,
    value: valueText(subject.resolution, key),
    catalogVersion: question.catalog.version,
    sections: [
      ...section("Why", reasonSteps(key, subject)),
      ...section("What is stated and leads to it", statedSteps(key, subject)),
      ...(isAbsent ? [] : sections),
      ...chain(key, subject),
    ],
    change: isAbsent ? `A card makes it a CUDA stack:\n\n${configLine('gpu: "RTX 4090"')}` : change,
  };
}

const particulars: Readonly<Record<ExplainKey, (subject: Subject) => Particulars>> = {
  torch: aboutTorch,
  wheel: aboutWheel,
  cuda: aboutCuda,
  index: aboutIndex,
  torchvision: aboutCompanion("torchvision"),
  torchaudio: aboutCompanion("torchaudio"),
  triton: aboutCompanion("triton"),
  python: aboutPython,
  nixpkgs: aboutNixpkgs,
  systems: aboutSystems,
  driver: aboutDriver,
  openKernelModule: aboutOpenModule,
  graphicsOption: aboutGraphics,
  toolkit: aboutToolkit,
  toolkitComponents: aboutComponents,
  hostCompiler: aboutCompiler,
  archList: aboutArchList,
};

function reasonSteps(key: ExplainKey, { demand, resolution }: Subject) {
  const choice = resolution[key];
  if (choice !== null) return [{ text: `${capitalized(choice.reason)}.`, rows: [] }];
  if (demand.cpu && isOfCards(key))
    return [
      {
        text: "No GPU is declared, so the wheel is the CPU one, and there is no CUDA, toolkit or driver.",
        rows: [],
      },
    ];
  if (isOfHost(key) && demand.hosts.length > 1)
    return [
      {
        text: "The declared machines differ in it; each is explained below. With --hostname NAME it is one.",
        rows: [],
      },
    ];
  return [];
}

function isOfHost(key: ExplainKey): boolean {
  return key === "driver" || key === "openKernelModule" || key === "graphicsOption";
}

function isOfCards(key: ExplainKey): boolean {
  return isOfHost(key) || ["cuda", "toolkit", "toolkitComponents", "hostCompiler", "archList"].includes(key);
}

const switches = { torchvision: "vision", torchaudio: "audio", triton: "triton" } as const;

/** Of a driver, the machine's own cards and statements are what counts: its section has them. */
function statedSteps(key: ExplainKey, subject: Subject): readonly ExplanationStep[] {
  const { demand, resolution } = subject;
  if (demand.cpu && isOfCards(key)) return [{ text: "No GPU.", configPath: ["gpu"], rows: [] }];
  // What the components follow from is said of the toolkit.
  if (isOfHost(key) || key === "toolkitComponents") return [];
  if (key === "archList") return [];
  if (key === "systems") return systemsSteps(demand);
  const value = valueText(resolution, key);
  if (key === "torchvision" || key === "torchaudio" || key === "triton") {
    const name = switches[key];
    return demand[name] ? [{ text: `torch.${name}: true.`, configPath: ["torch", name], rows: [] }] : [];
  }
  const given = withBasis(key, subject);
  return statementSteps(key, given, (stack) => valueText(resolutionOf(stack, given), key), value);
}

/** What the choice follows from is given: why that is so is explained there. */
function withBasis(key: ExplainKey, { demand, stack }: Subject): Demand {
  if (key === "torch" || key === "nixpkgs") return demand;
  const ofWheel = key === "toolkit" || key === "hostCompiler";
  const { release, torch } = stack;
  const variants = release.variants.filter((one) => !ofWheel || one.name === stack.variant?.name);
  const table = { ...demand.catalog.torch, releases: [{ ...release, patches: [torch], variants }] };
  return { ...demand, catalog: { ...demand.catalog, torch: table } };
}

/** What each follows from. */
const basis: Readonly<Record<ExplainKey, readonly (ExplainKey | "gpu")[]>> = {
  torch: ["gpu", "systems"],
  wheel: ["torch", "gpu", "systems"],
  cuda: ["wheel"],
  index: ["wheel"],
  torchvision: ["torch"],
  torchaudio: ["torch"],
  triton: ["torch"],
  python: ["torch", "nixpkgs"],
  nixpkgs: [],
  systems: ["gpu"],
  driver: ["gpu", "cuda", "nixpkgs"],
  openKernelModule: ["gpu", "driver"],
  graphicsOption: ["nixpkgs"],
  toolkit: ["cuda", "nixpkgs", "gpu"],
  toolkitComponents: ["toolkit"],
  hostCompiler: ["toolkit"],
  archList: ["gpu"],
};

function chain(key: ExplainKey, { demand, stack, resolution }: Subject): readonly ExplanationSection[] {
  const named = (one: ExplainKey | "gpu") => {
    if (one === "gpu")
      return demand.cpu
        ? "no GPU"
        : `the declared ${demand.cards.length === 1 ? "card" : "cards"} (${demand.cards.map(({ label }) => label).join(", ")})`;
    if (one === "wheel") return `wheel ${nameOf(stack)}`;
    const value = valueText(resolution, one);
    if (value === null) return null;
    return one === "toolkitComponents" ? one : `${one} ${value}`;
  };
  const names = (keys: readonly (ExplainKey | "gpu")[]) => keys.map(named).filter((name) => name !== null);
  const from = names(basis[key]);
  const to = names((Object.keys(basis) as ExplainKey[]).filter((one) => basis[one].includes(key)));
  return section("The chain", [
    ...(from.length === 0 ? [] : [{ text: `It follows from: ${listing(from)}.`, rows: [] }]),
    ...(to.length === 0 ? [] : [{ text: `It decides: ${listing(to)}.`, rows: [] }]),
  ]);
}

function capitalized(text: string): string {
  return /^(?:torch|cuda|driver|project|nix|nixpkgs|kept)\b\.?/.test(text) && !text.startsWith("kept")
    ? text
    : text[0]!.toUpperCase() + text.slice(1);
}
