export { planRecord, type RecordOptions } from "./plan.js";
