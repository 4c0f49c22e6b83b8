import type { Diagnostic } from "../model/diagnostic.js";
import { diagnosticsView } from "../views/diagnostics.js";
import { coloured, plain, type Style } from "../views/style.js";
import { progressOn, type Progress } from "./progress.js";
import { mayColour, type Output, type Surroundings } from "./surroundings.js";

/** The programmatic interface, as a value: commands never import it, so that tests can stand in for it. */
export type Engine = typeof import("../engine.js");

/** The options every command takes. */
export interface GlobalFlags {
  readonly C?: string;
  readonly config?: string;
  readonly root?: string;
  readonly json?: boolean;
  readonly color: boolean;
  readonly offline?: boolean;
  readonly verbose?: boolean;
  readonly allowRoot?: boolean;
}

/** What a command receives: its surroundings, its engine, and ways to say something. */
export interface Context {
  readonly surroundings: Surroundings;
  /** Loaded when first needed: usage errors and help do without it. */
  readonly engine: () => Promise<Engine>;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly progress: Progress;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** The command's result, on stdout. */
  print(text: string): void;
  /** For the person, on stderr. */
  note(text: string): void;
  /** Diagnostics on stderr; with `--json` they are part of the document and nothing is written. */
  diagnose(diagnostics: readonly Diagnostic[]): void;
}

export function contextFor(
  surroundings: Surroundings,
  engine: () => Promise<Engine>,
  flags: Pick<GlobalFlags, "json" | "verbose" | "color">,
): Context {
  const json = flags.json ?? false;
  const verbose = flags.verbose ?? false;
  const styleOf = (output: Output) => (flags.color && mayColour(output, surroundings) ? coloured : plain);
  const progress = progressOn(surroundings, { verbose });
  let begun = false;
  const write = (output: Output, text: string) => {
    progress.clear();
    output.write(text);
    begun = true;
  };
  return {
    surroundings,
    engine,
    json,
    verbose,
    progress,
    outStyle: json ? plain : styleOf(surroundings.stdout),
    errStyle: styleOf(surroundings.stderr),
    print: (text) => write(surroundings.stdout, text),
    note: (text) => write(surroundings.stderr, text),
    diagnose(diagnostics) {
      const text = json ? "" : diagnosticsView(diagnostics, styleOf(surroundings.stderr));
      if (text !== "") write(surroundings.stderr, begun ? `\n${text}` : text);
    },
  };
}
