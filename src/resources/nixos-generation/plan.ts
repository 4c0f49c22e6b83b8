import type { SystemConfig } from "../../model/config.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Change } from "../../model/plan.js";
import { owedKey } from "../../model/record.js";
import { nixosEnterLine } from "../../lang/shell/nixos-enter.js";
import type { Baseline, Contribution } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { parentOf } from "../nixos-files.js";
import { digestKey } from "../whole-file.js";
import { address, keep, rebuild, rebuildOf, type Rebuild } from "./change.js";

/** What is known about the machine: the part of the probe's facts that decides how it is rebuilt. */
export interface GenerationFacts {
  readonly hostName: string | null;
  readonly runningRelease: string | null;
  /** The directory with the system's `flake.nix`, below the root; `null`: it has none. */
  readonly flake: string | null;
  /** The system's `flake.lock`, if the release of its nixpkgs could not be read there and counts. */
  readonly unreadLock: string | null;
}

/** The baselines of the two files: what of them was applied, with or without a rebuild. */
export interface AppliedFiles {
  readonly module: Baseline;
  readonly import: Baseline;
}

/** The digest of the module that the last rebuild was made with, and whether it was imported then. */
const moduleKey = "module";
const importKey = "import";

/** Plans a rebuild of the system, if its files change or the last rebuild was not made with them. */
export function planGeneration(given: {
  /** The changes of system.module and system.import. */
  readonly moduleChanges: readonly Change[];
  readonly desire: SystemDesire;
  readonly facts: GenerationFacts;
  /** Left out: nothing was applied yet. */
  readonly applied?: AppliedFiles;
  /** Whether NixOS reads our module after this apply. Left out: yes. */
  readonly imported?: boolean;
}): Contribution {
  const { moduleChanges, desire, facts, applied = { module: {}, import: {} }, imported = true } = given;
  const changing = moduleChanges.filter(({ action }) => action !== "no-op" && action !== "conflict");
  const files = filesToBuild(moduleChanges, applied);
  const blocked = moduleChanges.some(({ action }) => action === "conflict");
  const pending = isPending(desire.baseline, files, applied);
  if (blocked || (changing.length === 0 && !pending))
    return keep(desire.baseline, unchanged, releaseUnread(facts));
  // What nothing imports a rebuild would not see. It is due as soon as a person has added the import.
  if (!imported) return keep(desire.baseline, notImported, releaseUnread(facts));
  const action = rebuildOf(desire.system, desire.root, facts);
  return rebuild(action, {
    reason:
      changing.length > 0
        ? "NixOS has to be rebuilt with these files"
        : "the last rebuild did not have these files",
    changes: moduleChanges,
    diagnostics: diagnose(desire, facts, action),
    baseline: files,
  });
}

/** What the next rebuild is made with, as its baseline says it. */
function filesToBuild(changes: readonly Change[], applied: AppliedFiles): Baseline {
  const planned = changes.find((change) => change.address === "system.module");
  const module = planned ? planned.after : applied.module[digestKey];
  if (module === null || module === undefined) return {};
  const imported =
    changes.some((change) => change.address === "system.import") || applied.import[importKey] !== undefined;
  return { [moduleKey]: module, ...(imported && { [importKey]: "yes" }) };
}

/** Whether files were applied that no rebuild was made with. */
function isPending(baseline: Baseline, files: Baseline, applied: AppliedFiles): boolean {
  if (baseline[owedKey] !== undefined) return true;
  const built = baseline[moduleKey];
  if (built !== undefined) {
    const unseen = applied.import[importKey] !== undefined && baseline[importKey] === undefined;
    return built !== files[moduleKey] || unseen;
  }
  return applied.module[digestKey] !== undefined || applied.import[importKey] !== undefined;
}

const unchanged = "the system's files stay as they are";
const notImported = "nothing imports nixtorch.nix yet, so a rebuild would change nothing";

function diagnose(desire: SystemDesire, facts: GenerationFacts, action: Rebuild): Diagnostic[] {
  const found = [
    otherRelease(desire, facts),
    outsideFlake(desire, facts),
    action.activation === "build" ? notActivated(desire, facts, action) : null,
  ];
  return [...found.filter((diagnostic) => diagnostic !== null), ...releaseUnread(facts)];
}

/** Option names are those of a guess then, so it is told whether or not there is something to rebuild. */
function releaseUnread({ unreadLock, runningRelease }: GenerationFacts): Diagnostic[] {
  if (unreadLock === null) return [];
  const instead = runningRelease === null ? "" : ` NixOS ${runningRelease}, which runs now, is assumed.`;
  return [
    {
      severity: "warning",
      code: "NT434",
      summary: "The NixOS release cannot be read from the system's flake.lock",
      detail: `Which branch of nixpkgs ${unreadLock} pins is not said there in a way that nixtorch understands.${instead}`,
      hint: `Say which release the next rebuild evaluates:\n\n    system: { release: "${runningRelease ?? "…"}" }`,
      address,
      place: { file: unreadLock },
    },
  ];
}

function otherRelease(
  { release, resolution }: SystemDesire,
  { runningRelease }: GenerationFacts,
): Diagnostic | null {
  if (runningRelease === null || runningRelease === release) return null;
  const driver = resolution.driver?.value;
  const legacy =
    driver?.startsWith("legacy_") === true
      ? ` This GPU needs the driver ${driver}: the module has to name it before the machine is rebuilt with ${release}, ` +
        "because the default driver there no longer drives it. This plan does both at once."
      : "";
  return {
    severity: "warning",
    code: "NT431",
    summary: "The rebuild moves the machine to another NixOS release",
    detail: `The machine runs NixOS ${runningRelease}, and the next rebuild evaluates ${release}.${legacy}`,
    hint: "If that is not meant, set the channel (or the flake's nixpkgs) back to the running release first.",
    address,
  };
}

/** With a flake that `nixos-rebuild` does not find by itself, a rebuild from the channel builds another system. */
function outsideFlake({ system }: SystemDesire, { flake, hostName }: GenerationFacts): Diagnostic | null {
  if (flake === null || system.rebuild.kind === "flake" || flake === "/etc/nixos") return null;
  return {
    severity: "warning",
    code: "NT432",
    summary: "The system has a flake, and the rebuild would not use it",
    detail: `${flake}/flake.nix lies above the module, but nixtorch.config.ts has the machine rebuilt from root's channel.`,
    hint: `If the machine is built from that flake, say so:\n\n    system: { rebuild: { kind: "flake", host: ${JSON.stringify(hostName ?? "HOST")} } }`,
    address,
  };
}

export function notActivated(
  { root, system }: { readonly root: string; readonly system: Pick<SystemConfig, "module"> },
  facts: GenerationFacts,
  action: Rebuild,
): Diagnostic {
  const directory = facts.flake ?? parentOf(system.module);
  const flake = action.method === "flake" ? `${directory}#${action.host ?? ""}` : null;
  return {
    severity: "info",
    code: "NT433",
    summary: "The system under another root is not activated",
    detail:
      `Files are written below ${root}, and the system is built if there is a nixos-rebuild on PATH here; what runs ` +
      "on this machine is left alone.",
    hint: `To make it the one that boots there:\n\n    ${nixosEnterLine(root, flake)}`,
    address,
  };
}
