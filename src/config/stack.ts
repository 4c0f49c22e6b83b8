import { fileURLToPath } from "node:url";
import type { Diagnostic, Place } from "../model/diagnostic.js";
import { excerptOf } from "./excerpt.js";
import type { Program, SourceFile } from "./program.js";
import { compileForPlaces } from "./transpile.js";

/** Where in the config's own files an error was raised; `null`: its stack does not lead there. */
export async function placeOfError(
  error: unknown,
  program: Program,
): Promise<Pick<Diagnostic, "place" | "excerpt"> | null> {
  const stack = error instanceof Error ? error.stack : undefined;
  if (typeof stack !== "string") return null;
  for (const frame of stack.split("\n").filter((line) => /^\s+at /.test(line))) {
    const position = /((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/.exec(frame);
    if (position === null) continue;
    const path = position[1]!.startsWith("file:") ? fileURLToPath(position[1]!) : position[1]!;
    const file = program.files().find((one) => one.realPath === path);
    if (file === undefined) continue;
    const place = await inSource(file, Number(position[2]), Number(position[3]));
    return { place, ...excerptOf(file.source, place) };
  }
  return null;
}

/** From a place in the compiled code to the place in the source that it was made from. */
async function inSource(file: SourceFile, line: number, column: number): Promise<Place> {
  const { mappings } = await compileForPlaces(file.source, file.path);
  const segments = decode(mappings)[line - 1] ?? [];
  const nearest = segments.findLast((segment) => segment.generated <= column - 1);
  if (nearest === undefined) return { file: file.path, line };
  return { file: file.path, line: nearest.line + 1, column: nearest.column + 1 };
}

interface Segment {
  readonly generated: number;
  readonly line: number;
  readonly column: number;
}

/** The lines of a source map's `mappings`, all counts from 0. */
function decode(mappings: string): readonly (readonly Segment[])[] {
  let line = 0;
  let column = 0;
  return mappings.split(";").map((text) => {
    let generated = 0;
    return text
      .split(",")
      .map(numbersOf)
      .filter((numbers) => numbers.length >= 4)
      .map((numbers) => {
        generated += numbers[0]!;
        line += numbers[2]!;
        column += numbers[3]!;
        return { generated, line, column };
      });
  });
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 VLQ: five bits a digit, the sixth says that more follow; the lowest bit of the number is its sign. */
function numbersOf(text: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
