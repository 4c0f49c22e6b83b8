import { Command, Option } from "commander";
import { nixtorchVersion } from "../model/version.js";
import { contextFor, type Context, type Engine, type GlobalFlags } from "./context.js";
import type { Surroundings } from "./surroundings.js";
import { bareValue } from "./usage.js";

/** A command line's parser, and what it has found out so far. */
export interface Program {
  readonly command: Command;
  /** Of the command, after it was carried out. */
  exitCode(): number;
  /** The name of the command that was chosen, for messages. */
  chosen(): string | null;
  /** Of the command that runs; `null` while the command line is still read. */
  context(): Context | null;
}

/** Declares the commands; what they do is loaded when one is called. */
export function createProgram(surroundings: Surroundings, engine: () => Promise<Engine>): Program {
  let exitCode = 0;
  let chosen: string | null = null;
  let context: Context | null = null;

  const program = new Command("nixtorch")
    .description("Declarative PyTorch/CUDA environments on NixOS: typed config, plan, apply.")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .version(nixtorchVersion, "--version", "print the version")
    .option("-C <dir>", "work as if started in this directory")
    .option("--config <file>", "the config (default: nixtorch.config.ts here or above, up to the git root)")
    .option("--root <dir>", "where /etc, /run, /proc and the rest of the system are read (default: /)")
    .option("--json", "print JSON on stdout")
    .option("--no-color", "print without colours")
    .option("--offline", "never use the network")
    .option("-v, --verbose", "show sources, all entries and unchanged resources")
    .option("--allow-root", "run as root in a project that root does not own")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      // Usage errors are printed like all other diagnostics.
      writeErr: () => undefined,
    })
    .exitOverride();

  program.hook("preSubcommand", (_program, subcommand) => {
    chosen = subcommand.name();
  });

  /** Binds a command to what carries it out: `(context, flags, ...arguments) => exit code`. */
  const carriedOut = <Flags extends GlobalFlags>(
    load: () => Promise<(context: Context, flags: Flags, ...words: string[]) => Promise<number>>,
  ) =>
    async function (this: Command, ...given: unknown[]) {
      const flags = this.optsWithGlobals<Flags>();
      const command = await load();
      context = contextFor(surroundings, engine, flags);
      // Behind the words stand the parser's own objects.
      const words = given.flat().filter((word) => typeof word === "string");
      exitCode = await command(context, flags, ...words);
    };

  planningOptions(
    program
      .command("plan")
      .description("Show what apply would change; writes nothing.")
      .option("--out <file>", "save the plan, for `nixtorch apply <file>`")
      .option("--detailed-exitcode", "exit 2 when there are changes")
      .option("--destroy", "show what destroy would take away")
      .option("--diff", "show the text diff of each file"),
  ).action(carriedOut(async () => (await import("./commands/plan.js")).plan));

  planningOptions(
    applyingOptions(
      program
        .command("apply")
        .description("Plan, ask, and carry the plan out.")
        .argument("[planfile]", "a plan saved by `nixtorch plan --out`; it is its own approval"),
    ),
  ).action(carriedOut(async () => (await import("./commands/apply.js")).apply));

  scopeOptions(
    applyingOptions(
      program
        .command("destroy")
        .description("Take away what nixtorch made here, and put back what it had replaced."),
    ),
  ).action(carriedOut(async () => (await import("./commands/apply.js")).destroy));

  scopeOptions(
    applyingOptions(
      program.command("eject").description("Keep the files as they are, as yours: markers and record go."),
    ),
  ).action(carriedOut(async () => (await import("./commands/apply.js")).eject));

  scopeOptions(
    applyingOptions(
      program.command("rollback").description("Put back what was there before the last apply."),
    ),
  ).action(carriedOut(async () => (await import("./commands/apply.js")).rollback));

  program
    .command("import")
    .description("Make a config from the files that are here and from the machine's NixOS configuration.")
    .argument("[path...]", "pyproject.toml, a requirements file, a Nix file; without it, those that are here")
    .option("--gpu <name>", "the project's cards: names with commas, or none (default: this machine's)")
    .option("--yes", "do not ask")
    .action(carriedOut(async () => (await import("./commands/import.js")).importConfig));

  program
    .command("validate")
    .description("Load and resolve the config; touches nothing.")
    .option("--hostname <name>", "resolve the driver for this host instead of this machine")
    .action(carriedOut(async () => (await import("./commands/validate.js")).validate));

  program
    .command("show")
    .description("Show a saved plan, or what was last applied.")
    .argument("[planfile]", "a plan saved by `nixtorch plan --out`")
    .option("--markdown", "print Markdown, for a pull request")
    .option("--html <file>", "write one self-contained page")
    .action(carriedOut(async () => (await import("./commands/show.js")).show));

  program
    .command("explain")
    .description("Explain a part of the stack (torch, driver, ...) or a diagnostic (NT311).")
    .argument("[topic]", "a part of the stack, or the code of a diagnostic; without it, what there is")
    .option("--hostname <name>", "explain the driver of this host instead of this machine's")
    .action(carriedOut(async () => (await import("./commands/explain.js")).explain));

  program
    .command("catalog")
    .description("Show what nixtorch knows: GPUs, CUDA toolkits, torch releases, nixpkgs releases.")
    .argument("[table]", "gpu, cuda, torch or nixpkgs; without it, a summary")
    .argument("[name...]", "of gpu: only cards of this name, architecture or compute capability")
    .action(carriedOut(async () => (await import("./commands/catalog.js")).catalog));

  return { command: program, exitCode: () => exitCode, chosen: () => chosen, context: () => context };
}

function applyingOptions(command: Command): Command {
  return command
    .option("--yes", "do not ask")
    .option("--diff", "show the text diff of each file")
    .option("--lock-timeout <seconds>", "wait for another nixtorch that works here (default: 0)");
}

function scopeOptions(command: Command): Command {
  return command
    .option("--project-only", "leave the system alone")
    .option("--system-only", "leave the project alone")
    .addOption(
      new Option("--target <address>", "only this resource and what it needs (repeatable)").argParser(
        (value: string, earlier: string[] = []) => [...earlier, value],
      ),
    )
    .option("--hostname <name>", "plan for this host instead of this machine");
}

function planningOptions(command: Command): Command {
  return scopeOptions(command)
    .option("--adopt", "take over files that exist and are not owned")
    .option("--eval-system", "ask Nix what the system's configuration says, instead of reading its text")
    .option(
      "--upgrade [what]",
      "make new stack choices, or with =nixpkgs, =packages or =NAME move a lock (write it with =)",
    )
    .option("--no-lock", "leave both locks and the venv alone")
    .option("--no-venv", "leave the venv alone");
}

/**
 * `--upgrade` takes its value only behind `=`: a bare one must not swallow the plan file or a word after it.
 * The parser knows optional values only greedily, so a bare one is given {@link bareValue}.
 */
export function prepared(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((arg, index) =>
    arg === "--upgrade" && (end === -1 || index < end) ? `--upgrade=${bareValue}` : arg,
  );
}
