import { nixString } from "../../lang/nix/escape.js";
import { indent, listBinding, paragraphs } from "../../lang/nix/layout.js";
import { headerOf } from "./header.js";
import { overrideOf, predicateBody, sourceOf, type Section, type Value, type Wanted } from "./value.js";

/** The text of `nixtorch.nix`, laid out as the Nix formatter would. */
export function renderModule(owner: string, sections: readonly Section[]): string {
  if (sections.length === 0) return `${headerOf(owner)}\n{ ... }: { }\n`;
  const body = paragraphs(sections.map(renderSection));
  const lines = [headerOf(owner), ...renderHead(body.join("\n")), "{", ...indent(body, 1), "}"];
  return `${lines.join("\n")}\n`;
}

/** The function head, with the arguments that the module uses. */
function renderHead(body: string): string[] {
  const code = body.replace(/^\s*#.*$/gm, "").replace(/"(?:[^"\\]|\\.)*"/g, "");
  const used = ["config", "lib", "options", "pkgs"].filter((name) =>
    new RegExp(`(?<![\\w.-])${name}\\.`).test(code),
  );
  const names = [...used, "..."];
  return names.length <= 3
    ? [`{ ${names.join(", ")} }:`]
    : ["{", ...used.map((name) => `  ${name},`), "  ...", "}:"];
}

function renderSection({ prefix, comment, wanted }: Section): string[] {
  const remark = comment === undefined ? [] : [`# ${comment}`];
  const [only] = wanted;
  if (only !== undefined && wanted.length === 1) {
    return [...remark, ...commentOf(only), ...renderWanted(only, only.option, 1)];
  }
  const inside = wanted.flatMap((one) => [
    ...commentOf(one),
    ...renderWanted(one, one.option.slice(prefix.length + 1), 2),
  ]);
  return [...remark, `${prefix} = {`, ...indent(inside, 1), "};"];
}

function commentOf({ comment }: Wanted): string[] {
  return comment === undefined ? [] : [`# ${comment}`];
}

function renderWanted({ value, priority }: Wanted, key: string, depth: number): string[] {
  const lines = renderBinding(key, value, depth);
  if (priority === undefined) return lines;
  const start = `${key} = `;
  const isJoined = value.kind === "list" && value.prefix !== undefined;
  const [first = "", ...rest] = isJoined ? [...lines.slice(0, -1), lines.at(-1)!.replace(/;$/, ");")] : lines;
  return [`${start}${overrideOf(priority)} ${isJoined ? "(" : ""}${first.slice(start.length)}`, ...rest];
}

function renderBinding(key: string, value: Value, depth: number): string[] {
  if (value.kind === "predicate" && value.names.length > 1) {
    const items = value.names.map(nixString);
    return [`${key} =`, "  pkg:", ...indent([`${predicateBody} [`, ...indent(items, 1), "];"], 1)];
  }
  if (value.kind !== "list") return [`${key} = ${sourceOf(value)};`];
  const items = value.items.map((item) => item.source);
  const [first = "", ...rest] = listBinding(key, items, depth);
  return value.prefix === undefined
    ? [first, ...rest]
    : [first.replace("= [", `= ${value.prefix} ++ [`), ...rest];
}
