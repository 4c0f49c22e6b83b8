import { assignments } from "../../lang/nix/assignments.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { SemanticChange } from "../../model/plan.js";
import { adoptHint } from "../adopt.js";
import type { Contribution } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { decodeText, normalized } from "../text.js";
import { planWholeFile } from "../whole-file.js";
import { compare, statementsOf, type Comparison } from "./compare.js";
import { comparisonFinding, misspellings, overriddenFeatures, unreadFinding } from "./findings.js";
import { isOwnedBy, ownerOf, withoutHeader } from "./header.js";
import type { ObservedModule } from "./observe.js";
import { renderModule } from "./render.js";
import { experimentalFeatures, hasDriver, wantedSections } from "./settings.js";
import { planUnfree } from "./unfree.js";
import type { Section, Wanted } from "./value.js";

/**
 * Plans `nixtorch.nix`: what the environment asks of the system and the person's configuration does not say yet.
 * With nothing left to say the file is not made, and `content` is `null`.
 */
export function planModule(observed: ObservedModule, desire: SystemDesire): Contribution {
  const { sections, findings } = missingSettings(observed, desire);
  const text = decodeText(observed.file);
  const desired = desiredText(sections, desire.owner, text);
  const file = planWholeFile({
    address: "system.module",
    path: observed.path,
    observed: observed.file,
    desired,
    isOurs: (found) => isOwnedBy(found, desire.owner) && otherDirectory(desire) === null,
    // The baseline is the machine's: another project's says nothing about what this one wrote.
    baseline: desire.stateOwner.kind === "this" ? desire.baseline : {},
    adopt: desire.adopt,
    reason: `what this environment needs of NixOS ${desire.release}, and the system's configuration does not say`,
    details: changedOptions(text, desired, sections),
  });
  const { action } = file.change;
  const foreign = action === "conflict" ? otherOwner(observed, text, desire) : null;
  // What was left to the person's configuration is news only while something is written.
  const told = findings.filter(({ severity }) => action !== "no-op" || severity !== "info");
  const planned = { ...file, diagnostics: [...(foreign ? [foreign] : file.diagnostics), ...told] };
  return findings.some(({ code }) => clashes.includes(code)) ? asConflict(planned) : planned;
}

/** Findings that nothing may be written with. */
const clashes: readonly string[] = ["NT412", "NT420"];

/** What our module has to say, and what a person should know about the configuration beside it. */
function missingSettings(
  observed: ObservedModule,
  desire: SystemDesire,
): { readonly sections: readonly Section[]; readonly findings: readonly Diagnostic[] } {
  const { release } = desire;
  const unfree = planUnfree(desire, observed);
  const compared = wantedSections(desire).map((section) => ({
    section,
    comparisons: section.wanted.map((wanted) => compare(wanted, observed, release)),
  }));
  const sections = [
    ...(unfree.section ? [unfree.section] : []),
    ...compared.map(({ section, comparisons }) => ({ ...section, wanted: comparisons.flatMap(settingOf) })),
  ];
  return {
    sections: sections.filter((section) => section.wanted.length > 0),
    findings: [
      ...compared.flatMap(({ comparisons }) => comparisons.flatMap((one) => comparisonFinding(one) ?? [])),
      ...fabricClash(observed, desire),
      ...unfree.diagnostics,
      ...(desire.config.nix.flake ? overriddenFeatures(observed, release, experimentalFeatures) : []),
      ...misspellings(observed, release),
      ...observed.unread.filter((file) => file.path !== observed.module).map(unreadFinding),
    ],
  };
}

function settingOf(comparison: Comparison): Wanted[] {
  return comparison.kind === "said" || comparison.kind === "unclear" ? [] : [comparison.wanted];
}

/**
 * Our text, or `null` where there is nothing to say. A module that is there stays, if only as an empty one: the
 * person's configuration imports it. Another project's that does the same stays as it is, so that two projects can
 * share one machine.
 */
function desiredText(sections: readonly Section[], owner: string, found: string | null): string | null {
  if (sections.length === 0 && found === null) return null;
  const ours = renderModule(owner, sections);
  const text = found === null ? null : normalized(found);
  const same = text !== null && ownerOf(text) !== null && withoutHeader(text) === withoutHeader(ours);
  return same ? text : ours;
}

/** The directory of another project, still there, that applied this system last. */
function otherDirectory({ stateOwner }: SystemDesire): string | null {
  return stateOwner.kind === "another" ? stateOwner.directory : null;
}

function otherOwner(observed: ObservedModule, text: string | null, desire: SystemDesire): Diagnostic | null {
  const owner = text === null ? null : ownerOf(normalized(text));
  if (owner === null || text === null) return null;
  const directory = otherDirectory(desire);
  const sameName = isOwnedBy(normalized(text), desire.owner);
  if (sameName && directory === null) return null;
  const place = directory === null ? "" : ` in ${directory}`;
  return {
    severity: "error",
    code: "NT411",
    summary: "The system module belongs to another project",
    detail:
      `${observed.path} was written for the project ${owner}${place}, and this project` +
      `${sameName ? ", of the same name," : ` (${desire.owner})`} needs another one. ` +
      "A machine has one driver, so there is one module.",
    hint:
      "One of these:\n" +
      "- leave the machine to that project: remove `system` from this nixtorch.config.ts;\n" +
      "- share one: put `system` in a file that both configs import;\n" +
      `- take it over:\n\n${adoptHint("system.module")}`,
    address: "system.module",
    place: { file: observed.path },
  };
}

/** Data-centre mode and the ordinary driver exclude each other: NixOS asserts that only one is on. */
function fabricClash(observed: ObservedModule, desire: SystemDesire): Diagnostic[] {
  if (!hasDriver(desire)) return [];
  const { datacenter } = desire.system;
  const option = datacenter ? "services.xserver.videoDrivers" : "hardware.nvidia.datacenter.enable";
  const clash = statementsOf(observed, option, desire.release).find(
    (one) =>
      !one.conditional &&
      (datacenter ? one.elements?.some((element) => element.value === "nvidia") : one.value === true),
  );
  if (!clash) return [];
  return [
    {
      severity: "error",
      code: "NT420",
      summary: "The data-centre driver and the ordinary one exclude each other",
      detail:
        `${clash.file}:${clash.line} sets ${option}, and nixtorch.config.ts asks for ` +
        `${datacenter ? "" : "no "}data-centre mode. NixOS refuses both at once.`,
      hint: `Delete that line, or write in nixtorch.config.ts:\n\n    system: { datacenter: ${!datacenter} }`,
      address: "system.module",
      place: { file: clash.file, line: clash.line, column: clash.column },
    },
  ];
}

/** What changes between the module that is there and the one to come, by option. */
function changedOptions(
  found: string | null,
  desired: string | null,
  sections: readonly Section[],
): SemanticChange[] {
  const reasons = new Map(
    sections.flatMap(({ wanted }) => wanted.map((one) => [one.option, one.reason] as const)),
  );
  const [before, after] = [optionsOf(found), optionsOf(desired)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => {
      const reason = reasons.get(key);
      return {
        key,
        before: before.get(key) ?? null,
        after: after.get(key) ?? null,
        ...(reason !== undefined && { reason }),
      };
    });
}

function optionsOf(text: string | null): Map<string, string> {
  if (text === null) return new Map();
  try {
    return new Map(assignments(text).map((one) => [one.option, one.source.replace(/\s+/g, " ")]));
  } catch (error) {
    if (error instanceof NixSyntaxError) return new Map();
    throw error;
  }
}

/** Nothing is written while the person's configuration says something else. */
function asConflict(planned: Contribution): Contribution {
  const { change } = planned;
  return {
    ...planned,
    actions: [],
    content: null,
    change: { ...change, action: "conflict", after: change.before, needs: [] },
  };
}
