export { planGeneration, type GenerationFacts } from "./plan.js";
