import type {
  AttrEntry,
  AttrName,
  Interpolation,
  NixExpr,
  NixString,
  PathLiteral,
  StringText,
} from "./ast.js";
import { TokenCursor } from "./cursor.js";
import { matchAt, nonAsciiPath, pathContinuation, scanIndented, scanString } from "./lexer.js";
import { NixSyntaxError } from "./syntax-error.js";

/** The parts of the grammar around expressions: attribute paths, bindings, strings, paths. */
export abstract class PartParser extends TokenCursor {
  protected abstract expression(): NixExpr;

  protected entries(closing: string): AttrEntry[] {
    const entries: AttrEntry[] = [];
    while (!this.at(closing)) entries.push(this.at("inherit") ? this.inherit() : this.binding());
    return entries;
  }

  protected inherit(): AttrEntry {
    const { start } = this.next();
    let from: NixExpr | null = null;
    if (this.at("(")) {
      this.next();
      from = this.expression();
      this.eat(")");
    }
    const names: AttrName[] = [];
    while (!this.at(";")) names.push(this.attrName());
    return { kind: "inherit", start, end: this.next().end, from, names };
  }

  protected binding(): AttrEntry {
    const path = this.attrPath();
    this.eat("=");
    const value = this.expression();
    return { kind: "binding", start: path[0]!.start, end: this.eat(";").end, path, value };
  }

  protected attrPath(): AttrName[] {
    const path = [this.attrName()];
    while (this.at(".")) {
      this.next();
      path.push(this.attrName());
    }
    return path;
  }

  protected attrName(): AttrName {
    const { type, start, end } = this.peek();
    if (type === "identifier" || type === "or") {
      this.next();
      return { kind: "identifier", start, end, name: this.text.slice(start, end) };
    }
    if (type === '"') return this.string();
    if (type === "${") return this.interpolation(start);
    throw this.unexpected("an attribute name");
  }

  protected string(): NixString {
    const opening = this.next();
    const indented = opening.type === "''";
    const parts: (StringText | Interpolation)[] = [];
    let from = opening.end;
    for (;;) {
      const stop = indented ? scanIndented(this.text, from) : scanString(this.text, from);
      if (stop.kind === "open")
        throw new NixSyntaxError("the string is never closed", this.text, opening.start);
      if (stop.at > from) parts.push({ kind: "text", start: from, end: stop.at });
      if (stop.kind === "closed") {
        const end = stop.at + opening.type.length;
        this.jump(end);
        return { kind: "string", start: opening.start, end, indented, parts };
      }
      const interpolation = this.interpolation(stop.at);
      parts.push(interpolation);
      from = interpolation.end;
    }
  }

  protected interpolation(start: number): Interpolation {
    this.jump(start);
    this.eat("${");
    const value = this.expression();
    return { kind: "interpolation", start, end: this.eat("}").end, value };
  }

  protected path(): PathLiteral {
    const first = this.next();
    const parts: (StringText | Interpolation)[] = [{ kind: "text", start: first.start, end: first.end }];
    let end = first.end;
    for (;;) {
      const more = matchAt(pathContinuation, this.text, end);
      if (this.text.startsWith("${", end)) parts.push(this.interpolation(end));
      else if (more) parts.push({ kind: "text", start: end, end: end + more.length });
      else break;
      end = parts.at(-1)!.end;
    }
    if (this.text[end - 1] === "/") {
      throw nonAsciiPath(this.text, end) ?? new NixSyntaxError("a path ends in a slash", this.text, end - 1);
    }
    this.jump(end);
    return { kind: "path", start: first.start, end, parts };
  }
}
