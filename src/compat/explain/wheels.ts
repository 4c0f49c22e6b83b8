import type { ExplanationStep } from "../../model/explanation.js";
import { cardText, systemsFor, systemsOf, type Demand } from "../demand.js";
import { cudaFloor } from "../stack/driver.js";
import { citation, ruleRows, toolkitRow, wheelRow } from "./rows.js";
import { whyNot } from "./why-not.js";
import {
  candidatesTitle,
  configLine,
  kernelsText,
  section,
  type Particulars,
  type Subject,
} from "./words.js";
import { runsBy } from "../stack/kernels.js";
import { compareDotted, majorOf } from "../order.js";
import { isVouchedFor, sortWheels } from "../stack/preference.js";
import { toolkitFor } from "../stack/toolkit.js";
import { codeFor, nameOf, type Wheel } from "../stack/wheels.js";

export function aboutWheel(subject: Subject): Particulars {
  return {
    sections: [
      ...section("How the cards run it", kernelSteps(subject)),
      ...section(`${candidatesTitle} (of torch ${subject.stack.torch})`, variantSteps(subject)),
    ],
    change: cudaChange(subject),
  };
}

export function aboutCuda(subject: Subject): Particulars {
  const { demand, stack } = subject;
  const cuda = stack.variant?.cuda ?? null;
  const ptx = codeFor(stack, demand) === "ptx";
  const floor = cuda === null ? null : cudaFloor(demand.catalog, cuda, ptx);
  const driver =
    cuda === null
      ? []
      : [
          {
            text:
              `The wheel brings the CUDA ${cuda} libraries itself; of the machine it needs a driver, ${floor ?? "of any version"}` +
              `${floor === null ? "" : " or newer"}. ` +
              (ptx
                ? "A card runs PTX that the driver compiles, so the driver must be as new as the toolkit that made it."
                : `That is the floor of CUDA ${majorOf(cuda)}: the wheel holds compiled code for every card.`),
            rows: [
              ...toolkitRow(cuda, demand.catalog),
              ...ruleRows(demand.catalog.cuda, "two-driver-floors", ...(ptx ? ["ptx-needs-new-driver"] : [])),
            ],
          },
        ];
  return {
    sections: [
      ...section("What it asks of the machine", driver),
      ...section(`${candidatesTitle} (of torch ${stack.torch})`, variantSteps(subject)),
    ],
    change: cudaChange(subject),
  };
}

export function aboutIndex({ demand, stack, resolution }: Subject): Particulars {
  const { index } = demand.catalog.torch;
  const text =
    `The index has one folder for each variant, and ${nameOf(stack)} wheels lie in ${resolution.index.value}. ` +
    "It is used for torch and what comes with it alone: everything else is taken from your other indexes.";
  return {
    sections: section("What is known", [
      {
        text,
        rows: demand.index === null ? citation("the index of PyTorch", demand.catalog.torch, index) : [],
      },
    ]),
    change: `A mirror has the same folders below its own address:\n\n${configLine('torch: { index: "https://mirror.example/whl" }')}`,
  };
}

function cudaChange({ stack }: Subject): string {
  return stack.variant === null
    ? `A card makes it a CUDA wheel:\n\n${configLine('gpu: "RTX 4090"')}`
    : `\`cuda\` fixes it, among the variants that run on all declared cards:\n\n${configLine(`cuda: "${stack.variant.cuda}"`)}`;
}

function kernelSteps({ demand, stack }: Subject): readonly ExplanationStep[] {
  const { variant } = stack;
  if (variant === null) return [];
  if (isVouchedFor(variant))
    return [
      {
        text: `Nobody read which code ${variant.name} holds: it is taken at your word that it runs.`,
        rows: [],
      },
    ];
  const rows = [
    ...wheelRow(stack, demand.catalog),
    ...ruleRows(demand.catalog.torch, "kernel-compatibility"),
  ];
  return systemsOf(demand).flatMap((system) => {
    const kernels = variant.kernels[system];
    if (kernels === undefined) return [];
    const cards = demand.cards.filter((card) => systemsFor(card, demand).includes(system));
    const runs = cards.map((card) => {
      const { capability } = card.capability;
      const able = kernels.native.filter((one) => runsBy({ native: [one], ptx: [] }, capability) !== null);
      const newest = able.sort(compareDotted).at(-1);
      const how =
        newest === undefined
          ? `PTX, which the driver compiles for it at first use`
          : `the code for ${newest}${newest === capability ? "" : ", of the same major"}`;
      return { text: `${cardText(card)} runs ${how}.`, rows: [] };
    });
    return [{ text: `On ${system} ${variant.name} holds ${kernelsText(kernels)}.`, rows }, ...runs];
  });
}

function variantSteps({ demand, stack }: Subject): readonly ExplanationStep[] {
  const { release, torch, companions } = stack;
  if (stack.variant === null) return [];
  const wheels = release.variants.map((variant) => ({ release, torch, companions, variant }));
  const judged = wheels.map((wheel) => ({ wheel, objection: whyNot(wheel, demand, stack) }));
  const able = judged.filter(({ objection }) => objection === null).map(({ wheel }) => wheel);
  const chosen = able.find((wheel) => wheel.variant === stack.variant);
  const sorted = sortWheels(able, demand, stack.nixpkgs).filter((wheel) => wheel !== chosen);
  return [
    {
      text: `${nameOf(stack)}: ${isVouchedFor(stack.variant) ? "taken at your word" : `fits${sorted.length === 0 ? ", and no other does" : ""}`}.`,
      verdict: "chosen",
      rows: wheelRow(stack, demand.catalog),
    },
    ...sorted.map((wheel): ExplanationStep => ({
      text: `${nameOf(wheel)}: would run too, but ${drawback(wheel, demand, stack)}.`,
      verdict: "fits",
      rows: wheelRow(wheel, demand.catalog),
    })),
    ...judged.flatMap(({ wheel, objection }): ExplanationStep[] =>
      objection === null || wheel.variant === stack.variant
        ? []
        : [{ text: `${nameOf(wheel)}: ${objection.text}.`, verdict: "out", rows: objection.rows }],
    ),
  ];
}

/** The first rule of preference by which the chosen wheel is better; docs/catalog.md has them in order. */
function drawback({ variant }: Wheel, demand: Demand, stack: Subject["stack"]): string {
  const chosen = stack.variant!;
  const other = variant!;
  if (demand.kept?.wheel === chosen.name) return `${demand.kept.from} has ${chosen.name}, which still fits`;
  if (other.status !== chosen.status) return `it is ${other.status}, and ${chosen.name} is ${chosen.status}`;
  const isExact = (cuda: string) =>
    toolkitFor(demand.catalog, stack.nixpkgs, cuda, demand.cards)?.exact === true;
  if (isExact(chosen.cuda) && !isExact(other.cuda))
    return `nixpkgs ${stack.nixpkgs.release} has no toolkit of exactly its CUDA`;
  if (stack.release.defaultVariant.value === chosen.name)
    return `${chosen.name} is what PyPI itself gives of torch ${stack.release.minor}, which other projects' wheels are built against`;
  if (compareDotted(chosen.cuda, other.cuda) < 0)
    return `the older CUDA asks for less, of the driver and of other wheels`;
  return `${chosen.name} is the smaller download`;
}
