export type { PlannedImport } from "./change.js";
export { observeImport, type ObservedImport } from "./observe.js";
export { planImport } from "./plan.js";
export { releaseImport, unplanImport } from "./removal.js";
