/**
 * nixtorch: declarative PyTorch/CUDA environments on NixOS.
 * @packageDocumentation
 */
export * from "./config/sdk.js";
export {
  apply,
  applyPlanned,
  loadPlan,
  plan,
  planToJson,
  savePlan,
  validate,
  type ApplyOptions,
  type FilePreview,
  type Planned,
  type PlanOptions,
} from "./engine.js";
export type { ApplyEvent, ApplyOutcome } from "./model/apply.js";
export { Failure, type Code, type Diagnostic, type Place, type Severity } from "./model/diagnostic.js";
export type { Action, Change, Drift, Need, Plan, SemanticChange, Summary } from "./model/plan.js";
export { hasChanges, hasConflicts } from "./model/plan.js";
export type { Choice, Resolution } from "./model/resolution.js";
export { nixtorchVersion } from "./model/version.js";
