import type { ExplanationStep } from "../../model/explanation.js";
import type { Demand } from "../demand.js";
import { releaseRow } from "./rows.js";
import { whyNot, type Objection } from "./why-not.js";
import { configLine, section, type Particulars, type Subject } from "./words.js";
import { listing } from "../order.js";
import { gradeOf, isVouchedFor } from "../stack/preference.js";
import { torchVersions, type TorchVersion } from "../stack/torch-versions.js";
import { nameOf, type Wheel } from "../stack/wheels.js";

export function aboutTorch({ demand, stack }: Subject): Particulars {
  return {
    sections: section("Candidates, newest first", torchSteps(demand, stack)),
    change: `A version fixes it:\n\n${configLine(`torch: "${stack.release.minor}"`)}\n\nWhat is kept in nixtorch.lock moves with \`nixtorch plan --upgrade\`.`,
  };
}

/** From the newest torch down to the one that was taken; neighbours of which the same is true in one step. */
function torchSteps(demand: Demand, stack: Subject["stack"]): readonly ExplanationStep[] {
  const all = torchVersions(demand.catalog.torch, null);
  const newer = all.slice(
    0,
    all.findIndex(({ torch }) => torch === stack.torch),
  );
  const steps: { names: string[]; step: Omit<ExplanationStep, "text">; text: string }[] = [];
  for (const version of newer) {
    const { text, ...step } = torchVerdict(version, demand, stack);
    const last = steps.at(-1);
    if (last?.text === text) {
      last.names.push(version.torch);
      last.step = { ...last.step, rows: [...last.step.rows, ...step.rows] };
    } else steps.push({ names: [version.torch], step, text });
  }
  return [
    ...steps.map(({ names, step, text }) => ({ ...step, text: `torch ${listing(names)}: ${text}.` })),
    {
      text: `torch ${stack.torch}: ${isVouchedFor(stack.release) ? "taken at your word" : "fits"}${newer.length === all.length - 1 ? "" : "; older ones were not looked at"}.`,
      verdict: "chosen",
      rows: releaseRow(stack, demand.catalog),
    },
  ];
}

function torchVerdict(version: TorchVersion, demand: Demand, stack: Subject["stack"]): ExplanationStep {
  const { release } = version.cpu;
  const wheels = demand.cpu
    ? [version.cpu]
    : release.variants.map((variant) => ({ ...version.cpu, variant }));
  const objections = wheels.map((wheel) => [wheel, whyNot(wheel, demand, stack)] as const);
  const fitting = objections.find(([, objection]) => objection === null)?.[0];
  if (fitting !== undefined) {
    const rows = releaseRow(version.cpu, demand.catalog);
    return { text: preferredText(fitting, demand, stack), verdict: "fits", rows };
  }
  const byText = new Map<string, { objection: Objection; names: string[] }>();
  for (const [wheel, objection] of objections) {
    const same = byText.get(objection!.text) ?? { objection: objection!, names: [] };
    byText.set(objection!.text, { ...same, names: [...same.names, nameOf(wheel)] });
  }
  const groups = [...byText.values()];
  const text =
    groups.length === 1
      ? groups[0]!.objection.text
      : `no variant does. ${groups.map(({ objection, names }) => `${listing(names)}: ${objection.text}`).join(". ")}`;
  return { text, verdict: "out", rows: groups.flatMap(({ objection }) => objection.rows) };
}

/** Why an older torch was taken although this one fits. */
function preferredText(wheel: Wheel, demand: Demand, stack: Subject["stack"]): string {
  if (demand.kept?.torch === stack.torch)
    return `would do, but ${demand.kept.from} has ${stack.torch}, which still fits`;
  if (gradeOf(wheel, demand) > gradeOf(stack, demand))
    return "would do, but not all that is asked of it is verified, and of an older one it is";
  return "would do";
}
