import type { Context } from "./context.js";
import { refuseLateErrors } from "./late-error.js";
import { inCi, mayAsk } from "./surroundings.js";
import { usageFailure } from "./usage.js";

/** Raises NT586 where nobody can be asked. `commands`: how to do it without. */
export function refuseUnlessAskable(context: Context, commands: string): void {
  if (!context.json && mayAsk(context.surroundings)) return;
  throw usageFailure({
    code: "NT586",
    summary: "Nobody can be asked for approval",
    detail: `${whyNot(context)}, and it does nothing that was not approved. Nothing was written.`,
    hint: commands,
  });
}

/** Whether the person types the word yes. `command` is what the answer is typed behind. */
export async function confirmed(context: Context, question: string, command: string): Promise<boolean> {
  context.note(`\n${question} Only the word yes is taken as approval.\n`);
  const answer = await context.surroundings.ask(`${capitalised(command)}: `);
  await refuseLateErrors(context);
  if (answer?.trim() === "yes") return true;
  context.note(`${answer === null ? "\n" : ""}Not approved. Nothing was changed.\n`);
  return false;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function whyNot({ json, surroundings }: Context): string {
  if (json) return "With --json nixtorch asks nothing";
  if (!inCi(surroundings)) return "nixtorch has no terminal to ask on";
  return `In CI nixtorch asks nothing (the environment has CI=${surroundings.env["CI"]})`;
}
