import { contains } from "../../lang/python/specifier.js";
import type { Choice, Resolution } from "../../model/resolution.js";
import { sourcesIn } from "../catalog.js";
import { cardText, wantsAudio, wantsVision, type Card, type Demand } from "../demand.js";
import { driverChoices } from "./driver-choices.js";
import { compareDotted, listing, majorOf } from "../order.js";
import { isVouchedFor } from "../stack/preference.js";
import type { Stack } from "../stack/solve.js";
import { nameOf } from "../stack/wheels.js";
import { systemsChoice } from "./systems-choice.js";
import { torchReason, wheelReason } from "./torch-reasons.js";

/** The stack as a resolution: every value with its reason and the sources that the reason rests on. */
export function resolutionOf(stack: Stack, demand: Demand): Resolution {
  return {
    torch: torchChoice(stack, demand),
    wheel: wheelChoice(stack, demand),
    index: indexChoice(stack, demand),
    torchvision: torchvisionChoice(stack, demand),
    torchaudio: torchaudioChoice(stack, demand),
    triton: tritonChoice(stack, demand),
    cuda: cudaChoice(stack, demand),
    ...toolkitChoices(stack, demand),
    python: pythonChoice(stack, demand),
    nixpkgs: nixpkgsChoice(stack, demand),
    systems: systemsChoice(stack, demand),
    ...driverChoices(stack, demand),
    archList: archListChoice(demand),
  };
}

const keptReason = (demand: Demand) => `kept from ${demand.kept?.from ?? "nixtorch.lock"}`;

function torchChoice(stack: Stack, demand: Demand): Choice<string> {
  const isKept = demand.kept?.torch === stack.torch;
  return {
    value: stack.torch,
    reason: isKept ? keptReason(demand) : torchReason(stack, demand),
    sources: sourcesIn(demand.catalog.torch, stack.release),
  };
}

function wheelChoice(stack: Stack, demand: Demand): Choice<string> {
  const value = nameOf(stack);
  return {
    value,
    reason: demand.kept?.wheel === value ? keptReason(demand) : wheelReason(stack, demand),
    sources: sourcesIn(demand.catalog.torch, stack.variant ?? demand.catalog.torch.cpuSystems),
  };
}

function indexChoice(stack: Stack, demand: Demand): Choice<string> {
  const { index } = demand.catalog.torch;
  const base = (demand.index ?? index.value).replace(/\/+$/, "");
  return {
    value: `${base}/${nameOf(stack)}`,
    reason:
      demand.index === null
        ? `PyTorch's index of ${nameOf(stack)} wheels`
        : "below the mirror that torch.index names",
    sources: demand.index === null ? sourcesIn(demand.catalog.torch, index) : [],
  };
}

function torchvisionChoice(stack: Stack, demand: Demand): Choice<string> | null {
  const value = stack.companions?.torchvision ?? null;
  if (!wantsVision(demand) || value === null) return null;
  return companion("torchvision", value, `released with torch ${stack.torch}`, stack, demand);
}

function torchaudioChoice(stack: Stack, demand: Demand): Choice<string> | null {
  if (!wantsAudio(demand)) return null;
  const own = stack.companions?.torchaudio ?? null;
  if (own !== null) return companion("torchaudio", own, `released with torch ${stack.torch}`, stack, demand);
  const newest = demand.catalog.torch.unpinnedTorchaudio.value;
  const reason = `the newest torchaudio: none was released with torch ${stack.torch}, and it pins no torch`;
  return companion("torchaudio", newest, reason, stack, demand);
}

function tritonChoice(stack: Stack, demand: Demand): Choice<string> | null {
  const value = stack.companions?.triton ?? null;
  if (!demand.triton || value === null || isVouchedFor(stack.release)) return null;
  return companion("triton", value, `the one that torch ${stack.torch} depends on`, stack, demand);
}

function companion(
  name: string,
  value: string,
  reason: string,
  stack: Stack,
  demand: Demand,
): Choice<string> {
  const kept = keptCompanion(name, stack, demand);
  return {
    value: kept ?? value,
    reason: kept === null ? reason : keptReason(demand),
    sources: sourcesIn(demand.catalog.torch, stack.release.companions),
  };
}

/** The companion locked beside the same torch stays, also when a newer catalog pairs another one with it. */
function keptCompanion(name: string, stack: Stack, demand: Demand): string | null {
  const value = demand.kept?.torch === stack.torch ? demand.kept.derived[name] : null;
  if (typeof value !== "string") return null;
  const build = `${value}+${nameOf(stack)}`;
  const allowed = demand.requirements.every((one) => one.name !== name || contains(one.specifier, build));
  return allowed ? value : null;
}

function cudaChoice({ variant }: Stack, demand: Demand): Choice<string> | null {
  if (variant === null) return null;
  return {
    value: variant.cuda,
    reason:
      demand.cuda === null ? `the CUDA that ${variant.name} wheels bring` : `cuda asks for ${demand.cuda}`,
    sources: sourcesIn(demand.catalog.torch, variant),
  };
}

function toolkitChoices(
  { variant, toolkit, nixpkgs }: Stack,
  demand: Demand,
): Pick<Resolution, "toolkit" | "toolkitComponents" | "hostCompiler"> {
  if (variant === null || toolkit === null)
    return { toolkit: null, toolkitComponents: null, hostCompiler: null };
  const { catalog } = demand;
  const { scope, exact } = toolkit;
  const row = toolkit.toolkit;
  const isKept = demand.kept?.derived["toolkit"] === scope.attribute;
  const gcc = row.hostCompiler?.gcc.max;
  const compilerRule = catalog.cuda.rules.filter((rule) => rule.id === "backend-compiler");
  return {
    toolkit: {
      value: scope.attribute,
      reason: isKept
        ? keptReason(demand)
        : exact
          ? "the same CUDA as the wheel, for building extensions"
          : `the nearest CUDA ${majorOf(variant.cuda)} of nixpkgs ${nixpkgs.release} that compiles for the declared GPUs`,
      sources: sourcesIn(catalog.nixpkgs, nixpkgs.cuda),
    },
    toolkitComponents: {
      value: row.components.value.map((name) => nixpkgs.cuda.renamedComponents?.[name] ?? name),
      reason: `what torch's extension builder needs of CUDA ${row.version}, joined into one CUDA_HOME`,
      sources: sourcesIn(catalog.cuda, row.components),
    },
    hostCompiler: {
      value: `gcc${gcc}`,
      reason: `the newest GCC that nvcc ${row.version} accepts`,
      sources: sourcesIn(catalog.cuda, row, ...compilerRule),
    },
  };
}

function pythonChoice(stack: Stack, demand: Demand): Choice<string> {
  const { python, nixpkgs, release } = stack;
  const row = nixpkgs.python;
  return {
    value: python,
    reason: pythonReason(stack, demand),
    sources: [
      ...sourcesIn(demand.catalog.torch, release.python),
      ...sourcesIn(demand.catalog.nixpkgs, python === row.default.value ? row.default : row.interpreters),
    ],
  };
}

function pythonReason({ python, nixpkgs, release }: Stack, demand: Demand): string {
  if (demand.python !== null) return `project.python asks for ${python}`;
  if (demand.kept?.python === python) return keptReason(demand);
  if (python === nixpkgs.python.default.value) {
    return `the default of nixpkgs ${nixpkgs.release}, and supported by torch ${release.minor}`;
  }
  const range = demand.requirements.find((one) => one.range !== null);
  const within = range === undefined ? "" : ` and ${range.text} admits`;
  return `the newest Python that torch ${release.minor} supports${demand.managedPython ? "" : ` and nixpkgs ${nixpkgs.release} has`}${within}`;
}

function nixpkgsChoice({ nixpkgs }: Stack, demand: Demand): Choice<string> {
  const value = nixpkgs.release;
  const reason =
    demand.nixpkgs !== null
      ? `nix.nixpkgs asks for ${value}`
      : demand.kept?.nixpkgs === value
        ? keptReason(demand)
        : "the newest stable release";
  return { value, reason, sources: sourcesIn(demand.catalog.nixpkgs, nixpkgs) };
}

function archListChoice(demand: Demand): Choice<readonly string[]> | null {
  if (demand.cpu) return null;
  const byCapability = new Map(demand.cards.map((card) => [card.capability.capability, card] as const));
  const value = [...byCapability.keys()].sort(compareDotted);
  return {
    value,
    reason: `the compute ${value.length === 1 ? "capability" : "capabilities"} of ${namesOf(demand.cards)}`,
    sources: [...new Set(demand.cards.flatMap((card) => card.sources))],
  };
}

function namesOf(cards: readonly Card[]): string {
  return listing(cards.map(cardText));
}
