import { join } from "node:path";
import { loadCatalog, nixpkgsByPreference } from "../../compat/catalog.js";
import { printConfig } from "../../config/print.js";
import type { WrittenConfig } from "../../config/written.js";
import { withFile } from "../../host/overlay.js";
import { merge, without, type ConfigPath, type Merged, type Part } from "../../importing/merge.js";
import type { Reading, Understood } from "../../importing/types.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import type { Change, Plan } from "../../model/plan.js";
import { chosenNames } from "../../resources/pyproject/torch.js";
import { spotOf } from "../../resources/pyproject/unit.js";
import { planSession } from "../plan.js";
import type { Session } from "../session.js";

/** A config that was tried on the files that it is from. */
export interface Proven {
  readonly written: WrittenConfig;
  readonly text: string;
  /** What is left of the reading: a plan with this config leaves all that was understood as it is. */
  readonly reading: Reading;
  readonly merged: Merged;
  /** `null`: no plan comes about; `problems` say why. */
  readonly plan: Plan | null;
  /** What stands against the first apply, whatever of the reading is in the config. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Plans with the config that a reading gives, in memory, and takes out of it what the plan refuses or would write
 * over, until the plan leaves everything that was understood as it is.
 */
export async function prove(
  session: Session,
  reading: Reading,
  given: readonly Understood[],
  configFile: string,
): Promise<Proven> {
  const attempt = async (candidate: Reading): Promise<Attempt> => {
    const merged = merge([...given, ...candidate.understood]);
    const written = merged.written as WrittenConfig;
    const text = printConfig(written, merged.remarks);
    const outcome = await planned(session, configFile, text);
    const not = [...candidate.not, ...merged.not];
    const culprits = culpritsOf(outcome, merged.parts).filter(({ part }) => !given.includes(part));
    return { written, text, merged, reading: { ...candidate, not }, ...outcome, culprits };
  };
  let rest = reading;
  // Every round but the last takes something out.
  for (;;) {
    const first = await attempt(rest);
    if (first.culprits.length === 0) return first;
    for (const chosen of choicesFor(first)) {
      const outcome = await attempt({ ...rest, understood: [...rest.understood, chosen] });
      if (outcome.plan !== null && outcome.culprits.length === 0) return outcome;
    }
    for (const why of new Set(first.culprits.map((one) => one.why))) {
      const parts = first.culprits.filter((one) => one.why === why).map(({ part }) => part);
      rest = without(rest, parts, why);
    }
  }
}

interface Attempt extends Proven {
  readonly culprits: readonly Culprit[];
}

/**
 * What nobody asked for and a stack fails with may give way: an older project keeps its torch, CUDA and Python in an
 * older nixpkgs, and a machine its driver with an older CUDA.
 */
function choicesFor({ plan, written, problems }: Proven): readonly Understood[] {
  if (plan !== null) return [];
  const catalog = loadCatalog();
  const fails = (code: Diagnostic["code"]) => problems.some((problem) => problem.code === code);
  const chosen = (path: readonly string[], value: string, note: string): Understood => {
    return { path, value, source: value, place: { file: "import" }, note, chosen: true };
  };
  if (written.nix?.nixpkgs === undefined && fails("NT311"))
    return nixpkgsByPreference(catalog).map(({ release }) =>
      chosen(["nix", "nixpkgs"], release, "the first release that has all that the files ask for"),
    );
  if (written.cuda === undefined && fails("NT331"))
    return catalog.cuda.toolkits
      .toReversed()
      .map(({ version }) =>
        chosen(["cuda"], version, "the newest that the machine's driver is new enough for"),
      );
  return [];
}

interface Outcome {
  readonly plan: Plan | null;
  readonly problems: readonly Diagnostic[];
}

/** Nothing is written, and no lock is asked for: only what people wrote is at stake. */
async function planned(session: Session, configFile: string, text: string): Promise<Outcome> {
  const system = withFile(session.system, configFile, text);
  const options = { ...session.options, configFile, noLock: true, noVenv: true };
  try {
    const { plan } = await planSession({ ...session, system, options });
    return { plan, problems: plan.diagnostics.filter(isProblem) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { plan: null, problems: error.diagnostics.filter(({ severity }) => severity === "error") };
  }
}

/** A flake that nixtorch did not write is taken over by `--adopt`, and that is no contradiction. */
function isProblem({ severity, code, address }: Diagnostic): boolean {
  return severity === "error" && !(code === "NT401" && address === "project.flake");
}

interface Culprit {
  readonly part: Understood;
  readonly why: string;
}

function culpritsOf({ plan, problems }: Outcome, parts: readonly Part[]): Culprit[] {
  const refused = problems.flatMap((problem) => refusedBy(problem, parts));
  if (refused.length > 0) return refused;
  return (plan?.changes ?? []).flatMap((change) => changedBy(change, parts, problems));
}

/** Parts of the config that a diagnostic is about. Of several that exclude each other the most particular one goes. */
function refusedBy(problem: Diagnostic, parts: readonly Part[]): Culprit[] {
  const why = `${problem.detail ?? problem.summary} (${problem.code})`.replaceAll(/\s*\n\s*/g, " ");
  const own = partsAt(problem.configPath, parts);
  if (own.length > 0 && !isCard(own)) return own.map((part) => ({ part, why }));
  const related = (problem.related ?? []).map(({ configPath }) => partsAt(configPath, parts));
  const first = dispensable
    .map((key) => related.find((some) => some.some(({ path }) => path.join(".").startsWith(key))))
    .find((some) => some !== undefined);
  return (first ?? []).map((part) => ({ part, why }));
}

/** What is taken out of a stack that cannot be, in this order. The cards are what a person has, and stay. */
const dispensable = ["nix.nixpkgs", "cuda", "torch.version", "torch", "project.python", "system."];

function isCard(parts: readonly Understood[]): boolean {
  return parts.every(({ path }) => path[0] === "gpu");
}

/** What is written at or below a place, or else the nearest part around it. */
function partsAt(configPath: ConfigPath | undefined, parts: readonly Part[]): Understood[] {
  if (configPath === undefined || configPath.length === 0) return [];
  const placed = parts.flatMap(({ understood, at }) => (at === null ? [] : [{ understood, at }]));
  const within = placed.filter(({ at }) => isPrefix(configPath, at));
  const around = placed.filter(({ at }) => isPrefix(at, configPath));
  const deepest = Math.max(0, ...around.map(({ at }) => at.length));
  const found = within.length > 0 ? within : around.filter(({ at }) => at.length === deepest);
  return found.map(({ understood }) => understood);
}

function isPrefix(a: ConfigPath, b: ConfigPath): boolean {
  return a.every((key, index) => key === b[index]);
}

/** Parts whose own words the plan would write over, or cannot agree with. */
function changedBy(change: Change, parts: readonly Part[], problems: readonly Diagnostic[]): Culprit[] {
  const conflicting = (change.conflicts ?? []).map(({ key }) => key);
  const changed = change.details.filter(({ before }) => before !== null).map(({ key }) => key);
  return parts.flatMap(({ understood, at }) => {
    const keys = understood.keys ?? [];
    const names = (one: string) => keys.some((key) => isNamed(one, key));
    // That torch becomes exact is what nixtorch is for.
    if (at === null || isOfTorch(understood)) return [];
    const problem = problems.find(({ address }) => address === change.address);
    if (conflicting.some(names))
      return [{ part: understood, why: problem?.detail ?? "the plan would contradict it" }];
    return changed.some(names) ? [{ part: understood, why: "the plan would write it otherwise" }] : [];
  });
}

/** Plans call things by their keys in the record, or by their labels. */
function isNamed(name: string, key: string): boolean {
  return name === key || name === spotOf(key)?.label;
}

function isOfTorch({ path, keys }: Understood): boolean {
  return path[0] === "torch" && (keys ?? []).some((key) => chosenNames.includes(key.split(".").at(-1)!));
}

/** Where the config lies. */
export function configFileIn(project: string): string {
  return join(project, "nixtorch.config.ts");
}
