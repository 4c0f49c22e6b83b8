export {
  systemFrom,
  type LeftSetting,
  type SystemReading,
  type UnderstoodSetting,
} from "./from-configuration.js";
export { sideEffectFindings } from "./findings.js";
export { observeModule, type ObservedModule } from "./observe.js";
export { planModule } from "./plan.js";
export { releaseModule, unplanModule } from "./removal.js";
export { askedOptions, unfreePackages } from "./settings.js";
export { formerNames } from "./spelling.js";
