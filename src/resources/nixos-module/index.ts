export { observeModule, type ObservedModule } from "./observe.js";
export { planModule } from "./plan.js";
