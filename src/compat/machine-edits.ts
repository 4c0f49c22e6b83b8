import type { SystemConfig } from "../model/config.js";
import type { Demand, HostDemand } from "./demand.js";
import type { Edit } from "./edits.js";
import { ownerOf } from "./hosts-of.js";
import { compareDotted } from "./order.js";
import type { Question } from "./question.js";
import type { Stack } from "./solve.js";
import { hostText } from "./stated.js";

/** Newer NixOS releases for a machine, the stable ones first. */
export function releaseEdits(host: number, demand: Demand): readonly Edit[] {
  const current = demand.hosts[host]!.release ?? "0";
  return demand.catalog.nixpkgs.releases
    .filter((row) => row.status.value !== "end-of-life" && row.release !== current)
    .filter((row) => row.release === "unstable" || compareDotted(row.release, current) > 0)
    .map((row) => releaseEdit(host, row.release, demand));
}

export function releaseEdit(host: number, release: string, demand: Demand): Edit {
  return {
    text: `${keyOf(host, demand)}: { release: "${release}" } // after an upgrade of ${hostText(demand, host)}`,
    apply: (question) => changeHost(question, demand.hosts[host]!.name, { release }),
  };
}

/** Says in the config what was found on the machine. */
export function declareReleaseEdit({ name, path }: HostDemand, release: string): Edit {
  return {
    text: `${path.join(".")}: { release: "${release}" }`,
    apply: (question) => changeHost(question, name, { release }),
  };
}

export function branchEdit(host: number, stack: Stack, demand: Demand): Edit {
  const answer = stack.drivers[host];
  return driverEdit(host, { branch: answer?.kind === "chosen" ? answer.driver.branch : null }, demand);
}

export function openEdit(host: number, stack: Stack, demand: Demand): Edit {
  const answer = stack.drivers[host];
  return driverEdit(host, { open: answer?.kind === "chosen" ? answer.driver.open : null }, demand);
}

function driverEdit(host: number, driver: Partial<SystemConfig["driver"]>, demand: Demand): Edit {
  const [key, value] = Object.entries(driver)[0]!;
  const text =
    value === null
      ? `${keyOf(host, demand)}: leave \`driver.${key}\` out`
      : `${keyOf(host, demand)}: { driver: { ${key}: ${JSON.stringify(value)} } }`;
  return { text, apply: (question) => changeHost(question, demand.hosts[host]!.name, { driver }) };
}

/** "system", or `hosts.tower`. */
function keyOf(host: number, demand: Demand): string {
  return demand.hosts[host]!.path.join(".");
}

/** Changes a machine where it is declared, and in the question about it. */
function changeHost(
  question: Question,
  name: string | null,
  change: { readonly release?: string; readonly driver?: Partial<SystemConfig["driver"]> },
): Question {
  const { config, host } = question;
  const declared = name === null ? config.system : (config.hosts[name] ?? null);
  if (declared === null) return question;
  const system = {
    ...declared,
    release: change.release ?? declared.release,
    driver: { ...declared.driver, ...change.driver },
  };
  const isHere = host !== null && ownerOf(host, config) === name;
  return {
    ...question,
    host: isHere ? { ...host, release: system.release ?? host.release, driver: system.driver } : host,
    config: name === null ? { ...config, system } : { ...config, hosts: { ...config.hosts, [name]: system } },
  };
}
