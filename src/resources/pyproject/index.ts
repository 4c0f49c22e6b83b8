export { observePyproject } from "./observe.js";
export type { ObservedPyproject } from "./observe.js";
export { planPyproject } from "./plan.js";
export { pythonPreference } from "./python-version.js";
export { statementsOf } from "./statements.js";
export { unplanPyproject } from "./unplan.js";
