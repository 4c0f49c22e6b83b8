export { planGeneration, type AppliedFiles, type GenerationFacts } from "./plan.js";
