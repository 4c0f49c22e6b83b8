import type { Style } from "./style.js";
import { displayWidth } from "./text.js";

/** What is stepped in below a heading. */
const indent = "  ";

/** Markdown of our own documents, for a terminal: paragraphs, lists of one level and fenced code. */
export function markdownLines(markdown: string, width: number, style: Style): string[] {
  const parts = markdown.split(/^(```[\s\S]*?^```)$/m);
  const blocks = parts.flatMap((part) =>
    part.startsWith("```") ? [codeLines(part, style)] : proseBlocks(part, width),
  );
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function codeLines(fenced: string, style: Style): string[] {
  return fenced
    .split("\n")
    .slice(1, -1)
    .map((line) => (line === "" ? "" : `${indent}${indent}${style.cyan(line)}`));
}

function proseBlocks(text: string, width: number): string[][] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) =>
      part.split(/\n(?=- )/).flatMap((item) => {
        const lead = item.startsWith("- ") ? `${indent}- ` : indent;
        return wrapped(item.replace(/^- /, ""), width, lead);
      }),
    );
}

/** The words in lines of at most `width` columns, the first behind `lead` and the others below its end. */
export function wrapped(text: string, width: number, lead: string = indent): string[] {
  const room = width - displayWidth(lead);
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  const rest = " ".repeat(displayWidth(lead));
  return [...lines, line].map((one, index) => `${index === 0 ? lead : rest}${one}`);
}
