import { loadCatalog } from "../compat/catalog.js";
import { isOfThisMachine } from "../model/address.js";
import { recordedValues, type Baselines, type ProjectRecord } from "../model/record.js";
import type { Resolution } from "../model/resolution.js";
import { nixtorchVersion } from "../model/version.js";
import { planRecord } from "../resources/record/index.js";
import type { Contribution } from "../resources/resource.js";
import type { ProjectPlanning } from "./project.js";

/**
 * `nixtorch.lock` after apply. That uv found a lock of a person's own making to fit is noted along with other news,
 * and is no news by itself: `uv add` must not leave a plan behind.
 */
export function recordOf(
  { understanding, read, writable }: ProjectPlanning,
  resolution: Resolution,
  contributions: readonly Contribution[],
): Contribution {
  const old = understanding.record;
  const observed = read("nixtorch.lock");
  const options = { writable: writable("nixtorch.lock") };
  const record = (baseline: Baselines): ProjectRecord => ({
    nixtorchVersion,
    catalogVersion: loadCatalog().version,
    resolution: recordedValues(resolution),
    baseline,
  });
  const news = baselinesAfter(old?.baseline ?? {}, contributions);
  const uvLock = contributions.find(({ change }) => change.address === "project.uv_lock");
  const seen = old?.baseline["project.uv_lock"];
  if (seen && uvLock?.change.action === "no-op") {
    const silent = planRecord(observed, record({ ...news, "project.uv_lock": seen }), options);
    if (silent.change.action === "no-op") return silent;
  }
  return planRecord(observed, record(news), options);
}

/** What is left out of the plan keeps its baseline. */
function baselinesAfter(old: Baselines, contributions: readonly Contribution[]): Baselines {
  const fresh = contributions
    .filter(({ change }) => !isOfThisMachine(change.address))
    .map(({ change, baseline }) => [change.address, baseline] as const);
  return { ...old, ...Object.fromEntries(fresh) };
}
