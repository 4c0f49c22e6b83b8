export { observeImport, type ObservedImport } from "./observe.js";
export { planImport } from "./plan.js";
