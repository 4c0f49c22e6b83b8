import type { Change, Need } from "../model/plan.js";
import { humanBytes } from "./size.js";
import { inline } from "./text.js";

const names: Readonly<Record<Need["kind"], string>> = {
  sudo: "needs sudo",
  reboot: "needs a reboot",
  login: "needs a new login",
  download: "downloads",
  build: "builds",
};

/** What one need asks, such as `downloads 2.5 GiB: torch and 14 more`. */
export function needText(need: Need): string {
  const size = need.bytes === undefined ? "" : ` ${humanBytes(need.bytes)}`;
  return `${names[need.kind]}${size}${need.detail === "" ? "" : `: ${inline(need.detail)}`}`;
}

/** All needs of a plan in one phrase, such as `sudo, a reboot, downloads of 2.5 GiB`; `null`: none. */
export function needsTotal(changes: readonly Change[]): string | null {
  const needs = changes.filter((change) => change.action !== "no-op").flatMap((change) => change.needs);
  const has = (kind: Need["kind"]) => needs.some((need) => need.kind === kind);
  const parts = [
    has("sudo") ? "sudo" : null,
    has("reboot") ? "a reboot" : null,
    has("login") ? "a new login" : null,
    has("download") ? downloads(needs.filter((need) => need.kind === "download")) : null,
    has("build") ? "building packages here" : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

function downloads(needs: readonly Need[]): string {
  const known = needs.flatMap((need) => (need.bytes === undefined ? [] : [need.bytes]));
  if (known.length === 0) return "downloads of unknown size";
  const size = humanBytes(known.reduce((sum, bytes) => sum + bytes, 0));
  return known.length === needs.length ? `downloads of ${size}` : `downloads of at least ${size}`;
}
