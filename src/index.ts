/**
 * nixtorch: declarative PyTorch/CUDA environments on NixOS.
 * @packageDocumentation
 */
export * from "./config/sdk.js";
export {
  apply,
  applyPlanned,
  importFiles,
  loadPlan,
  plan,
  planToJson,
  savePlan,
  validate,
  writeImported,
  type Answers,
  type ApplyOptions,
  type FilePreview,
  type Imported,
  type ImportOptions,
  type Planned,
  type PlanOptions,
} from "./engine.js";
export type { ApplyEvent, ApplyOutcome } from "./model/apply.js";
export { Failure, type Code, type Diagnostic, type Place, type Severity } from "./model/diagnostic.js";
export type {
  Action,
  Answer,
  Change,
  Drift,
  Need,
  Plan,
  Purpose,
  SemanticChange,
  Summary,
  ValueConflict,
} from "./model/plan.js";
export { hasChanges, hasConflicts } from "./model/plan.js";
export type { Choice, Resolution } from "./model/resolution.js";
export { nixtorchVersion } from "./model/version.js";
