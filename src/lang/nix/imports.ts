import type { Span } from "../../model/plan.js";
import { applyEdits, toSpans, type TextEdit } from "../../model/span.js";
import type { AttrSet, Binding, List, NixExpr } from "./ast.js";
import { importsOfModule, type FindImportList, type NoImportList } from "./import-list.js";
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
import { positionsIn, type Position } from "./position.js";
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
  /** `conditional`: the entry is there, but counts only under a condition. */
  | { readonly outcome: "unchanged"; readonly conditional: boolean }
  /** `reason` is a clause about the file, such as "it sets `imports` twice"; the place is that of what it is about. */
  | ({ readonly outcome: "refused"; readonly reason: string } & Position);

/**
 * Adds one path to a list of modules (of a NixOS module: its `imports`), touching nothing else.
 * `path` is Nix source, such as `./nixtorch.nix`. Raises NixSyntaxError.
 */
export function addImport(
  text: string,
  path: string,
  find: FindImportList = importsOfModule,
  tree: NixExpr = parseNix(text),
): ImportEdit {
  const found = find(text, tree);
  if ("reason" in found) return refused(text, found);
  const { key, body, binding } = found;
  const edited = (kind: ImportKind, ...edits: TextEdit[]) => checked({ text, path, find }, kind, edits);
  if (binding === null) {
    const kind = body.end - body.open === 2 ? "only-binding" : "new";
    return edited(kind, newBinding(text, body, `${key} = [ ${path} ];`));
  }
  const { value } = binding;
  const present = findElement(text, value, path);
  if (present) return { outcome: "unchanged", conditional: present.conditional };
  const list = extensibleList(value);
  if (list) {
    const tight = list.elements.length === 0 && list.end - list.start === 2;
    return edited(tight ? "only-element" : "element", insertion(text, list, path));
  }
  const bindsTighter =
    ["identifier", "select", "apply", "parenthesis"].includes(value.kind) ||
    (value.kind === "binary" && value.operator === "++");
  const opening = `[ ${path} ] ++ `;
  if (bindsTighter) return edited("wrapped", at(value.start, opening));
  return edited("parenthesized", at(value.start, `${opening}(`), at(value.end, ")"));
}

/** Takes out what {@link addImport} put in: with the same kind, the bytes from before. Raises NixSyntaxError. */
export function removeImport(
  text: string,
  path: string,
  kind: ImportKind,
  find: FindImportList = importsOfModule,
): ImportEdit {
  const found = find(text, parseNix(text));
  if ("reason" in found) return refused(text, found);
  const { body, binding } = found;
  const place = binding && findElement(text, binding.value, path);
  if (!binding || !place) return { outcome: "unchanged", conditional: false };
  const edits = removal(text, { body, binding }, place, kind);
  return edits === null
    ? refused(text, { reason: `it has \`${path}\` inside an expression`, at: place.element.start })
    : { outcome: "edited", kind, spans: toSpans(text, edits), text: applyEdits(text, edits) };
}

/** The edit, if the result is Nix and has the path; otherwise nothing is worth the risk. */
function checked(
  { text, path, find }: { readonly text: string; readonly path: string; readonly find: FindImportList },
  kind: ImportKind,
  edits: readonly TextEdit[],
): ImportEdit {
  const after = applyEdits(text, edits);
  const value = listAfter(after, find);
  if (value && findElement(after, value, path)) {
    return { outcome: "edited", kind, spans: toSpans(text, edits), text: after };
  }
  return refused(text, { reason: "its list has a form that cannot be edited safely", at: edits[0]!.start });
}

function listAfter(text: string, find: FindImportList): NixExpr | null {
  try {
    const found = find(text, parseNix(text));
    return "binding" in found ? (found.binding?.value ?? null) : null;
  } catch (error) {
    if (error instanceof NixSyntaxError) return null;
    throw error;
  }
}

function refused(text: string, { reason, at: offset }: NoImportList): ImportEdit {
  return { outcome: "refused", reason, ...positionsIn(text)(offset) };
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

interface Place {
  readonly list: List;
  readonly element: NixExpr;
  readonly conditional: boolean;
}

/** Where a path stands as an element of a list; anywhere in the value, also under a condition. */
function findElement(text: string, value: NixExpr, path: string, conditional = false): Place | null {
  const inside = (node: NixExpr, perhaps = conditional) => findElement(text, node, path, perhaps);
  switch (value.kind) {
    case "list": {
      const element = value.elements.find(
        (one) => one.kind === "path" && text.slice(one.start, one.end) === path,
      );
      return element ? { list: value, element, conditional } : null;
    }
    case "parenthesis":
      return inside(value.inner);
    case "with":
    case "let":
    case "assert":
      return inside(value.body);
    case "if":
      return inside(value.consequent, true) ?? inside(value.alternative, true);
    case "apply":
      return inside(value.target, true) ?? inside(value.argument, true);
    case "binary":
      return inside(value.left) ?? inside(value.right);
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
  const line = newline(text, last.end) + indentationAt(text, last.start) + path;
  return at(lineEnds ? behindRemark : last.end, line);
}

function firstElement(text: string, list: List, path: string): TextEdit {
  const inner = text.slice(list.start + 1, list.end - 1);
  if (inner === "") return at(list.start + 1, ` ${path} `);
  const closing = list.end - 1;
  if (inner.includes("\n") && startsItsLine(text, closing)) {
    const ofRemarks = /\n([ \t]+)\S/.exec(inner)?.[1];
    const indentation = ofRemarks ?? `${indentationAt(text, closing)}  `;
    return at(lineStart(text, closing), indentation + path + newline(text, list.start));
  }
  return /\s$/.test(inner) ? at(closing, `${path} `) : at(closing, ` ${path}`);
}

function newBinding(text: string, body: AttrSet, binding: string): TextEdit {
  const inside = text.slice(body.open + 1, body.end - 1);
  if (!inside.includes("\n")) return at(body.open + 1, inside === "" ? ` ${binding} ` : ` ${binding}`);
  const sibling = body.entries.find((entry) => startsItsLine(text, entry.start));
  const indentation = sibling ? indentationAt(text, sibling.start) : `${indentationAt(text, body.end - 1)}  `;
  const remark = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(inside);
  return remark
    ? at(body.open + 1 + remark[0].length, newline(text, body.open) + indentation + binding)
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
