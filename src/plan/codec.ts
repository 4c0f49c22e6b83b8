import * as z from "zod";
import { diagnosticDocument, type DiagnosticDocument } from "../model/diagnostic-document.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Digest } from "../model/digest.js";
import { carriesCredentials, maskCredentials } from "../model/mask.js";
import { planFormatVersion, type Plan } from "../model/plan.js";
import { consistencyProblems } from "./consistency.js";
import { planSchema, type PlanDocument } from "./schema.js";

/**
 * The plan as JSON: 2 spaces, keys in the schema's order, final newline. URL credentials in descriptive fields are
 * masked. Raises NT480 if the content to be written holds some: masked it would not be what is applied.
 */
export function encodePlan(plan: Plan): string {
  for (const action of plan.actions) refuseCredentials(action);
  const { inputs, actions, diagnostics, ...rest } = plan;
  const tools = Object.fromEntries(sorted(Object.entries(inputs.tools)));
  const files = Object.fromEntries(
    sorted(Object.entries(inputs.files)).map(([path, digest]) => [escapedKey(path), digest]),
  );
  const described = masked({ ...rest, diagnostics: diagnostics.map(diagnosticDocument) });
  const document = planSchema.parse({ ...described, inputs: { tools, ...files }, actions });
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Reads a plan from JSON; `file` names it in messages. Raises NT481 (not JSON), NT482 (another format), NT483 (a field
 * that no plan of ours has). Unknown keys are ignored.
 */
export function decodePlan(text: string, file: string): Plan {
  const value = parseJson(text, file);
  refuseOtherFormat(value, file);
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw damaged(file, parsed.error.issues.flatMap(problemsOf));
  const plan = planOf(parsed.data);
  const problems = consistencyProblems(plan);
  if (problems.length > 0) throw damaged(file, problems);
  return plan;
}

function planOf({ inputs: { tools, ...files }, diagnostics, ...rest }: PlanDocument): Plan {
  const paths = Object.entries(files as Record<string, Digest | null>).map(
    ([path, digest]) => [path === "./tools" ? "tools" : path, digest] as const,
  );
  return {
    ...rest,
    inputs: { files: Object.fromEntries(paths), tools },
    diagnostics: diagnostics.map(diagnosticOf),
  };
}

function diagnosticOf({ file, line, column, ...rest }: DiagnosticDocument): Diagnostic {
  return file === undefined ? rest : { ...rest, place: { file, line, column } };
}

/** In the document a file called `tools` would hide the tools. */
function escapedKey(path: string): string {
  return path === "tools" ? "./tools" : path;
}

function refuseCredentials(action: Plan["actions"][number]): void {
  const texts =
    action.type === "write-file"
      ? [action.content]
      : action.type === "write-spans"
        ? action.spans.map((span) => span.text)
        : [];
  if (!texts.some(carriesCredentials)) return;
  throw new Failure({
    severity: "error",
    code: "NT480",
    summary: "The plan would carry the credentials of a URL",
    detail:
      `What would be written for ${action.address} has a URL with a user name or token in it. ` +
      "Plans and the files they write are shared and committed, so neither may hold a secret.",
    hint:
      "Write the URL without credentials, and give them to uv through its environment:\n" +
      "  export UV_INDEX_<NAME>_USERNAME=… UV_INDEX_<NAME>_PASSWORD=…\n" +
      "For git sources use a git credential helper.",
    address: action.address,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(
      {
        severity: "error",
        code: "NT481",
        summary: "The plan file is not JSON",
        detail: `${file} cannot be read as a plan: ${(error as Error).message}.`,
        hint: "Plans are written by:\n  nixtorch plan --out FILE",
        place: { file },
      },
      { cause: error },
    );
  }
}

function refuseOtherFormat(value: unknown, file: string): void {
  const head = z.object({ formatVersion: z.unknown(), nixtorchVersion: z.unknown() }).safeParse(value).data;
  const format = head?.formatVersion;
  if (format === planFormatVersion || typeof format !== "number") return;
  const writer = typeof head?.nixtorchVersion === "string" ? head.nixtorchVersion : "of another version";
  throw new Failure({
    severity: "error",
    code: "NT482",
    summary: "The plan file has a format that this nixtorch does not know",
    detail: `${file} has plan format ${format}, written by nixtorch ${writer}; this nixtorch reads format ${planFormatVersion}.`,
    hint: `Apply it with nixtorch ${writer}, or make a new plan:\n  nixtorch plan --out ${file}`,
    place: { file },
  });
}

function damaged(file: string, problems: readonly string[]): Failure {
  const shown = problems.slice(0, 5);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  return new Failure({
    severity: "error",
    code: "NT483",
    summary: "The plan contradicts itself",
    detail: `${file} is not a plan that nixtorch wrote:\n${[...shown, ...more].map((line) => `  ${line}`).join("\n")}\nNothing was applied.`,
    hint: `Make a new plan:\n  nixtorch plan --out ${file}`,
    place: { file },
  });
}

/** Unions report one list of issues for each alternative; their own place says enough. */
function problemsOf(issue: z.core.$ZodIssue): string[] {
  const place = issue.path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("");
  return [`${place.replace(/^\./, "") || "the document"}: ${issue.message}`];
}

function masked<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === "string" ? maskCredentials(inner) : inner,
  ) as Value;
}

function sorted<Value>(entries: readonly [string, Value][]): [string, Value][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
