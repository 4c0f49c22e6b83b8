import type { Diagnostic } from "../../model/diagnostic.js";
import { cudaCache, type Confidence } from "../catalog.js";
import { wantsAudio, wantsVision, type Card, type Demand } from "../demand.js";
import { machinesWith } from "../stack/machines.js";
import { compareDotted } from "../order.js";
import { isVouchedFor, wantsTriton } from "../stack/preference.js";
import type { ConfigPath } from "../question.js";
import type { Stack } from "../stack/solve.js";

/** One fact that a stack rests on. */
export interface Reliance {
  /** What is taken to be so, as a clause: "MX150 has compute capability 6.1". */
  readonly fact: string;
  readonly confidence: Confidence;
  /** Where the config asks for what rests on it. */
  readonly path: ConfigPath | null;
}

/** NT349: what only memory or a plan says, and the stack would be another if it were wrong. */
export function unverified(stack: Stack, demand: Demand): Diagnostic | null {
  const shaky = reliedOn(stack, demand).filter(({ confidence }) => isShaky(confidence));
  if (shaky.length === 0) return null;
  const said = (wanted: Confidence, by: string) => {
    const facts = [...new Set(shaky.filter((one) => one.confidence === wanted).map(({ fact }) => fact))];
    return facts.length === 0 ? [] : [`${by}: ${facts.join("; ")}.`];
  };
  const paths = shaky.flatMap(({ path }) => (path === null ? [] : [path]));
  const cards = demand.cards.filter((card) => shaky.some(({ path }) => path === card.path));
  return {
    severity: "warning",
    code: "NT349",
    summary: "The stack rests on facts that nobody verified",
    detail: [...said("recalled", "From memory only"), ...said("planned", "Known from plans only")].join("\n"),
    hint:
      cards.length === 0
        ? "Look them up before you rely on them. A newer nixtorch may know more."
        : `The driver tells the compute capability:\n\n  nvidia-smi --query-gpu=name,compute_cap --format=csv\n\n` +
          `If it is the same, this says so:\n\n  gpu: { computeCapability: "${cards[0]!.capability.capability}" }`,
    ...(paths[0] === undefined ? {} : { configPath: paths[0] }),
  };
}

function isShaky(confidence: Confidence): boolean {
  return confidence === "recalled" || confidence === "planned";
}

/**
 * The facts behind the choices of a stack. Those of a torch that is known from plans or vouched for are left out: a
 * warning of its own says so.
 */
function reliedOn(stack: Stack, demand: Demand): readonly Reliance[] {
  const cards = [demand.cards, ...demand.hosts.map((host) => host.cards ?? [])].flat();
  return [
    ...cards.flatMap((card) => cardFacts(card, stack, demand)),
    ...torchFacts(stack, demand),
    ...toolkitFacts(stack),
    ...pythonFacts(stack, demand),
    ...driverFacts(stack, demand),
    { fact: "the key of the CUDA cache", confidence: cudaCache(demand.catalog).confidence, path: null },
  ];
}

function cardFacts(card: Card, { toolkit }: Stack, { vouched }: Demand): readonly Reliance[] {
  const { gpu, capability, path, label } = card;
  if (isVouchedFor(capability)) return [];
  const what = `compute capability ${capability.capability}`;
  const { firstCuda } = capability;
  // A compiler whose own range was read and includes the capability leaves nothing to remember.
  const range = toolkit?.toolkit.confidence === "verified" ? toolkit.toolkit.nvcc : null;
  const isCovered =
    range !== null &&
    compareDotted(range.lowest, capability.capability) <= 0 &&
    compareDotted(capability.capability, range.highest) <= 0;
  return [
    ...(gpu === null ? [] : [{ fact: `${label} has ${what}`, confidence: gpu.confidence, path }]),
    { fact: `what drives and compiles for ${what}`, confidence: capability.confidence, path },
    ...(toolkit === null || isCovered || vouched?.lifted === true
      ? []
      : [
          {
            fact: `toolkits compile for ${what} from CUDA ${firstCuda.value} on`,
            confidence: firstCuda.confidence,
            path,
          },
        ]),
  ];
}

function torchFacts(stack: Stack, demand: Demand): readonly Reliance[] {
  const { release, torch, variant, python } = stack;
  if (release.confidence !== "verified") return [];
  const { companions } = release;
  const { unpinnedTorchaudio, cpuSystems } = demand.catalog.torch;
  const audio = stack.companions?.torchaudio ?? null;
  return [
    variant === null
      ? { fact: "which systems have CPU wheels", confidence: cpuSystems.confidence, path: null }
      : {
          fact: `torch ${torch} has ${variant.name} wheels`,
          confidence: variantConfidence(stack),
          path: ["cuda"],
        },
    {
      fact: `torch ${release.minor} supports Python ${python}`,
      confidence: release.python.confidence,
      path: ["project", "python"],
    },
    ...(wantsVision(demand) || (wantsAudio(demand) && audio !== null)
      ? [
          {
            fact: `what was released with torch ${torch}`,
            confidence: companions.confidence,
            path: ["torch"],
          },
        ]
      : []),
    ...(wantsAudio(demand) && audio === null
      ? [
          {
            fact: "the newest torchaudio",
            confidence: unpinnedTorchaudio.confidence,
            path: ["torch", "audio"],
          },
        ]
      : []),
    ...(wantsTriton(demand) && stack.companions !== null
      ? [
          {
            fact: `torch ${torch} depends on triton ${stack.companions.triton}`,
            confidence: companions.tritonConfidence,
            path: ["torch", "triton"],
          },
        ]
      : []),
  ];
}

/** A row that a person vouches for has a warning of its own. */
function variantConfidence({ variant }: Stack): Confidence {
  return variant === null || isVouchedFor(variant) ? "derived" : variant.confidence;
}

function toolkitFacts({ toolkit, nixpkgs }: Stack): readonly Reliance[] {
  if (toolkit === null) return [];
  const { scope, toolkit: row } = toolkit;
  const path: ConfigPath = ["nix", "nixpkgs"];
  return [
    { fact: `nixpkgs ${nixpkgs.release} has ${scope.attribute}`, confidence: scope.confidence, path },
    { fact: `what CUDA ${row.version} compiles with`, confidence: row.confidence, path: ["cuda"] },
    { fact: `the parts of CUDA ${row.version}`, confidence: row.components.confidence, path: ["cuda"] },
  ];
}

function pythonFacts({ nixpkgs, python }: Stack, demand: Demand): readonly Reliance[] {
  if (demand.managedPython || demand.vouched?.python === true) return [];
  const row = nixpkgs.python;
  const isDefault = python === row.default.value;
  const { confidence } = isDefault && !isShaky(row.default.confidence) ? row.default : row.interpreters;
  return [{ fact: `nixpkgs ${nixpkgs.release} has Python ${python}`, confidence, path: ["nix", "nixpkgs"] }];
}

function driverFacts(stack: Stack, demand: Demand): readonly Reliance[] {
  const { cuda, nixpkgs } = demand.catalog;
  const floor = cuda.toolkits.find((row) => row.version === stack.variant?.cuda);
  return machinesWith(stack, demand).flatMap(({ host, answer }) => {
    if (answer.kind !== "chosen") return [];
    const { release, branch, cards, open } = answer.driver;
    const path = host.path;
    return [
      { fact: `the drivers of NixOS ${release.release}`, confidence: release.drivers.confidence, path },
      {
        fact: `the name of NixOS ${release.release}'s graphics option`,
        confidence: release.graphicsOption.confidence,
        path,
      },
      ...(floor === undefined || isVouchedFor(floor)
        ? []
        : [{ fact: `the driver that CUDA ${floor.version} needs`, confidence: floor.confidence, path }]),
      ...cards.flatMap(({ capability, label, gpu }) =>
        capability.minDriver === undefined || gpu?.minDriver !== undefined
          ? []
          : [{ fact: `the first driver for ${label}`, confidence: capability.minDriver.confidence, path }],
      ),
      ...(open
        ? []
        : [
            {
              fact: `${branch} has no open kernel module`,
              confidence: nixpkgs.withoutOpenModule.confidence,
              path,
            },
          ]),
    ];
  });
}
