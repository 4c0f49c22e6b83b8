import type { Answers, PlanOptions, Planned } from "../engine.js";
import type { Address } from "../model/address.js";
import type { Answer, Change, ValueConflict } from "../model/plan.js";
import { diffLines } from "../views/diff.js";
import { fileDiffs } from "../views/file-diffs.js";
import { inline } from "../views/text.js";
import { conflictView } from "../views/value-conflict.js";
import type { Context, Engine } from "./context.js";
import { refuseLateErrors } from "./late-error.js";

type Shown = Pick<Planned, "plan" | "previews">;

type Choice = Answer | "skip" | "quit";

interface Decisions {
  readonly answers: Answers;
  readonly skipped: readonly Address[];
}

/**
 * Asks whose value is to stay wherever a person and nixtorch differ, and plans again with the answers. `null`: the
 * person wants to stop. Conflicts that no answer decides are left in the plan.
 */
export async function settled(
  context: Context,
  engine: Engine,
  planned: Shown,
  options: PlanOptions,
): Promise<Shown | null> {
  let decisions: Decisions = { answers: options.answers ?? {}, skipped: options.skipped ?? [] };
  let current = planned;
  for (;;) {
    const open = openConflicts(current.plan.changes, decisions);
    if (open.length === 0) return current;
    for (const { change, conflict } of open) {
      if (decisions.skipped.includes(change.address)) continue;
      const choice = await asked(context, change, conflict, () =>
        differences(
          context,
          engine,
          { ...options, ...decided(decisions, change.address, conflict.key, "theirs") },
          change,
        ),
      );
      if (choice === "quit") {
        context.note("Nothing was changed.\n");
        return null;
      }
      decisions = decided(decisions, change.address, conflict.key, choice);
    }
    current = await engine.plan({ ...options, ...decisions });
    await refuseLateErrors(context);
  }
}

/** Those that nobody has answered yet: an answer that did not help is not asked for again. */
function openConflicts(changes: readonly Change[], { answers }: Decisions) {
  return changes
    .filter(({ action }) => action === "conflict")
    .flatMap((change) => (change.conflicts ?? []).map((conflict) => ({ change, conflict })))
    .filter(({ change, conflict }) => answers[change.address]?.[conflict.key] === undefined);
}

function decided(
  { answers, skipped }: Decisions,
  address: Address,
  key: string,
  choice: Answer | "skip",
): Decisions {
  if (choice === "skip") return { answers, skipped: [...skipped, address] };
  return { answers: { ...answers, [address]: { ...answers[address], [key]: choice } }, skipped };
}

/** What the file would become with nixtorch's value, as text. */
async function differences(
  { surroundings, errStyle }: Context,
  engine: Engine,
  options: PlanOptions,
  { address }: Change,
): Promise<string> {
  const { previews } = await engine.plan(options);
  const files = previews.filter((preview) => preview.address === address);
  const diffs = await fileDiffs(files, { onTerminal: surroundings.stderr.isTerminal });
  const lines = diffs.flatMap((diff) => diffLines(diff, errStyle));
  return lines.length === 0
    ? "    Nothing could be written before other conflicts of this file are settled.\n"
    : `${lines.map((line) => `    ${line}`).join("\n")}\n`;
}

async function asked(
  context: Context,
  change: Change,
  conflict: ValueConflict,
  diff: () => Promise<string>,
): Promise<Choice> {
  const name = inline(change.path ?? change.address);
  context.note(`\n${conflictView(change, conflict, context.errStyle)}`);
  for (;;) {
    const answer = await context.surroundings.ask(
      `  [d]iff, [m]ine (keep the file's), [t]heirs (write nixtorch's), [s]kip ${name}, [q]uit: `,
    );
    const word = answer?.trim().toLowerCase() ?? null;
    if (word === null) context.note("\n");
    if (word === null || word === "q" || word === "quit") return "quit";
    if (word === "m" || word === "mine") return "mine";
    if (word === "t" || word === "theirs") return "theirs";
    if (word === "s" || word === "skip") return "skip";
    if (word === "d" || word === "diff") {
      context.note(await diff());
    } else {
      context.note("  Answer with one of the letters in brackets.\n");
    }
  }
}
