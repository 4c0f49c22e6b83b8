import type { Span } from "../../model/plan.js";
import { applyEdits, toSpans, type TextEdit } from "../../model/span.js";
import type { AttrSet, Binding, List, NixExpr } from "./ast.js";
import { moduleBody, staticName } from "./module.js";
import {
  at,
  cut,
  indentationAt,
  leadingBlanks,
  lineStart,
  newline,
  nextLine,
  startsItsLine,
} from "./layout-edits.js";
import { parseNix } from "./parser.js";
import { NixSyntaxError } from "./syntax-error.js";

/**
 * How an import was put in, which taking it out again must know to restore the same bytes.
 * element: into a list with room; only-element: into `[]`; wrapped: in front of an expression that is no list,
 * parenthesized: with parentheses around that; new: with an `imports` of its own, only-binding: that in `{}`.
 */
export const importKinds = [
  "element",
  "only-element",
  "wrapped",
  "parenthesized",
  "new",
  "only-binding",
] as const;

export type ImportKind = (typeof importKinds)[number];

export type ImportEdit =
  | {
      readonly outcome: "edited";
      readonly kind: ImportKind;
      readonly spans: readonly Span[];
      readonly text: string;
    }
  | { readonly outcome: "unchanged" }
  /** `reason` is a clause about the module, such as "it sets `imports` twice". */
  | { readonly outcome: "refused"; readonly reason: string };

/**
 * Adds one path to a NixOS module's `imports`, touching nothing else. Raises NixSyntaxError.
 * `path` is Nix source, such as `./nixtorch.nix`.
 */
export function addImport(text: string, path: string): ImportEdit {
  const found = findImports(text);
  if ("reason" in found) return { outcome: "refused", reason: found.reason };
  const { body, binding } = found;
  if (binding === null) {
    const kind = body.end - body.open === 2 ? "only-binding" : "new";
    return edited(text, path, kind, [newBinding(text, body, path)]);
  }
  if (findElement(text, binding.value, path)) return { outcome: "unchanged" };
  const list = extensibleList(binding.value);
  if (list === null) return wrapped(text, path, binding.value);
  const tight = list.elements.length === 0 && list.end - list.start === 2;
  return edited(text, path, tight ? "only-element" : "element", [insertion(text, list, path)]);
}

/** Takes out what {@link addImport} put in: with the same kind, the bytes from before. Raises NixSyntaxError. */
export function removeImport(text: string, path: string, kind: ImportKind): ImportEdit {
  const found = findImports(text);
  if ("reason" in found) return { outcome: "refused", reason: found.reason };
  const { body, binding } = found;
  const place = binding && findElement(text, binding.value, path);
  if (!binding || !place) return { outcome: "unchanged" };
  const edits = removal(text, { body, binding }, place, kind);
  return edits === null
    ? { outcome: "refused", reason: `it has \`${path}\` inside an expression` }
    : { outcome: "edited", kind, spans: toSpans(text, edits), text: applyEdits(text, edits) };
}

/** The edit, if the result is Nix and has the path; otherwise nothing is worth the risk. */
function edited(text: string, path: string, kind: ImportKind, edits: readonly TextEdit[]): ImportEdit {
  const after = applyEdits(text, edits);
  try {
    const found = findImports(after);
    if ("binding" in found && found.binding && findElement(after, found.binding.value, path)) {
      return { outcome: "edited", kind, spans: toSpans(text, edits), text: after };
    }
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
  }
  return { outcome: "refused", reason: "its `imports` has a form that cannot be edited safely" };
}

function findImports(text: string): { body: AttrSet; binding: Binding | null } | { reason: string } {
  const body = moduleBody(parseNix(text));
  if (body.kind !== "attrs") return { reason: "it does not end in an attribute set" };
  const named = body.entries.filter(
    (entry): entry is Binding => entry.kind === "binding" && staticName(text, entry.path[0]!) === "imports",
  );
  const inherited = body.entries.some(
    (entry) => entry.kind === "inherit" && entry.names.some((name) => staticName(text, name) === "imports"),
  );
  if (inherited) return { reason: "it inherits `imports` from elsewhere" };
  if (body.entries.some((entry) => entry.kind === "binding" && staticName(text, entry.path[0]!) === null)) {
    return { reason: "it computes the names of its attributes" };
  }
  if (named.length > 1) return { reason: "it sets `imports` twice" };
  const binding = named[0] ?? null;
  if (binding && binding.path.length > 1) return { reason: "it sets an attribute below `imports`" };
  return { body, binding };
}

/** The list that takes one more element: the value itself, or an operand of `++`. */
function extensibleList(value: NixExpr): List | null {
  switch (value.kind) {
    case "list":
      return value;
    case "parenthesis":
      return extensibleList(value.inner);
    case "with":
    case "let":
    case "assert":
      return extensibleList(value.body);
    case "binary":
      return value.operator === "++" ? (extensibleList(value.left) ?? extensibleList(value.right)) : null;
    default:
      return null;
  }
}

/** Where a path stands as an element of a list, the list with it; anywhere in the value, also under a condition. */
function findElement(text: string, value: NixExpr, path: string): { list: List; element: NixExpr } | null {
  switch (value.kind) {
    case "list": {
      const element = value.elements.find(
        (one) => one.kind === "path" && text.slice(one.start, one.end) === path,
      );
      return element ? { list: value, element } : null;
    }
    case "parenthesis":
      return findElement(text, value.inner, path);
    case "with":
    case "let":
    case "assert":
      return findElement(text, value.body, path);
    case "if":
      return findElement(text, value.consequent, path) ?? findElement(text, value.alternative, path);
    case "apply":
      return findElement(text, value.target, path) ?? findElement(text, value.argument, path);
    case "binary":
      return findElement(text, value.left, path) ?? findElement(text, value.right, path);
    default:
      return null;
  }
}

function insertion(text: string, list: List, path: string): TextEdit {
  const last = list.elements.at(-1);
  if (last === undefined) return firstElement(text, list, path);
  if (!startsItsLine(text, last.start)) return at(last.end, ` ${path}`);
  const remark = /^[ \t]*(?:(?:\/\*[^\r\n]*?\*\/[ \t]*)*(?:#[^\r\n]*)?)?/.exec(
    text.slice(last.end, list.end - 1),
  );
  const behindRemark = last.end + (remark?.[0].trimEnd().length ?? 0);
  const lineEnds = /^[ \t]*(?:\r?\n|$)/.test(text.slice(behindRemark, list.end - 1));
  const line = newline(text) + indentationAt(text, last.start) + path;
  return at(lineEnds ? behindRemark : last.end, line);
}

function firstElement(text: string, list: List, path: string): TextEdit {
  const inner = text.slice(list.start + 1, list.end - 1);
  if (inner === "") return at(list.start + 1, ` ${path} `);
  const closing = list.end - 1;
  if (inner.includes("\n") && startsItsLine(text, closing)) {
    const ofRemarks = /\n([ \t]+)\S/.exec(inner)?.[1];
    const indentation = ofRemarks ?? `${indentationAt(text, closing)}  `;
    return at(lineStart(text, closing), indentation + path + newline(text));
  }
  return /\s$/.test(inner) ? at(closing, `${path} `) : at(closing, ` ${path}`);
}

function wrapped(text: string, path: string, value: NixExpr): ImportEdit {
  const bindsTighter =
    ["identifier", "select", "apply", "parenthesis"].includes(value.kind) ||
    (value.kind === "binary" && value.operator === "++");
  const opening = `[ ${path} ] ++ `;
  if (bindsTighter) return edited(text, path, "wrapped", [at(value.start, opening)]);
  return edited(text, path, "parenthesized", [at(value.start, `${opening}(`), at(value.end, ")")]);
}

function newBinding(text: string, body: AttrSet, path: string): TextEdit {
  const binding = `imports = [ ${path} ];`;
  const inside = text.slice(body.open + 1, body.end - 1);
  if (!inside.includes("\n")) return at(body.open + 1, inside === "" ? ` ${binding} ` : ` ${binding}`);
  const sibling = body.entries.find((entry) => startsItsLine(text, entry.start));
  const indentation = sibling ? indentationAt(text, sibling.start) : `${indentationAt(text, body.end - 1)}  `;
  const remark = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(inside);
  return remark
    ? at(body.open + 1 + remark[0].length, newline(text) + indentation + binding)
    : at(body.open + 1, ` ${binding}`);
}

function removal(
  text: string,
  { body, binding }: { body: AttrSet; binding: Binding },
  { list, element }: { list: List; element: NixExpr },
  kind: ImportKind,
): TextEdit[] | null {
  if (list.elements.length > 1) return [cut(leadingBlanks(text, element.start), element.end)];
  if (kind === "wrapped" || kind === "parenthesized") return unwrapping(binding.value, list, kind);
  if (kind === "only-binding" && body.entries.length === 1) return [cut(body.open + 1, body.end - 1)];
  if ((kind === "new" || kind === "only-binding") && binding.value === list) {
    return [cut(leadingBlanks(text, binding.start), binding.end)];
  }
  if (kind === "only-element") return [cut(list.start + 1, list.end - 1)];
  if (startsItsLine(text, element.start)) {
    return [cut(lineStart(text, element.start), nextLine(text, element.end))];
  }
  return /\s/.test(text[element.end] ?? "")
    ? [cut(element.start, element.end + 1)]
    : [cut(leadingBlanks(text, element.start), element.end)];
}

function unwrapping(value: NixExpr, list: List, kind: "wrapped" | "parenthesized"): TextEdit[] | null {
  if (value.kind !== "binary" || value.left !== list) return null;
  const { right } = value;
  if (kind === "wrapped") return [cut(list.start, right.start)];
  return right.kind === "parenthesis"
    ? [cut(list.start, right.start + 1), cut(right.end - 1, right.end)]
    : null;
}
