import type { Explanation, ExplanationSection } from "../../model/explanation.js";
import type { Resolution } from "../../model/resolution.js";
import type { Kernels, TorchRelease } from "../catalog.js";
import type { PythonLimit } from "../stack/companions.js";
import type { Demand, HostDemand } from "../demand.js";
import type { ExplainKey } from "./names.js";
import { listing } from "../order.js";
import type { Stack } from "../stack/solve.js";

/** What is explained: a stack, and what asked for it. */
export interface Subject {
  readonly demand: Demand;
  readonly stack: Stack;
  readonly resolution: Resolution;
}

/** What is particular to a choice. */
export type Particulars = Pick<Explanation, "sections" | "change">;

export function section(title: string, steps: ExplanationSection["steps"]): readonly ExplanationSection[] {
  return steps.length === 0 ? [] : [{ title, steps }];
}

export const candidatesTitle = "Candidates, best first";

export function hostName({ name }: HostDemand): string {
  return name === null ? "this machine" : `the host ${name}`;
}

/** "it supports Python 3.10 to 3.14, and 3.15 as an experiment" */
export function pythonSupport({ python }: TorchRelease, limits: readonly PythonLimit[] = []): string {
  const { stable, experimental } = python;
  const trial = experimental.length === 0 ? "" : `, and ${listing(experimental)} as an experiment`;
  const own = limits.map((one) => `; ${one.name} beside it has wheels for ${listing(one.python)}`);
  return `it supports Python ${listing(stable)}${trial}${own.join("")}`;
}

/** "code for 7.5, 8.0 and 9.0, and PTX for 9.0" */
export function kernelsText({ native, ptx }: Kernels): string {
  return `code for ${listing(native)}${ptx.length === 0 ? "" : `, and PTX for ${listing(ptx)}`}`;
}

/** A text to write into nixtorch.config.ts. */
export function configLine(line: string): string {
  return `\`\`\`\n${line}\n\`\`\``;
}

/** The text of a choice's value; `null`: it does not apply. */
export function valueText(resolution: Resolution, key: ExplainKey): string | null {
  const value = resolution[key]?.value ?? null;
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : value.join(", ");
}
