import type { CommandResult } from "../host/system.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Digest } from "../model/digest.js";
import { digestOf } from "../model/digest.js";
import { maskCredentials } from "../model/mask.js";
import { programOf, type ApplyContext } from "./context.js";
import { enterText, installText, privilegedExit } from "./privileged-text.js";
import { wordingOf } from "./privileged-wording.js";
import { timeouts, toolFailure } from "./tools.js";

/** What the one privileged process is asked for. Paths are real ones of this machine. */
export interface PrivilegedWork {
  readonly files: readonly PrivilegedFile[];
  /** A new file that git must know, because the system is built from a flake; `null`: none. */
  readonly track: string | null;
  /** A file that git is to know no longer, if it only was to be added; `null`: none. */
  readonly untrack: string | null;
  /** `null`: the files only. `flake`: a reference with its host; `null`: by channel. */
  readonly rebuild: { readonly activation: "switch" | "boot"; readonly flake: string | null } | null;
}

export interface PrivilegedFile {
  readonly path: string;
  readonly before: Digest | null;
  /** Where the bytes before are kept by the user; `null`: there were none. */
  readonly image: string | null;
  /** `null`: to be removed. */
  readonly bytes: Uint8Array | null;
}

/** The payload's text; the privileged process checks its digest, and every path and digest in it. */
function payloadOf({ files, track, untrack, rebuild }: PrivilegedWork): string {
  const lines = [
    ...files.map(({ path, before, bytes }) => {
      const after = bytes === null ? null : digestOf(bytes);
      return ["file", base64(path), hexOf(before), hexOf(after), bytes === null ? "-" : base64(bytes)];
    }),
    ...(track === null ? [] : [["track", base64(track)]]),
    ...(untrack === null ? [] : [["untrack", base64(untrack)]]),
    ...(rebuild === null
      ? []
      : [["rebuild", rebuild.activation, rebuild.flake === null ? "-" : base64(rebuild.flake)]]),
  ];
  return lines.map((fields) => `${fields.join(" ").trimEnd()}\n`).join("");
}

/** Runs the work as root, asking for privilege once. Raises a `Failure`; the files are then as before, or named. */
export async function runPrivileged(context: ApplyContext, work: PrivilegedWork): Promise<void> {
  const payload = payloadOf(work);
  const { system, options } = context;
  const shell = ["/bin/sh", "-c", enterText, "nixtorch", installText, hexOf(digestOf(payload))];
  const [program, ...args] =
    system.uid === 0
      ? shell
      : [programOf(context, "sudo"), ...(options.interactive ? [] : ["-n"]), "--", ...shell];
  const result = await system.run({
    program: program!,
    args,
    cwd: "/",
    stdin: payload,
    interactive: options.interactive,
    timeoutMs: timeouts.rebuild,
    onProgress: (line) =>
      options.onEvent({ type: "progress", address: "system.generation", text: maskCredentials(line) }),
  });
  if (result.outcome !== "success") throw new Failure(diagnosticsOf(context, work, result));
}

function diagnosticsOf(context: ApplyContext, work: PrivilegedWork, result: CommandResult): Diagnostic[] {
  const report = reportOf(result.stdout);
  // The fixed text would drown what was said.
  const shown = {
    ...result,
    command: commandShown(context, work, result),
    exitCode: report.exit ?? result.exitCode,
  };
  const failure = toolFailure(shown, {
    ...wordingOf(result, context.plan.purpose),
    address: "system.generation",
  });
  return [
    { ...failure, detail: `${failure.detail}${standing(report)}` },
    ...leftBehind(context, work).map(unrestored),
  ];
}

/** Looked at from outside: a process that was killed tells nothing. */
function leftBehind({ system }: ApplyContext, work: PrivilegedWork): PrivilegedFile[] {
  return work.files.filter(({ path, before }) => {
    const state = system.read(path);
    return (state.kind === "file" ? state.digest : null) !== before;
  });
}

function commandShown(context: ApplyContext, work: PrivilegedWork, { exitCode }: CommandResult): string {
  const flake = work.rebuild?.flake ? ` --flake ${work.rebuild.flake}` : "";
  if (exitCode === privilegedExit.build) return `nixos-rebuild build${flake}`;
  if (exitCode === privilegedExit.activate) return `nixos-rebuild ${work.rebuild?.activation ?? ""}${flake}`;
  return context.system.uid === 0
    ? "The privileged step"
    : `The privileged step (${programOf(context, "sudo")} /bin/sh)`;
}

interface Report {
  /** Exit code of nixos-rebuild. */
  readonly exit: number | null;
  readonly restored: readonly string[];
  readonly unrestored: readonly string[];
  readonly running: string | null;
  readonly bootDefault: string | null;
}

function reportOf(stdout: string): Report {
  const lines = stdout.split("\n").map((line) => line.split(" "));
  const paths = (kind: string) =>
    lines
      .filter(([word]) => word === kind)
      .map(([, path = ""]) => Buffer.from(path, "base64").toString("utf8"));
  const generation = lines.find(([word]) => word === "generation") ?? [];
  const named = (text: string | undefined) => (text === undefined || text === "-" ? null : text);
  const exit = lines.find(([word]) => word === "exit")?.[1];
  return {
    exit: exit === undefined ? null : Number(exit),
    restored: paths("restored"),
    unrestored: paths("unrestored"),
    running: named(generation[1]),
    bootDefault: named(generation[2]),
  };
}

/** Where the machine stands now, in a sentence or two. */
function standing({ restored, unrestored: broken, running, bootDefault }: Report): string {
  const sentences = [
    ...(restored.length > 0 && broken.length === 0
      ? [`${restored.join(" and ")} ${restored.length > 1 ? "are" : "is"} as before.`]
      : []),
    ...(running === null ? [] : [`The running system is ${running}.`]),
    ...(bootDefault === null || running === null || bootDefault === running
      ? []
      : [`The next boot starts ${bootDefault}.`]),
  ];
  return sentences.length === 0 ? "" : `\n${sentences.join(" ")}`;
}

function unrestored({ path, image }: PrivilegedFile): Diagnostic {
  return {
    severity: "error",
    code: "NT506",
    summary: "A changed file could not be put back",
    detail: `${path} still has what this apply wrote.`,
    hint:
      image === null
        ? `It was not there before. To take it away:\n  sudo rm ${path}`
        : `Its content before the apply is kept. To put it back:\n  sudo cp ${image} ${path}`,
    place: { file: path },
  };
}

function base64(content: Uint8Array | string): string {
  return Buffer.from(content).toString("base64");
}

function hexOf(digest: Digest | null): string {
  return digest === null ? "absent" : digest.slice("sha256:".length);
}
