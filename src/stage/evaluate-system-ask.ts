import { join } from "node:path";
import { digestOf, digestOfValue } from "../model/digest.js";
import { maskCredentials } from "../model/mask.js";
import type { ToolInput } from "../model/plan.js";
import { answersTo, dayMs } from "./cache.js";
import type { StageContext } from "./context.js";
import { withStagingDirectory } from "./directory.js";
import type { SystemRequest } from "./evaluate-system-expression.js";
import { configurationDigests } from "./evaluate-system-files.js";
import type { SystemSource } from "./evaluate-system-source.js";
import { askNix } from "./nix.js";
import { findTool, toolInput } from "./tool.js";
import { troubleOf, type TroubleKind } from "./trouble.js";

/** A large configuration takes a minute on a slow machine; one that asks for more may hang. */
const limitMs = 5 * 60_000;

export interface SystemExpression {
  readonly expression: string;
  /** For the person who waits. */
  readonly doing: string;
  readonly options: SystemRequest["options"];
  readonly packages: SystemRequest["packages"];
  readonly drivers: SystemRequest["drivers"];
  readonly unfree: SystemRequest["unfree"];
  /** Our module as it will be, and the name it goes by; `null`: without it. */
  readonly module: { readonly text: string; readonly shownAs: string } | null;
}

export type Asked<T> =
  | {
      readonly kind: "answered";
      /** `source`: where the flake's source lies in the store; `null`: no flake. */
      readonly answer: T & { readonly source: string | null };
      readonly tools: Readonly<Record<string, ToolInput>>;
    }
  /** Nix refuses the configuration. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "unavailable"; readonly reason: string };

type Problem =
  { readonly kind: "no-host"; readonly hosts: readonly string[] } | { readonly kind: "no-extend-modules" };
type Kept<T> = Extract<Asked<T>, { kind: "answered" }>;

/** Asks Nix about a configuration, or knows the answer: it is kept while none of its files changes, for a day. */
export async function askSystem<T>(
  context: StageContext,
  source: SystemSource,
  about: SystemExpression,
): Promise<Asked<T>> {
  const { system } = context;
  const nix = findTool(system, "nix");
  if (nix === null) return { kind: "unavailable", reason: "there is no nix on PATH" };
  const files = source.identity === null ? null : configurationDigests(system, source.directory);
  const answers =
    files === null
      ? null
      : answersTo<Kept<T>>(context, "system", {
          about,
          source: { ...source, files: digestOfValue(files) },
          expression: digestOf(about.expression),
          nix: nix.identity,
        });
  const known = answers?.find(dayMs) ?? null;
  if (known !== null) return known;

  return withStagingDirectory(context, async (directory) => {
    const staged = join(directory.path, "module.nix");
    if (about.module !== null) system.replaceFile(staged, about.module.text);
    const request: SystemRequest = {
      ...source.request,
      options: about.options,
      packages: about.packages,
      drivers: about.drivers,
      unfree: about.unfree,
      module:
        about.module === null
          ? null
          : { path: join(directory.real, "module.nix"), shownAs: about.module.shownAs },
    };
    system.replaceFile(join(directory.path, "request.json"), JSON.stringify(request));
    system.replaceFile(join(directory.path, "ask.nix"), about.expression);
    context.onProgress(about.doing);
    const { result, log } = await askNix(
      context,
      nix,
      // What would have to be built to be read is not built: planning only looks.
      [
        "eval",
        "--json",
        "--impure",
        "--option",
        "allow-import-from-derivation",
        "false",
        "--file",
        join(directory.real, "ask.nix"),
      ],
      { cwd: directory.real, env: source.env, timeoutMs: limitMs },
    );
    const answer = result.outcome === "success" ? parsed<T>(result.stdout) : null;
    if (answer === null)
      return refusal(context, source, result, log, (text) =>
        text.replaceAll(join(directory.real, "module.nix"), about.module?.shownAs ?? ""),
      );
    if ("problem" in answer) return { kind: "unavailable", reason: problemText(source, answer.problem) };
    const kept: Kept<T> = { kind: "answered", answer, tools: { nix: await toolInput(context, nix) } };
    answers?.keep(kept);
    return kept;
  });
}

type Parsed<T> = (T & { readonly source: string | null }) | { readonly problem: Problem };

function parsed<T>(json: string): Parsed<T> | null {
  try {
    return JSON.parse(json) as Parsed<T>;
  } catch {
    return null;
  }
}

function problemText({ shown }: SystemSource, problem: Problem): string {
  if (problem.kind === "no-extend-modules")
    return `${shown} has no extendModules, so it is not made by nixosSystem`;
  const hosts =
    problem.hosts.length === 0 ? "the flake has no hosts" : `the flake has ${problem.hosts.join(", ")}`;
  return `there is no ${shown}: ${hosts}`;
}

/** Troubles that are not the configuration's. */
const outside: Partial<Record<TroubleKind, string>> = {
  "not-started": "nix could not be started",
  timeout: `it took longer than ${limitMs / 60_000} minutes`,
  cancelled: "it was interrupted",
  offline: "--offline, and not everything that it needs is on this machine",
  network: "something that it needs could not be fetched",
  denied: "a server that it fetches from refused access",
  "full-disk": "the disk is full",
  "no-flakes": "this Nix is too old for it",
  "no-nix-store": "Nix cannot use its store",
};

/** Refusals that say nothing about the configuration's sense. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /allow-import-from-derivation/,
    "it imports what would have to be built first, and planning builds nothing",
  ],
  [
    /is not owned by (?:the )?current user|dubious ownership/,
    "git does not let this user read the repository",
  ],
];

function refusal<T>(
  context: StageContext,
  source: SystemSource,
  result: Parameters<typeof troubleOf>[0],
  log: string,
  readable: (text: string) => string,
): Exclude<Asked<T>, { kind: "answered" }> {
  const trouble = troubleOf(result, log);
  const kind = context.offline && trouble.kind === "network" ? "offline" : trouble.kind;
  const message = maskCredentials(readable(inConfiguration(trouble.message, source)));
  const reason = outside[kind] ?? refusals.find(([pattern]) => pattern.test(log))?.[1];
  if (reason === undefined) return { kind: "failed", message };
  const quoted = ["not-started", "timeout", "cancelled"].includes(kind) ? "" : ` (${message.split("\n")[0]})`;
  return { kind: "unavailable", reason: reason + quoted };
}

/** A flake's files by the names that the person knows. */
function inConfiguration(text: string, { request, directory }: SystemSource): string {
  return request.kind === "flake"
    ? text.replaceAll(/\/nix\/store\/[0-9a-z]{32}-source(?=\/)/g, directory)
    : text;
}
