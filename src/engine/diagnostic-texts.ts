import failures from "../../docs/diagnostics/1xx.md?raw";
import config from "../../docs/diagnostics/2xx.md?raw";
import compatibility from "../../docs/diagnostics/3xx.md?raw";
import files from "../../docs/diagnostics/4xx.md?raw";
import tools from "../../docs/diagnostics/5xx.md?raw";
import type { Code } from "../model/diagnostic.js";
import type { DiagnosticText } from "../model/explanation.js";

/** The long forms of all diagnostics, in the order of their codes. */
export const diagnosticTexts: readonly DiagnosticText[] = [
  failures,
  config,
  compatibility,
  files,
  tools,
].flatMap(sectionsOf);

/** A section is a heading of the second level, with code and summary, and what stands below it. */
function sectionsOf(markdown: string): DiagnosticText[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      const [, code, summary = ""] = /^(NT\d+) (.+)$/.exec(heading) ?? [];
      if (code === undefined) throw new Error(`no code in the heading "${heading}"`);
      return { code: code as Code, summary, text: lines.join("\n").trim() };
    });
}
