import type { Diagnostic, Related } from "../../model/diagnostic.js";
import { conflictsOf, lockedConflictsOf, type Conflict, type Conflicts } from "./conflict.js";
import type { Demand } from "../demand.js";
import { demandOf } from "../demand-of.js";
import type { Edit } from "./edit.js";
import { upgradeEdit } from "./edits.js";
import { factsAbout, impliedNixpkgs, type About } from "./facts.js";
import { movesTo } from "./locked.js";
import { listing } from "../order.js";
import type { Question } from "../question.js";
import { stackFor } from "./relaxed.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { bareText, placeOf, statedText, type Stated } from "./stated.js";

/** One diagnostic for each set of statements that clash. `demand` must have no stack. */
export function conflictDiagnostics(question: Question, demand: Demand): readonly Diagnostic[] {
  const found = conflictsOf(question, demand);
  return found.conflicts.map((conflict) => {
    const about = sideOf(conflict.core, demand);
    return {
      severity: "error",
      ...(about === "driver"
        ? ({ code: "NT312", summary: "No driver fits what is declared" } as const)
        : ({ code: "NT311", summary: "No stack fits what is declared" } as const)),
      detail: clashText(conflict, demand, about),
      ...partsOf(conflict, found, demand, about, (edit) => edit.text),
    };
  });
}

/** One diagnostic for each set of statements that nixtorch.lock clashes with; `stack` is what they lead to. */
export function lockedDiagnostics(stack: Stack, question: Question, demand: Demand): readonly Diagnostic[] {
  const found = lockedConflictsOf(stack, question, demand);
  if (found.conflicts.length === 0) return [];
  const anew = bestStack(demandOf(upgradeEdit.apply(question)).demand);
  const moves = anew === null ? "" : `   # ${movesTo(anew, demand.kept!).join(", ")}`;
  const textOf = (edit: Edit) => (edit === upgradeEdit ? `${edit.text}${moves}` : edit.text);
  return found.conflicts.map((conflict) => ({
    severity: "error",
    code: "NT333",
    summary: "A locked choice is no longer possible",
    detail: `${lockedText(conflict, demand)}\nNothing in the config asks for another one, so it is not moved.`,
    ...partsOf(conflict, found, demand, sideOf(conflict.core, demand), textOf),
  }));
}

/** Places, facts and ways out. */
function partsOf(
  conflict: Conflict,
  all: Conflicts,
  demand: Demand,
  about: About,
  textOf: (edit: Edit) => string,
): Pick<Diagnostic, "hint" | "related" | "configPath" | "place"> {
  const stated = inOrder(conflict.core, demand);
  const places = stated.map((one) => placeOf(one, demand));
  const related = stated.map((one): Related => ({
    text: bareText(one, demand),
    ...placeOf(one, demand),
    facts: factsAbout(one, stated, demand, about),
  }));
  const here =
    places.find((one) => one.configPath !== undefined) ?? places.find((one) => one.place !== undefined);
  return {
    hint: hintOf(conflict, all, textOf),
    related: conflict.blamesNixpkgs ? [...related, impliedNixpkgs(demand, about)] : related,
    ...here,
  };
}

/** Whether the statements would go together if no machine needed a driver. */
function sideOf(core: readonly Stated[], demand: Demand): About {
  const withoutHosts = core.filter((one) => !("host" in one));
  return stackFor(withoutHosts, { ...demand, hosts: [] }) === null ? "stack" : "driver";
}

/** Cards first, as they were declared; the rest from what is blamed most to what is blamed least. */
function inOrder(core: readonly Stated[], demand: Demand): readonly Stated[] {
  const isCard = (stated: Stated) => stated.kind === "gpu" || stated.kind === "host-gpu";
  const rank = (stated: Stated) => (stated.kind === "gpu" ? demand.cards.indexOf(stated.card) : Infinity);
  const cards = core.filter(isCard).sort((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))));
  return [...cards, ...core.filter((stated) => !isCard(stated))];
}

function clashText({ core, blamesNixpkgs }: Conflict, demand: Demand, about: About): string {
  const names = inOrder(core, demand).map((one) => statedText(one, demand));
  if (blamesNixpkgs) names.push(impliedNixpkgs(demand, about).text);
  if (names.length === 1) return `Nothing in the catalog satisfies ${names[0]}.`;
  return `These do not go together: ${listing(names)}.`;
}

function lockedText({ core }: Conflict, demand: Demand): string {
  const locked = core.flatMap((one) => (one.kind === "locked" ? [one.locked.text] : []));
  const others = inOrder(core, demand).filter((one) => one.kind !== "locked");
  const start = `${demand.kept!.from} has ${listing(locked)}`;
  if (others.length > 0)
    return `${start}, which ${locked.length === 1 ? "does" : "do"} not go with ${listing(others.map((one) => statedText(one, demand)))}.`;
  if (locked.length > 1) return `${start}, which no longer go together.`;
  return (
    `${start}, which this nixtorch's catalog (${demand.catalog.version}) does not offer. ` +
    "If a newer nixtorch wrote it, that one is needed."
  );
}

function hintOf(
  { edits, beside }: Conflict,
  { conflicts, alone }: Conflicts,
  textOf: (edit: Edit) => string,
): string {
  const count = conflicts.length;
  const all = count === 2 ? "both conflicts" : `all ${count} conflicts`;
  if (count === 1) return listOf(edits, `${anyOf(edits)} it:`, textOf);
  if (edits.length === 0) return listOf(alone, `${anyOf(alone)} ${all}:`, textOf);
  const others = listing(beside.map((edit) => `\`${textOf(edit).replace(/\s+/g, " ")}\``));
  const opening =
    `This is one of ${count} conflicts, and each needs a change.\n` +
    `${anyOf(edits)} it, next to ${others} for the ${count === 2 ? "other one" : "others"}:`;
  const own = listOf(edits, opening, textOf);
  return alone.length === 0 ? own : `${own}\n\n${listOf(alone, `Or one change for ${all}:`, textOf)}`;
}

function anyOf(edits: readonly Edit[]): string {
  return edits.length === 1 ? "This resolves" : "Any one of these resolves";
}

function listOf(edits: readonly Edit[], opening: string, textOf: (edit: Edit) => string): string {
  const texts = edits.map((edit) => textOf(edit).replace(/^/gm, "  "));
  return `${opening}\n\n${texts.join("\n\n")}`;
}
