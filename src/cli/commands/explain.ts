import type { DiagnosticText } from "../../model/explanation.js";
import { diagnosticTextView, explanationView, topicsView } from "../../views/explain.js";
import { explanationDocument, topicsDocument, diagnosticTextDocument } from "../../views/json.js";
import type { Context, Engine } from "../context.js";
import { refuseLateErrors } from "../late-error.js";
import { planOptions, type PlanningFlags } from "../planning.js";
import { filled, usageFailure } from "../usage.js";

/** Columns of text that are pleasant to read. */
const mostColumns = 100;

/** Explains a diagnostic or a choice of the stack; without a topic it lists what there is. */
export async function explain(context: Context, flags: PlanningFlags, topic?: string): Promise<number> {
  filled("The name of what to explain", topic);
  const engine = await context.engine();
  const texts = await engine.diagnosticTexts();
  const view = { style: context.outStyle, width: widthOf(context), verbose: context.verbose };
  if (topic === undefined) {
    context.print(
      context.json ? topicsDocument(engine.explainable, texts) : topicsView(engine.explainable, texts, view),
    );
    return 0;
  }
  const number = /^(?:nt)?\s*-?(\d+)$/i.exec(topic.trim())?.[1];
  if (number !== undefined) {
    const text = texts.find(({ code }) => code === `NT${number}`);
    if (text === undefined) throw unknownCode(topic, Number(number), texts);
    context.print(context.json ? diagnosticTextDocument(text) : diagnosticTextView(text, view));
    return 0;
  }
  const key = engine.choiceNamed(topic);
  if (key === null) throw unknownTopic(topic, engine);
  const { explanation, diagnostics } = await engine.explain(key, planOptions(context, flags));
  await refuseLateErrors(context);
  if (context.json) context.print(explanationDocument(explanation, diagnostics));
  else {
    if (explanation !== null) context.print(explanationView(explanation, view));
    context.diagnose(diagnostics.filter(({ severity }) => explanation === null || severity === "error"));
  }
  return explanation === null ? 1 : 0;
}

function widthOf({ surroundings: { stdout } }: Context): number {
  return Math.min(mostColumns, Math.max(40, stdout.columns ?? mostColumns));
}

/** How many neighbours of an unknown code are named. */
const neighbours = 4;

function unknownCode(topic: string, number: number, texts: readonly DiagnosticText[]) {
  const distance = ({ code }: DiagnosticText) => Math.abs(Number(code.slice(2)) - number);
  const closest = [...texts].sort((a, b) => distance(a) - distance(b)).slice(0, neighbours);
  const lines = closest
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((one) => `  ${one.code}  ${one.summary}`);
  return unknown(
    `There is no diagnostic ${JSON.stringify(topic)}.`,
    `The codes next to it:\n${lines.join("\n")}\nAll of them:\n  nixtorch explain -v`,
  );
}

function unknownTopic(topic: string, engine: Engine) {
  const guess = engine.choiceLike(topic);
  return unknown(
    `${JSON.stringify(topic)} is neither a part of the stack nor the code of a diagnostic.`,
    `${guess === null ? "" : `Did you mean \`${guess}\`?\n`}Everything that can be explained:\n  nixtorch explain`,
  );
}

function unknown(detail: string, hint: string) {
  return usageFailure({ code: "NT579", summary: "Nothing to explain under that name", detail, hint });
}
