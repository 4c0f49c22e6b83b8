import type { System } from "../host/system.js";
import type { Address } from "../model/address.js";
import type { Plan } from "../model/plan.js";
import { pathOf } from "./paths.js";
import type { ApplyOptions, ToolName } from "./types.js";

/** What every step of one apply works with. */
export interface ApplyContext {
  readonly system: System;
  readonly plan: Plan;
  readonly options: ApplyOptions;
}

/** The absolute path of a resource on this machine. */
export function contextPath({ system, plan, options }: ApplyContext, address: Address): string {
  return pathOf(system, plan, options.project, address);
}

export function programOf({ options }: ApplyContext, tool: ToolName): string {
  return options.tools?.[tool] ?? tool;
}
