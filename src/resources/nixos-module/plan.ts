import type { Diagnostic } from "../../model/diagnostic.js";
import type { ValueConflict } from "../../model/plan.js";
import { adoptHint } from "../adopt.js";
import type { Baseline, Contribution } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { decodeText, normalized } from "../text.js";
import { planWholeFile } from "../whole-file.js";
import { decide, withoutMemory } from "./answers.js";
import { compare, type Comparison } from "./compare.js";
import { configurationFindings } from "./configuration-findings.js";
import { changedOptions } from "./details.js";
import { comparisonFinding, overriddenFeatures } from "./findings.js";
import { isOwnedBy, ownerOf, withoutHeader } from "./header.js";
import type { ObservedModule } from "./observe.js";
import { renderModule } from "./render.js";
import { experimentalFeatures, hasDriver, wantedSections } from "./settings.js";
import { placeOf, placeText, statementsOf } from "./statement.js";
import { planUnfree } from "./unfree.js";
import type { Section, Wanted } from "./value.js";

/**
 * Plans `nixtorch.nix`: what the environment asks of the system and the person's configuration does not say yet.
 * With nothing left to say the file is not made, and `content` is `null`.
 */
export function planModule(observed: ObservedModule, desire: SystemDesire): Contribution {
  const { sections, findings, conflicts, memory } = missingSettings(observed, desire);
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
    answers: desire.answers,
    reason: `what this environment needs of NixOS ${desire.release}, and the system's configuration does not say`,
    details: changedOptions(text, desired, reasonsOf(sections)),
  });
  const { action } = file.change;
  const foreign = action === "conflict" ? otherOwner(observed, text, desire) : null;
  // What was left to the person's configuration is news only while something is written.
  const told = findings.filter(({ severity }) => action !== "no-op" || severity !== "info");
  const planned = {
    ...file,
    baseline: { ...withoutMemory(file.baseline), ...memory },
    diagnostics: [...(foreign ? [foreign] : file.diagnostics), ...told],
  };
  return findings.some(({ code }) => clashes.includes(code))
    ? asConflict(planned, observed, conflicts)
    : planned;
}

/** Findings that nothing may be written with. */
const clashes: readonly string[] = ["NT412", "NT420"];

interface Missing {
  readonly sections: readonly Section[];
  readonly findings: readonly Diagnostic[];
  /** What a person has to decide, and what they have decided. */
  readonly conflicts: readonly ValueConflict[];
  readonly memory: Baseline;
}

/** What our module has to say, and what a person should know about the configuration beside it. */
function missingSettings(observed: ObservedModule, desire: SystemDesire): Missing {
  const { release } = desire;
  const asked = observed.evaluated !== null;
  const unfree = planUnfree(desire, observed);
  const compared = wantedSections(desire).map((section) => ({
    section,
    results: section.wanted.map((wanted) => settle(compare(wanted, observed, release), desire, asked)),
  }));
  const results = compared.flatMap((one) => one.results);
  const sections = [
    ...(unfree.section ? [unfree.section] : []),
    ...compared.map((one) => ({ ...one.section, wanted: one.results.flatMap(({ wanted }) => wanted ?? []) })),
  ].filter((section) => section.wanted.length > 0);
  return {
    sections,
    findings: [
      ...results.flatMap(({ finding }) => finding ?? []),
      ...fabricClash(observed, desire),
      ...unfree.diagnostics,
      ...(desire.config.nix.flake ? overriddenFeatures(observed, release, experimentalFeatures) : []),
      ...configurationFindings(observed, release, sections),
    ],
    conflicts: results.flatMap(({ conflict }) => conflict ?? []),
    memory: Object.assign({}, ...results.map(({ memory }) => memory ?? {})) as Baseline,
  };
}

/** What becomes of one setting. */
interface Settled {
  readonly wanted?: Wanted;
  readonly finding?: Diagnostic | null;
  readonly conflict?: ValueConflict;
  readonly memory?: Baseline;
}

function settle(comparison: Comparison, desire: SystemDesire, asked: boolean): Settled {
  const finding = comparisonFinding(comparison, asked);
  switch (comparison.kind) {
    case "said":
      return {};
    case "unclear":
      return { finding };
    case "conflict": {
      const decision = decide(comparison, desire);
      return decision.kind === "open" ? { wanted: comparison.wanted, finding, ...decision } : decision;
    }
    default:
      return { wanted: comparison.wanted, finding };
  }
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
        `${placeText(clash)} sets ${option}, and nixtorch.config.ts asks for ` +
        `${datacenter ? "" : "no "}data-centre mode. NixOS refuses both at once.`,
      hint: `Delete that line, or write in nixtorch.config.ts:\n\n    system: { datacenter: ${!datacenter} }`,
      address: "system.module",
      place: placeOf(clash),
    },
  ];
}

function reasonsOf(sections: readonly Section[]): ReadonlyMap<string, string | undefined> {
  return new Map(sections.flatMap(({ wanted }) => wanted.map((one) => [one.option, one.reason] as const)));
}

/** Nothing is written while the person's configuration says something else. */
function asConflict(
  planned: Contribution,
  observed: ObservedModule,
  conflicts: readonly ValueConflict[],
): Contribution {
  const { change } = planned;
  const open = [...(change.conflicts ?? []), ...conflicts];
  return {
    ...planned,
    actions: [],
    content: decodeText(observed.file),
    change: {
      ...change,
      action: "conflict",
      after: change.before,
      needs: [],
      ...(open.length > 0 && { conflicts: open }),
    },
  };
}
