import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { diagnosticTexts } from "../src/engine/diagnostic-texts.js";
import { nixtorch } from "./cli/stand-in.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The texts in which each code is used, up to the next code: the summary stands there. */
const uses = new Map<string, string[]>();
for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
  const code = readFileSync(join(entry.parentPath, entry.name), "utf8").replace(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    "",
  );
  const places = [...code.matchAll(/"NT\d{3}"|\bNT\d{3}(?=:)/g)];
  for (const [at, match] of places.entries()) {
    const name = match[0].replaceAll('"', "");
    const between = code.slice(match.index + match[0].length, places[at + 1]?.index ?? code.length);
    // Of `condition ? "NT1" : "NT2"` what follows belongs to both.
    const isPair = /^\s*:\s*$/.test(between);
    const end = isPair ? places[at + 2]?.index : places[at + 1]?.index;
    const text = code.slice(match.index, Math.min(end ?? code.length, match.index + 900));
    uses.set(name, [...(uses.get(name) ?? []), text]);
  }
}

const codes = [...uses.keys()].sort();

describe("the long forms of diagnostics", () => {
  it("are there for every code in the source, once, and for no other", () => {
    expect(codes.length).toBeGreaterThan(200);
    expect(diagnosticTexts.map(({ code }) => code)).toEqual(codes);
  });

  it("have the summary that the diagnostic has", () => {
    const wrong = diagnosticTexts.filter(
      ({ code, summary }) => !uses.get(code)?.some((text) => text.includes(JSON.stringify(summary))),
    );
    expect(wrong.map(({ code, summary }) => `${code} ${summary}`)).toEqual([]);
    expect(new Set(diagnosticTexts.map(({ summary }) => summary)).size).toBe(diagnosticTexts.length);
  });

  it("say at least two sentences, without headings of their own, with every example closed", () => {
    const poor = diagnosticTexts.filter(({ text }) => {
      const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "");
      const sentences = prose.match(/[.!?:](?=\s|$)/g) ?? [];
      return sentences.length < 2 || /^#/m.test(prose) || prose.includes("```");
    });
    expect(poor.map(({ code }) => code)).toEqual([]);
  });

  it("are printed by explain, each with all its words", async () => {
    const engine = { diagnosticTexts: () => Promise.resolve(diagnosticTexts) };
    const words = (text: string) =>
      text
        .replaceAll(/^```.*$/gm, "")
        .split(/\s+/)
        .filter(Boolean)
        .join(" ");
    for (const { code, summary, text } of diagnosticTexts) {
      const { code: exit, stdout } = await nixtorch(["explain", code], { engine });
      expect(exit).toBe(0);
      expect(words(stdout)).toBe(`${code}: ${words(`${summary} ${text}`)}`);
    }
  });
});
