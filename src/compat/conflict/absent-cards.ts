import type { Config, SystemConfig } from "../../model/config.js";
import type { Change } from "./edit.js";

/** What is said about a card where none is declared, left out: the check of the config refuses it. */
export function aboutAbsentCards({ gpu, cuda, system, hosts }: Config): readonly Change[] {
  const machines: readonly (readonly [readonly string[], SystemConfig])[] = [
    ...(system === null ? [] : [[["system"], system] as const]),
    ...Object.entries(hosts).map(([name, host]) => [["hosts", name], host] as const),
  ];
  return [
    ...(gpu.length > 0 || cuda === null ? [] : [leave(["cuda"], null)]),
    ...machines.flatMap(([path, machine]) =>
      (machine.gpu ?? gpu).length > 0 ? [] : aboutDriver(path, machine),
    ),
  ];
}

function aboutDriver(path: readonly string[], machine: SystemConfig): readonly Change[] {
  const { driver, prime, powerManagement, datacenter } = machine;
  return [
    ...(driver.branch === null ? [] : [leave([...path, "driver", "branch"], null)]),
    ...(driver.open === null ? [] : [leave([...path, "driver", "open"], null)]),
    ...(datacenter ? [leave([...path, "datacenter"], false)] : []),
    ...(prime === null ? [] : [leave([...path, "prime"], null)]),
    // Goes with PRIME only.
    ...(powerManagement.finegrained ? [leave([...path, "powerManagement", "finegrained"], false)] : []),
  ];
}

function leave(path: readonly string[], normal: unknown): Change {
  return { path, written: undefined, normal };
}
