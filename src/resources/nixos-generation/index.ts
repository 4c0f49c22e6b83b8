export { planGeneration, type AppliedFiles, type GenerationFacts } from "./plan.js";
export { unplanGeneration } from "./removal.js";
