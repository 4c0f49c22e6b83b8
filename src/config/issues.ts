import type { Diagnostic } from "../model/diagnostic.js";
import { describe } from "./describe.js";
import { didYouMean } from "./nearest.js";
import { pathText, problem, writeInstead, type ConfigPath } from "./problem.js";
import { expectationOf } from "./schema.js";
import { at } from "./value.js";

/** The part of a zod issue that is used here. */
export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

/** A failed check and the value that must be left out for the rest of the config to be checked. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly without: ConfigPath;
}

/** What the failed checks of the schema mean, each with its place in `value`. */
export function findingsOf(issues: readonly Issue[], value: unknown): Finding[] {
  return issues.flatMap((issue) => unfold(issue, [])).flatMap((issue) => explain(issue, value));
}

type Flat = Omit<Issue, "path"> & { readonly path: ConfigPath };

/** Replaces a failed union by the failures of the one branch that was meant, if one was. */
function unfold(issue: Issue, parent: ConfigPath): Flat[] {
  const path = [...parent, ...(issue.path as ConfigPath)];
  const meant = issue.errors?.filter((branch) => !branch.some(isOfOtherKind));
  return meant?.length === 1 ? meant[0]!.flatMap((inner) => unfold(inner, path)) : [{ ...issue, path }];
}

function isOfOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== "unrecognized_keys" && issue.code !== "invalid_union";
}

function explain(issue: Flat, value: unknown): Finding[] {
  if (issue.code === "unrecognized_keys") return issue.keys!.map((key) => unknownKey(issue, key));
  const found = at(value, issue.path);
  if (found === undefined && issue.path.length > 0) return [missingKey(issue)];
  return [{ diagnostic: wrongKind(issue, found), without: issue.path }];
}

function unknownKey(issue: Flat, key: string): Finding {
  const path = [...issue.path, key];
  const known = expectationOf(issue.message).keys ?? [];
  const owner = issue.path.length === 0 ? "a config" : `\`${pathText(issue.path)}\``;
  return {
    diagnostic: problem(
      "NT221",
      path,
      `\`${key}\` is not a key of ${owner}. Its keys are: ${known.join(", ")}.`,
      didYouMean(key, known) ?? homeOf(key),
    ),
    without: path,
  };
}

/** Keys that are easily looked for in the wrong place. */
const homes: Readonly<Record<string, string>> = {
  name: "project.name",
  python: "project.python",
  vision: "torch.vision",
  torchvision: "torch.vision",
  audio: "torch.audio",
  torchaudio: "torch.audio",
  triton: "torch.triton",
  nixpkgs: "nix.nixpkgs",
  systems: "nix.systems",
  libraries: "nix.libraries",
  env: "shell.env",
  shellHook: "shell.hook",
  direnv: "shell.direnv",
  libraryMode: "shell.libraryMode",
  driver: "system.driver",
  open: "system.driver.open",
  nixLd: "system.nixLd",
  prime: "system.prime",
  dependencies: "packages",
  "dependency-groups": "groups",
};

function homeOf(key: string): string | undefined {
  return Object.hasOwn(homes, key) ? `There is a key \`${homes[key]}\`.` : undefined;
}

function missingKey(issue: Flat): Finding {
  const { expects } = expectationOf(issue.message);
  const owner = issue.path.slice(0, -1);
  const key = issue.path.at(-1)!;
  const detail =
    typeof key === "number"
      ? `\`${pathText(issue.path)}\` is undefined, where ${expects} is expected.`
      : `\`${pathText(owner)}\` must have the key \`${key}\`: ${expects}.`;
  return {
    diagnostic: problem("NT222", issue.path, detail),
    without: typeof key === "number" ? issue.path : owner,
  };
}

function wrongKind(issue: Flat, found: unknown): Diagnostic {
  const { expects, version } = expectationOf(issue.message);
  const path = pathText(issue.path);
  const subject = issue.path.length === 0 ? "The config" : `\`${path}\``;
  const is = `${subject} is ${describe(found)}`;
  if (version === true && typeof found === "number")
    return problem(
      "NT224",
      issue.path,
      `${is}. In a number a trailing zero is lost (3.10 is 3.1), so versions are written as text.`,
      writeInstead(...versionsMeantBy(found).map((text) => `${issue.path.at(-1)}: "${text}"`)),
    );
  if (issue.code === "invalid_value")
    return problem("NT239", issue.path, `${is}. It must be ${expects}.`, suggestion(found, expects));
  const remedy = isCapability(issue, found)
    ? writeInstead(`{ computeCapability: "${Number.isInteger(found) ? `${found}.0` : found}" }`)
    : found === null
      ? "Leave the key out to get its default."
      : issue.code === "invalid_union"
        ? suggestion(found, expects)
        : undefined;
  return problem("NT220", issue.path, `${is}, where ${expects} is expected.`, remedy);
}

/** Whether a number stands where a GPU belongs, and may be its compute capability. */
function isCapability({ message }: Flat, found: unknown): found is number {
  return typeof found === "number" && found < 100 && expectationOf(message).expects.startsWith("a GPU");
}

/** What a number may have been before it lost a zero. */
function versionsMeantBy(found: number): readonly string[] {
  const text = String(found);
  if (Number.isInteger(found)) return [`${text}.0`];
  return text.endsWith(".1") ? [text, `${text}0`] : [text];
}

function suggestion(found: unknown, expects: string): string | undefined {
  const values = [...expects.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
  return typeof found === "string" ? didYouMean(found, values) : undefined;
}
