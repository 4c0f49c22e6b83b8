import type { Diagnostic } from "../model/diagnostic.js";
import { clashOf, easiestFirst, type Clash } from "./clash.js";
import type { Demand } from "./demand.js";
import { editsOf, editToAll, helps, nixpkgsEdits, type Edit } from "./edits.js";
import { factsAbout, nixpkgsFact, type ClashFact } from "./facts.js";
import { listing } from "./order.js";
import type { Question } from "./question.js";
import { bestStack } from "./solve.js";
import { placeOf, statedText, type Stated } from "./stated.js";

/** A demand that cannot be met, what clashes in it, and edits that were tried and help. */
export interface Conflict {
  readonly clash: Clash;
  /** Each of them alone gives a stack. */
  readonly edits: readonly Edit[];
  /** Whether another nixpkgs would help although none is stated. */
  readonly blamesNixpkgs: boolean;
}

/** How many sources and edits a message names. */
const most = { sources: 4, edits: 5 };

export function conflictOf(question: Question, demand: Demand): Conflict {
  const clash = clashOf(demand);
  const works = (edit: Edit) => helps(edit, question);
  const single = easiestFirst([...new Set(clash.cores.flat())]).flatMap((stated) =>
    editsOf(stated, question, demand),
  );
  const release = demand.nixpkgs === null ? nixpkgsEdits(demand).find(works) : undefined;
  const alone = [...single, ...(release === undefined ? [] : [release])];
  const all =
    alone.length > 0 ? alone : combined(clash, demand).filter((edit) => helps(edit, question, "any"));
  const edits = all.filter((edit, index) => all.findIndex((one) => one.text === edit.text) === index);
  return { clash, edits: edits.slice(0, most.edits), blamesNixpkgs: release !== undefined };
}

/** One change of each clashing set, towards the stack that is left without them. */
function combined({ given, stack }: Clash, demand: Demand): readonly Edit[] {
  return stack === null ? [] : [editToAll(given, stack, demand)];
}

/** One diagnostic for each set of statements that clash, all with the same edits. */
export function conflictDiagnostics(question: Question, demand: Demand): readonly Diagnostic[] {
  const { clash, edits, blamesNixpkgs } = conflictOf(question, demand);
  const about = bestStack({ ...demand, hosts: [] }) === null ? "stack" : "driver";
  return clash.cores.map((core) => {
    const stated = inOrder(core);
    const facts = [
      ...stated.flatMap((one) => factsAbout(one, demand, about)),
      ...(blamesNixpkgs && about === "stack" ? [nixpkgsFact(demand)] : []),
    ];
    const places = stated.map((one) => placeOf(one, demand));
    return {
      severity: "error",
      ...(about === "driver"
        ? ({ code: "NT312", summary: "No driver fits what is declared" } as const)
        : ({ code: "NT311", summary: "No stack fits what is declared" } as const)),
      detail: detailOf(stated, facts, demand),
      hint: hintOf(edits),
      ...places.find((one) => one.configPath !== undefined),
      ...places.find((one) => one.place !== undefined),
    };
  });
}

/** Cards first, as they were declared; the rest from what is blamed most to what is blamed least. */
function inOrder(core: readonly Stated[]): readonly Stated[] {
  const isCard = (stated: Stated) => stated.kind === "gpu" || stated.kind === "host-gpu";
  return [...core.filter(isCard), ...core.filter((stated) => !isCard(stated)).toReversed()];
}

function detailOf(stated: readonly Stated[], facts: readonly ClashFact[], demand: Demand): string {
  const names = stated.map((one) => statedText(one, demand));
  const opening =
    names.length === 1
      ? `Nothing in the catalog satisfies ${names[0]}.`
      : `These do not go together: ${listing(names)}.`;
  const texts = [...new Set(facts.map((fact) => fact.text))];
  const sources = [...new Set(facts.flatMap((fact) => fact.sources).map(shortSource))].slice(0, most.sources);
  return [opening, ...texts, ...(sources.length === 0 ? [] : [`Sources: ${sources.join(", ")}.`])].join("\n");
}

/** Without remarks, and with as much of a commit as git asks for. */
function shortSource(source: string): string {
  return source.replace(/ \(.*$/, "").replace(/@([0-9a-f]{8})[0-9a-f]+/, "@$1");
}

function hintOf(edits: readonly Edit[]): string {
  if (edits.length === 0)
    return "No single change helps: start from the GPU alone, and add the rest back one by one.";
  const texts = edits.map((edit) =>
    edit.text
      .split("\n")
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  const opening = edits.length === 1 ? "This resolves it:" : "Any one of these resolves it:";
  return `${opening}\n\n${texts.join("\n\n")}`;
}
