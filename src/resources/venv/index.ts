export { observeVenv, type ObservedVenv } from "./observe.js";
export { planVenv, unplanVenv, type VenvDesire } from "./plan.js";
