import type { NixString } from "./ast.js";
import { callOf } from "./call.js";
import { listParts } from "./list-parts.js";
import { indentedText, plainText } from "./literal.js";
import { resolve, type Scope, type Scoped } from "./scope.js";

/** A part of a text: written out (escapes decoded, indentation taken away), or `${…}`. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly source: string; readonly expression: Scoped };

/** What an expression that is a text is made of, names followed and `+` joined; one part if it is something else. */
export function textParts(scoped: Scoped): TextPart[] {
  const { node, scope } = resolve(scoped);
  if (node.kind === "string") return ofString(node, scope);
  if (node.kind === "binary" && node.operator === "+") {
    return [node.left, node.right].flatMap((one) => textParts({ node: one, scope }));
  }
  const call = callOf(scope.text, node);
  if (call?.name === "concatStringsSep" && call.arguments.length === 2) {
    const [separator, list] = call.arguments.map((one) => ({ node: one, scope }));
    const texts = listParts(list!).map((part) => (part.kind === "element" ? textParts(part) : [whole(part)]));
    return texts.flatMap((text, index) => (index === 0 ? text : [...textParts(separator!), ...text]));
  }
  return [whole({ node, scope })];
}

function whole({ node, scope }: Scoped): TextPart {
  return { kind: "expression", source: scope.source(node), expression: { node, scope } };
}

/** Stands for an interpolation while the text around it is decoded; no text in Nix can hold it. */
const mark = "\0";

function ofString(node: NixString, scope: Scope): TextPart[] {
  const raw = node.parts.map((part) => (part.kind === "text" ? scope.slice(part) : mark)).join("");
  const texts = (node.indented ? indentedText(raw) : plainText(raw)).split(mark);
  const values = node.parts.flatMap((part) => (part.kind === "interpolation" ? [part.value] : []));
  return texts.flatMap((text, index): TextPart[] => {
    const written: TextPart[] = text === "" ? [] : [{ kind: "text", text }];
    const value = values[index - 1];
    return value ? [...interpolated({ node: value, scope }), ...written] : written;
  });
}

/** A text within a text is a part of it. */
function interpolated(value: Scoped): TextPart[] {
  const { node } = resolve(value);
  return node.kind === "string" ? textParts(value) : [whole(value)];
}
