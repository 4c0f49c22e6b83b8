import type { Diagnostic } from "./diagnostic.js";

/** The person stopped nixtorch before it had written anything. */
export const interrupted: Diagnostic = {
  severity: "error",
  code: "NT588",
  summary: "Interrupted",
  detail: "nixtorch was interrupted before it was done.",
};
