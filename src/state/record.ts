import { join } from "node:path";
import type { Reader } from "../host/system.js";
import { isAddress, type Address } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { recordFormatVersion, type ChoiceValue, type ProjectRecord } from "../model/record.js";

export { encodeRecord } from "../model/record.js";

export interface DecodedRecord {
  /** `null`: the text is no record. The next plan still knows what is there; it cannot tell a hand edit from an old value. */
  readonly record: ProjectRecord | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `nixtorch.lock` of a project directory; absent is no record and no diagnostic. */
export function readRecord(reader: Reader, project: string): DecodedRecord {
  const file = reader.read(join(project, "nixtorch.lock"));
  if (file.kind === "absent") return { record: null, diagnostics: [] };
  if (file.kind === "directory") return unusable("it is a directory");
  if (file.kind === "unreadable") return unusable(file.reason);
  return decodeRecord(new TextDecoder().decode(file.bytes));
}

/** Reads the text of `nixtorch.lock`. Never an error: merge markers, garbage and other formats give NT486, a warning. */
export function decodeRecord(text: string): DecodedRecord {
  if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(text)) return unusable("it has the markers of an unfinished merge");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unusable("it is not JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return unusable("it is not an object");
  const entries = Object.entries(value);
  const head = new Map<string, unknown>(entries);
  const format = head.get("formatVersion");
  if (format !== recordFormatVersion)
    return unusable(
      typeof format === "number"
        ? `it has format ${format}, and this nixtorch knows format ${recordFormatVersion}`
        : "it has no formatVersion",
    );
  return recordOf(entries, head);
}

function recordOf(entries: readonly [string, unknown][], head: ReadonlyMap<string, unknown>): DecodedRecord {
  const nixtorchVersion = head.get("nixtorchVersion");
  const catalogVersion = head.get("catalogVersion");
  if (typeof nixtorchVersion !== "string" || typeof catalogVersion !== "string")
    return unusable("it does not say which nixtorch and catalog wrote it");

  const resolution: [string, ChoiceValue][] = [];
  const baseline = new Map<Address, [string, string][]>();
  for (const [key, value] of entries) {
    const [, section, rest = ""] = /^(resolution|baseline)\.(.*)$/s.exec(key) ?? [];
    if (section === undefined) continue;
    if (section === "resolution" ? !isChoiceValue(value) : typeof value !== "string")
      return unusable(`the value of ${JSON.stringify(key)} is of the wrong kind`);
    if (section === "resolution") resolution.push([rest, value as ChoiceValue]);
    else addBaseline(baseline, rest, value as string);
  }
  const record: ProjectRecord = {
    nixtorchVersion,
    catalogVersion,
    resolution: Object.fromEntries(resolution),
    baseline: Object.fromEntries(
      [...baseline].map(([address, values]) => [address, Object.fromEntries(values)]),
    ),
  };
  return { record, diagnostics: [] };
}

/** An address that this nixtorch does not know belongs to another version and is passed over. */
function addBaseline(baseline: Map<Address, [string, string][]>, rest: string, value: string): void {
  const colon = rest.indexOf(":");
  const address = rest.slice(0, colon);
  if (colon < 0 || !isAddress(address)) return;
  const values = baseline.get(address) ?? [];
  values.push([rest.slice(colon + 1), value]);
  baseline.set(address, values);
}

function isChoiceValue(value: unknown): value is ChoiceValue {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (Array.isArray(value) && value.every((one) => typeof one === "string"))
  );
}

function unusable(why: string): DecodedRecord {
  return {
    record: null,
    diagnostics: [
      {
        severity: "warning",
        code: "NT486",
        summary: "The record of the last apply cannot be used",
        detail:
          `nixtorch.lock is not used: ${why}. What is in the files is planned from as it is; ` +
          "only edits by hand since the last apply cannot be told from old values.",
        hint: "The next apply writes it anew. To take it from git instead:\n  git checkout HEAD -- nixtorch.lock",
        address: "project.record",
        place: { file: "nixtorch.lock" },
      },
    ],
  };
}
