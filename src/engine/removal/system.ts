import { basename } from "node:path";
import { checkConfig } from "../../config/check.js";
import type { Address } from "../../model/address.js";
import type { SystemConfig } from "../../model/config.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import type { Baselines } from "../../model/record.js";
import { below, rebase } from "../../model/rooted.js";
import { probeNixos, type NixosFacts } from "../../probe/nixos.js";
import { unplanGeneration } from "../../resources/nixos-generation/index.js";
import { observeImport, releaseImport, unplanImport } from "../../resources/nixos-import/index.js";
import { observeModule, releaseModule, unplanModule } from "../../resources/nixos-module/index.js";
import { systemFlake, walkConfiguration } from "../../resources/nixos-walk.js";
import type { Contribution, Removal } from "../../resources/resource.js";
import { decodeBytes } from "../../resources/text.js";
import { readOrigin } from "../../state/origins.js";
import {
  readSystemState,
  stateOwnerOf,
  systemStateDirectory,
  type SystemState,
} from "../../state/system-state.js";
import { placeIn } from "../place.js";
import type { Selection } from "../selection.js";
import type { Session } from "../session.js";
import { untrack } from "../track.js";
import type { Subject } from "./subject.js";

export interface RemovedSystem {
  readonly contributions: readonly Contribution[];
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: NixosFacts;
  /** What stays on record of the system. */
  readonly baseline: Baselines;
}

/**
 * What is planned for the system: to take the module and its import away, or to hand them over.
 * @throws Failure NT570 if nothing tells where the module is imported.
 */
export async function removeFromSystem(
  session: Session,
  subject: Subject,
  purpose: "destroy" | "eject",
  selected: Selection,
): Promise<RemovedSystem> {
  const { system, root, stateDirectory } = session;
  const state = readSystemState(system, stateDirectory, root);
  const declared = subject.system ?? declaredThen(state);
  if (declared === null) throw new Failure(nowhere(root));
  const facts =
    subject.nixos ??
    probeNixos(system, { root, hostName: session.options.hostname ?? null, config: declared });
  const removalOf = (address: Address, path: string): Removal => {
    const origin = readOrigin(system, systemStateDirectory(stateDirectory, root), address, path);
    return {
      baseline: state?.baseline[address] ?? {},
      origin: origin === null ? null : decodeBytes(origin.bytes),
    };
  };
  const place = { root, module: declared.module };
  const walked = walkConfiguration(system, place, systemFlake(declared, facts));
  const observedImport = observeImport(system, place, walked);
  const observedModule = observeModule(system, place, walked);
  const importRemoval = removalOf("system.import", observedImport.path);
  const moduleRemoval = removalOf("system.module", observedModule.path);
  const { imported, ...imports } =
    purpose === "destroy" ? unplanImport(observedImport, importRemoval) : releaseImport(observedImport);
  const module =
    purpose === "destroy"
      ? unplanModule(observedModule, moduleRemoval, {
          owner: ownerOf(subject),
          stateOwner: stateOwnerOf(system, state, subject.project),
          keep: imported,
        })
      : releaseModule(observedModule, moduleRemoval);
  const chosen = [module, imports].filter(({ change }) => selected(change.address));
  const files = await untrack(system, (path) => rebase(system, root, path) ?? below(root, path), chosen);
  const generation = unplanGeneration({
    changes: files.map(({ change }) => change),
    system: declared,
    root,
    facts,
    baseline: state?.baseline["system.generation"] ?? {},
  });
  const contributions = selected("system.generation") ? [...files, generation] : files;
  return {
    contributions,
    diagnostics: purpose === "destroy" && changes(contributions) ? [driverGoes] : [],
    facts,
    baseline: baselineAfter(state, contributions),
  };
}

/** The system part as it was when it was last applied, for a config that has none any more. */
function declaredThen(state: SystemState | null): SystemConfig | null {
  const system = placeIn(state?.baseline["system.generation"] ?? {});
  return system === null ? null : (checkConfig({ gpu: "none", system }).config?.system ?? null);
}

/** What is left out of the plan, or could not be taken away, stays on record. */
function baselineAfter(state: SystemState | null, contributions: readonly Contribution[]): Baselines {
  const planned = contributions.map(({ change, baseline }) => [change.address, baseline] as const);
  const all = Object.entries({ ...state?.baseline, ...Object.fromEntries(planned) });
  return Object.fromEntries(all.filter(([, baseline]) => Object.keys(baseline).length > 0));
}

function ownerOf({ config, project }: Subject): string {
  return config?.project.name ?? basename(project);
}

function changes(contributions: readonly Contribution[]): boolean {
  return contributions.some(({ change }) => change.action !== "no-op" && change.action !== "conflict");
}

function nowhere(root: string): Diagnostic {
  return {
    severity: "error",
    code: "NT570",
    summary: "Nothing says where the system part is",
    detail: `The config has no \`system\`, and this user has applied none to the system below ${root}.`,
    hint: 'If nixtorch.nix is imported somewhere, say where in nixtorch.config.ts, and run this again:\n\n    system: { module: "/etc/nixos/configuration.nix" }',
  };
}

const driverGoes: Diagnostic = {
  severity: "warning",
  code: "NT599",
  summary: "The NVIDIA driver is taken out of the system",
  detail:
    "What nixtorch.nix had set goes with it: the driver, nix-ld and its libraries, binary caches. Other projects and users of this machine lose them as well.",
  hint: "To keep the settings as your own, without nixtorch:\n\n    nixtorch eject --system-only",
  address: "system.module",
};
