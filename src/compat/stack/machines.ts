import type { Demand, HostDemand } from "../demand.js";
import { driverFor, type DriverAnswer } from "./driver.js";
import type { Stack } from "./solve.js";
import { codeFor } from "./wheels.js";

/** A machine and the driver that it gets with a stack. */
export interface Machine {
  readonly host: HostDemand;
  readonly answer: DriverAnswer;
}

/** The machine planned for, else all that are declared. */
export function machinesWith(stack: Stack, demand: Demand): readonly Machine[] {
  if (demand.here !== null) return [{ host: demand.here, answer: answerFor(demand.here, stack, demand) }];
  return demand.hosts.map((host, index) => ({ host, answer: stack.drivers[index]! }));
}

export function answerFor(host: HostDemand, stack: Stack, demand: Demand): DriverAnswer {
  return driverFor(host, demand, {
    nixpkgs: stack.nixpkgs,
    cuda: stack.variant?.cuda ?? null,
    ptxOnly: codeFor(stack, demand) === "ptx",
  });
}
