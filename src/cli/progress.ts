import { inline } from "../views/text.js";
import { mayRedraw, type Surroundings } from "./surroundings.js";

/** What is going on, on stderr: one line drawn over on a terminal, a line each elsewhere or with `verbose`. */
export interface Progress {
  report(text: string): void;
  /** Takes the drawn line away, before anything else is printed. */
  clear(): void;
}

const eraseLine = "\r\u001b[2K";
/** A longer line would wrap, and only its last row could be erased. */
const drawnColumns = 79;

export function progressOn(surroundings: Surroundings, options: { readonly verbose: boolean }): Progress {
  const { stderr } = surroundings;
  const redraw = mayRedraw(surroundings) && !options.verbose;
  let drawn = false;
  let last = "";
  return {
    report(text) {
      const line = inline(text.trim());
      if (line === last || line === "") return;
      last = line;
      drawn = redraw;
      stderr.write(redraw ? eraseLine + cut(line) : `${line}\n`);
    },
    clear() {
      if (drawn) stderr.write(eraseLine);
      drawn = false;
      last = "";
    },
  };
}

function cut(line: string): string {
  return line.length <= drawnColumns ? line : `${line.slice(0, drawnColumns - 1)}…`;
}
