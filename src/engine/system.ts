import { basename, dirname } from "node:path";
import { cudaCache, findNixpkgs, loadCatalog } from "../compat/catalog.js";
import { buildRecipes } from "../compat/recipes.js";
import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { ToolInput } from "../model/plan.js";
import type { Baselines } from "../model/record.js";
import { rebase } from "../model/rooted.js";
import type { Resolution } from "../model/resolution.js";
import type { NixosFacts } from "../probe/nixos.js";
import { planGeneration } from "../resources/nixos-generation/index.js";
import { observeImport, planImport } from "../resources/nixos-import/index.js";
import { observeModule, planModule } from "../resources/nixos-module/index.js";
import { systemFlake, walkConfiguration } from "../resources/nixos-walk.js";
import type { Contribution } from "../resources/resource.js";
import type { SystemDesire } from "../resources/system-desire.js";
import { readSystemState, stateOwnerOf } from "../state/system-state.js";
import { placeKeys } from "./place.js";
import type { Selection } from "./selection.js";
import { stageOf, type Session } from "./session.js";
import { track } from "./track.js";
import type { Understanding } from "./understand.js";

export interface SystemPart {
  readonly contributions: readonly Contribution[];
  readonly diagnostics: readonly Diagnostic[];
  /** The tools that were asked, by name. */
  readonly tools: Readonly<Record<string, ToolInput>>;
  /** The baseline after apply; `null`: the system is not managed. */
  readonly baseline: Baselines | null;
}

const unmanaged = { contributions: [], tools: {}, baseline: null };

/** Plans the NixOS part for this host: the module, its import, and the rebuild that both ask for. */
export async function planSystem(
  session: Session,
  understanding: Understanding,
  resolution: Resolution,
  selected: Selection,
): Promise<SystemPart> {
  const { nixos, system: declared, config, project, pyproject } = understanding;
  const wanted = (["system.module", "system.import", "system.generation"] as const).filter(selected);
  if (wanted.length === 0) return { ...unmanaged, diagnostics: [] };
  if (nixos === null || declared === null) return { ...unmanaged, diagnostics: [notDeclared(understanding)] };
  const { release } = nixos;
  if (!nixos.isNixos) return { ...unmanaged, diagnostics: [noNixos(nixos)] };
  if (release === null) return { ...unmanaged, diagnostics: [noRelease(nixos)] };

  const { system } = session;
  const catalog = loadCatalog();
  // In a known release the resolver leaves the driver out on purpose only: a Jetson's comes with the board.
  const isKnown = findNixpkgs(catalog, release.value) !== null;
  if (resolution.driver === null && cardsOf(understanding).length > 0 && !isKnown)
    return { ...unmanaged, diagnostics: [driverUnknown(release.value)] };

  const state = readSystemState(system, session.stateDirectory, session.root);
  const desireFor = (address: Address): SystemDesire => ({
    config,
    resolution,
    recipes: buildRecipes(config, catalog, resolution.archList?.value ?? []),
    baseline: state?.baseline[address] ?? {},
    adopt: session.options.adopt ?? false,
    answers: session.options.answers?.[address] ?? {},
    system: declared,
    root: session.root,
    release: release.value,
    stateOwner: stateOwnerOf(system, state, project),
    cudaCaches: [cudaCache(catalog)],
    owner: config.project.name ?? pyproject.name ?? basename(project),
  });
  const place = { root: session.root, module: declared.module };
  const flake = systemFlake(declared, nixos);
  const walked = walkConfiguration(system, place, flake);
  const evaluation = session.options.evalSystem
    ? await (await import("./evaluation.js")).evaluatedStatements(session, desireFor("system.module"), flake)
    : null;
  const observed = observeModule(system, place, walked, evaluation?.options ?? null);
  const planned = planModule(observed, desireFor("system.module"));
  const judgement = (await evaluation?.judge(planned.content)) ?? [];
  const { module, diagnostics } =
    nixos.flake === null ? { module: planned, diagnostics: [] } : await known(session, planned);
  const imports = planImport(
    observeImport(system, place, walked),
    desireFor("system.import"),
    module.content !== null,
  );
  const files = [module, imports].filter(({ change }) => selected(change.address));
  const generation = planGeneration({
    moduleChanges: files.map(({ change }) => change),
    desire: desireFor("system.generation"),
    applied: {
      module: state?.baseline["system.module"] ?? {},
      import: state?.baseline["system.import"] ?? {},
    },
    facts: nixos,
    imported: selected("system.import") ? imports.imported : walked.own.length > 0,
  });
  const contributions = selected("system.generation") ? [...files, generation] : files;
  return {
    contributions,
    diagnostics: [...diagnostics, ...judgement, ...driverRemoval(module)],
    tools: evaluation?.tools ?? {},
    baseline: {
      ...state?.baseline,
      ...Object.fromEntries(contributions.map(({ change, baseline }) => [change.address, baseline])),
      "system.generation": {
        ...(selected("system.generation") ? generation.baseline : state?.baseline["system.generation"]),
        ...placeKeys(declared),
      },
    },
  };
}

/** A flake in a git repository sees the module only if git tracks it; outside git it sees everything. */
async function known(session: Session, module: Contribution) {
  const path = module.change.path === null ? null : rebase(session.system, session.root, module.change.path);
  if (path === null) return { module, diagnostics: [] };
  const { contributions, diagnostics } = await track(stageOf(session), dirname(path), [module]);
  return {
    module: contributions[0]!,
    diagnostics: diagnostics.filter(({ severity }) => severity === "error"),
  };
}

function cardsOf({ system, config }: Understanding) {
  return system?.gpu ?? config.gpu;
}

/** Without a driver the module would take the present one away. */
function driverUnknown(release: string): Diagnostic {
  return {
    severity: "error",
    code: "NT595",
    summary: "No driver is known for the declared cards and this NixOS",
    detail: `Nothing is planned for the system: this nixtorch does not know NixOS ${release}, nor which of its drivers goes with the cards.`,
    hint: 'Say what the next rebuild evaluates, or leave the system out:\n  system: { release: "…" }\n  nixtorch plan --project-only',
    address: "system.module",
  };
}

function driverRemoval({ change }: Contribution): Diagnostic[] {
  const removed = change.details.some(
    ({ key, after }) => key === "services.xserver.videoDrivers" && after === null,
  );
  if (!removed) return [];
  return [
    {
      severity: "warning",
      code: "NT599",
      summary: "The NVIDIA driver is taken out of the system",
      detail:
        "The config declares no card any more that takes its driver from NixOS, so the module stops asking for it.",
      hint: 'To leave the machine\'s driver as it is, remove `system` from the config, or name its card:\n  system: { gpu: "…" }',
      address: "system.module",
    },
  ];
}

function notDeclared({ nixos, config }: Understanding): Diagnostic {
  const hosts = Object.keys(config.hosts);
  const missing =
    hosts.length > 0
      ? `\`hosts\` has no entry for ${nixos?.hostName ?? "this host"}`
      : "the config has no `system`";
  return {
    severity: "info",
    code: "NT591",
    summary: "The NixOS configuration is not managed",
    detail: `Nothing is planned for this machine's system: ${missing}.`,
  };
}

function noNixos({ root }: NixosFacts): Diagnostic {
  return {
    severity: "info",
    code: "NT592",
    summary: "This machine does not run NixOS",
    detail: `There is no NixOS below ${root} (no etc/NIXOS), so the config's system part is left out.`,
  };
}

function noRelease({ root }: NixosFacts): Diagnostic {
  return {
    severity: "error",
    code: "NT435",
    summary: "The NixOS release is not known",
    detail: `Which release lies below ${root} could not be found, so the names of its options are not known.`,
    hint: 'Say it in nixtorch.config.ts:\n  system: { release: "…" }',
  };
}
