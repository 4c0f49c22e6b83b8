export { planRecord, unplanRecord, type RecordOptions } from "./plan.js";
