export { observeVenv, type ObservedVenv } from "./observe.js";
export { planVenv, type VenvDesire } from "./plan.js";
