import type { Answer } from "../model/plan.js";
import type { Baseline } from "./resource.js";

/** What is known of a person's decisions about one resource. */
export interface Decisions {
  readonly baseline: Baseline;
  /** Nixtorch's value wins wherever the two differ. */
  readonly adopt: boolean;
  /** By key of a conflict; left out: none was given. */
  readonly answers?: Readonly<Record<string, Answer>> | undefined;
}

/** The key under which the baseline remembers that a person's value stays: what nixtorch wanted there instead. */
export function mineKey(key: string): string {
  return `${key}~mine`;
}

/** The answer given for this plan; `null`: none. */
export function answerTo({ answers, adopt }: Decisions, key: string): Answer | null {
  return answers?.[key] ?? (adopt ? "theirs" : null);
}

/**
 * Whether the person's value stays: as just answered, or as remembered while nixtorch still wants the same.
 * @param wanted What nixtorch wants there, in the form that the baseline remembers.
 */
export function staysMine(decisions: Decisions, key: string, wanted: string): boolean {
  const answer = answerTo(decisions, key);
  return answer === "mine" || (answer === null && decisions.baseline[mineKey(key)] === wanted);
}

/** Whether a person once kept their value, against something else than what is wanted now. */
export function keptAgainstOther({ baseline }: Decisions, key: string, wanted: string): boolean {
  const kept = baseline[mineKey(key)];
  return kept !== undefined && kept !== wanted;
}
