import * as z from "zod";
import { planSchema } from "./schema.js";

/** The published JSON Schema of a plan, as text. Readers ignore unknown keys, so none are forbidden. */
export function planJsonSchema(): string {
  const schema = z.toJSONSchema(planSchema, { io: "input", target: "draft-2020-12" });
  return `${JSON.stringify({ title: "nixtorch plan", ...schema }, null, 2)}\n`;
}
