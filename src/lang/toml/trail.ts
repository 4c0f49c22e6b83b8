import { applyEdits } from "../../model/span.js";
import type { TextEdit } from "../../model/span.js";

/** A stretch of the original text, or text put in since. */
type Piece =
  | { readonly kind: "kept"; readonly start: number; readonly end: number }
  | { readonly kind: "new"; readonly text: string };

/** A text under a series of edits, which can be told as edits of the text it started from. */
export class EditTrail {
  readonly original: string;
  #text: string;
  #pieces: readonly Piece[];

  constructor(original: string) {
    this.original = original;
    this.#text = original;
    this.#pieces = [{ kind: "kept", start: 0, end: original.length }];
  }

  get text(): string {
    return this.#text;
  }

  /** Applies edits whose offsets all refer to the text as it is now. */
  apply(edits: readonly TextEdit[]): void {
    const descending = [...edits].map((edit, index) => ({ edit, index }));
    descending.sort((a, b) => b.edit.start - a.edit.start || b.index - a.index);
    for (const { edit } of descending) {
      const inserted: Piece[] = edit.text === "" ? [] : [{ kind: "new", text: edit.text }];
      this.#pieces = [
        ...clip(this.#pieces, 0, edit.start),
        ...inserted,
        ...clip(this.#pieces, edit.end, Number.POSITIVE_INFINITY),
      ];
    }
    this.#text = applyEdits(this.#text, edits);
  }

  /** Edits of the original text that give the present one: ascending, not overlapping, none without effect. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let seen = 0;
    let pending = "";
    const closeGap = (end: number) => {
      if (this.original.slice(seen, end) !== pending) edits.push({ start: seen, end, text: pending });
      pending = "";
    };
    for (const piece of this.#pieces) {
      if (piece.kind === "new") {
        pending += piece.text;
      } else {
        closeGap(piece.start);
        seen = piece.end;
      }
    }
    closeGap(this.original.length);
    return edits;
  }
}

/** The part of the pieces that makes up [from, to) of the text they spell. */
function clip(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const clipped: Piece[] = [];
  let position = 0;
  for (const piece of pieces) {
    const length = piece.kind === "kept" ? piece.end - piece.start : piece.text.length;
    const start = Math.max(from - position, 0);
    const end = Math.min(to - position, length);
    position += length;
    if (start >= end) continue;
    clipped.push(
      piece.kind === "kept"
        ? { kind: "kept", start: piece.start + start, end: piece.start + end }
        : { kind: "new", text: piece.text.slice(start, end) },
    );
  }
  return clipped;
}
