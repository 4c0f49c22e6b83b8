import { maskCredentials } from "../model/mask.js";

const shownCharacters = 60;

/** What a value is, for a sentence: `the number 12`, `the text "abc"`, `a list`. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value instanceof Promise) return "a promise";
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty text" : `the text ${quoted(value)}`;
    case "number":
    case "bigint":
      return `the number ${value}`;
    case "boolean":
      return String(value);
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}

/** Text in quotes, on one line, cut when long, without credentials. */
export function quoted(text: string): string {
  const shown = maskCredentials(text);
  return JSON.stringify(shown.length > shownCharacters ? `${shown.slice(0, shownCharacters - 1)}…` : shown);
}
