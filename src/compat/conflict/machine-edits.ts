import type { Demand, HostDemand } from "../demand.js";
import { configEdit, type Edit } from "./edit.js";
import { compareDotted } from "../order.js";
import type { Stack } from "../stack/solve.js";
import { driverPath, hostText } from "./stated.js";

/** Newer NixOS releases for a machine, the stable ones first. */
export function releaseEdits(host: number, demand: Demand): readonly Edit[] {
  const current = demand.hosts[host]!.release ?? "0";
  return demand.catalog.nixpkgs.releases
    .filter((row) => row.status.value !== "end-of-life" && row.release !== current)
    .filter((row) => row.release === "unstable" || compareDotted(row.release, current) > 0)
    .map((row) => releaseEdit(host, row.release, demand));
}

export function releaseEdit(host: number, release: string, demand: Demand): Edit {
  return declareReleaseEdit(demand.hosts[host]!, release, `after an upgrade of ${hostText(demand, host)}`);
}

/** Says in the config what the machine's release is. */
export function declareReleaseEdit({ path }: HostDemand, release: string, remark: string): Edit {
  const change = { path: [...path.map(String), "release"], written: release, normal: release };
  return configEdit("release", [change], remark);
}

export function branchEdit(host: number, stack: Stack, demand: Demand): Edit {
  const { datacenter } = demand.hosts[host]!;
  if (datacenter) return driverEdit(host, "branch", null, demand);
  const answer = stack.drivers[host];
  return driverEdit(host, "branch", answer?.kind === "chosen" ? answer.driver.branch : null, demand);
}

export function openEdit(host: number, stack: Stack, demand: Demand): Edit {
  const answer = stack.drivers[host];
  return driverEdit(host, "open", answer?.kind === "chosen" ? answer.driver.open : null, demand);
}

function driverEdit(
  host: number,
  key: "branch" | "open",
  value: string | boolean | null,
  demand: Demand,
): Edit {
  const one = demand.hosts[host]!;
  const path = driverPath(key, one).map(String);
  const isMode = key === "branch" && one.datacenter;
  return configEdit("driver", [{ path, written: value ?? undefined, normal: isMode ? false : value }]);
}
