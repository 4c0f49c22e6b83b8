import { basename, dirname } from "node:path";
import { cudaCache, findNixpkgs, loadCatalog } from "../compat/catalog.js";
import { buildRecipes } from "../compat/recipes.js";
import type { Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Baselines } from "../model/record.js";
import { rebase } from "../model/rooted.js";
import type { Resolution } from "../model/resolution.js";
import type { NixosFacts } from "../probe/nixos.js";
import { planGeneration } from "../resources/nixos-generation/index.js";
import { observeImport, planImport } from "../resources/nixos-import/index.js";
import { observeModule, planModule } from "../resources/nixos-module/index.js";
import type { Contribution } from "../resources/resource.js";
import type { SystemDesire } from "../resources/system-desire.js";
import { readSystemState, stateOwnerOf } from "../state/system-state.js";
import type { Selection } from "./selection.js";
import { stageOf, type Session } from "./session.js";
import { track } from "./track.js";
import type { Understanding } from "./understand.js";

export interface SystemPart {
  readonly contributions: readonly Contribution[];
  readonly diagnostics: readonly Diagnostic[];
  /** The baseline after apply; `null`: the system is not managed. */
  readonly baseline: Baselines | null;
}

const unmanaged = { contributions: [], baseline: null };

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
    system: declared,
    root: session.root,
    release: release.value,
    stateOwner: stateOwnerOf(system, state, project),
    cudaCaches: [cudaCache(catalog)],
    owner: config.project.name ?? pyproject.name ?? basename(project),
  });
  const place = { root: session.root, module: declared.module };
  const planned = planModule(observeModule(system, place), desireFor("system.module"));
  const { module, diagnostics } =
    nixos.flake === null ? { module: planned, diagnostics: [] } : await known(session, planned);
  const own = observeImport(system, place);
  const imports = planImport(own, desireFor("system.import"), module.content !== null);
  const files = [module, imports].filter(({ change }) => selected(change.address));
  const generation = planGeneration({
    moduleChanges: files.map(({ change }) => change),
    desire: desireFor("system.generation"),
    applied: {
      module: state?.baseline["system.module"] ?? {},
      import: state?.baseline["system.import"] ?? {},
    },
    facts: nixos,
  });
  const contributions = selected("system.generation") ? [...files, generation] : files;
  return {
    contributions,
    diagnostics: [...diagnostics, ...driverRemoval(module)],
    baseline: {
      ...state?.baseline,
      ...Object.fromEntries(contributions.map(({ change, baseline }) => [change.address, baseline])),
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
