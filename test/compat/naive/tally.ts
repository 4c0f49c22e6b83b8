import type { NaiveQuestion } from "./question.js";

/** Says whether a stack exists. */
export type Verdict = (question: NaiveQuestion) => boolean;

/** Counts what two sides say about the same questions, and keeps the first questions on which they differ. */
export class Tally {
  asked = 0;
  possible = 0;
  readonly disagreements: string[] = [];
  readonly #naive: Verdict;
  readonly #resolver: Verdict;

  constructor(naive: Verdict, resolver: Verdict) {
    this.#naive = naive;
    this.#resolver = resolver;
  }

  ask(question: NaiveQuestion): void {
    const expected = this.#naive(question);
    this.asked++;
    if (expected) this.possible++;
    if (this.#resolver(question) !== expected && this.disagreements.length < 20)
      this.disagreements.push(`${expected ? "possible" : "impossible"} by hand: ${JSON.stringify(question)}`);
  }

  get impossible(): number {
    return this.asked - this.possible;
  }
}
