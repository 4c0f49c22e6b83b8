import type { GpuDeclaration } from "../model/config.js";
import { describe } from "./describe.js";
import { pathText, problem, type ConfigPath, type Report } from "./problem.js";
import { readStated } from "./stated.js";
import { checkFilled } from "./texts.js";
import { itemsOf } from "./value.js";
import { normalVersion } from "./versions.js";
import type { WrittenCapability, WrittenGpu } from "./written.js";

/** The declared cards, as often as they are; empty: CPU only. Which of them exist, or are one, is the catalog's question. */
export function readGpus(written: WrittenGpu, path: ConfigPath, report: Report): readonly GpuDeclaration[] {
  if (!isList(written)) return meansNone(written) ? [] : [readGpu(written, path, report) ?? []].flat();
  if (written.length === 0)
    report(
      problem(
        "NT233",
        path,
        `\`${pathText(path)}\` is an empty list.`,
        'For CPU only write:\n\n  gpu: "none"',
      ),
    );
  const items = itemsOf(written);
  const none = items.find(([, item]) => meansNone(item));
  if (none !== undefined && items.some(([, item]) => !meansNone(item)))
    report(
      problem(
        "NT241",
        [...path, none[0]],
        `\`${pathText(path)}\` names GPUs, and ${describe(none[1])}, which means that there is none.`,
        "Keep one or the other.",
      ),
    );
  return items
    .filter(([, item]) => !meansNone(item))
    .flatMap(([index, item]) => readGpu(item, [...path, index], report) ?? []);
}

function isList(written: WrittenGpu): written is readonly (string | WrittenCapability)[] {
  return Array.isArray(written);
}

/** Whether a declaration says that there is no GPU. */
export function meansNone(written: WrittenGpu | undefined): boolean {
  return typeof written === "string" && /^(?:none|cpu)$/i.test(written.trim());
}

function readGpu(
  written: string | WrittenCapability,
  path: ConfigPath,
  report: Report,
): GpuDeclaration | null {
  if (typeof written !== "string") {
    const place = [...path, "computeCapability"];
    const { version, unchecked } = readStated("capability", written.computeCapability, place, report);
    return version === null ? null : { kind: "capability", computeCapability: version, unchecked };
  }
  const capability = normalVersion("capability", written);
  if (capability !== null) return { kind: "capability", computeCapability: capability, unchecked: false };
  return checkFilled(written, path, report)
    ? { kind: "name", name: written.trim().replace(/\s+/g, " ") }
    : null;
}
