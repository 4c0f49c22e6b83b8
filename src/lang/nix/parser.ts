import type { Formal, Formals, NixExpr } from "./ast.js";
import { tokenAt, type Token } from "./lexer.js";
import { PartParser } from "./parts.js";
import { NixSyntaxError } from "./syntax-error.js";

/** Parses what Nix 2.26 accepts as one expression. Raises NixSyntaxError. */
export function parseNix(text: string): NixExpr {
  const parser = new Parser(text);
  try {
    return parser.parse();
  } catch (error) {
    // Operators are not counted: an honest chain of `++` may be long.
    if (error instanceof RangeError) throw parser.tooDeep();
    throw error;
  }
}

/** Binding powers of the operators to the left and right (higher binds tighter), as in Nix' grammar. */
const operators: Readonly<Record<string, { left: number; right: number; chains: boolean }>> = {
  "->": { left: 2, right: 1, chains: true },
  "||": { left: 3, right: 4, chains: true },
  "&&": { left: 5, right: 6, chains: true },
  "==": { left: 7, right: 8, chains: false },
  "!=": { left: 7, right: 8, chains: false },
  "<": { left: 9, right: 10, chains: false },
  ">": { left: 9, right: 10, chains: false },
  "<=": { left: 9, right: 10, chains: false },
  ">=": { left: 9, right: 10, chains: false },
  "//": { left: 12, right: 11, chains: true },
  "+": { left: 15, right: 16, chains: true },
  "-": { left: 15, right: 16, chains: true },
  "*": { left: 17, right: 18, chains: true },
  "/": { left: 17, right: 18, chains: true },
  "++": { left: 20, right: 19, chains: true },
};
const notPower = 13;
const hasAttrPower = 21;
const negatePower = 23;

/** Beginnings of what can be an argument of a function, or an element of a list. */
const simpleStarts = new Set([
  "identifier",
  "int",
  "float",
  '"',
  "''",
  "path",
  "search-path",
  "uri",
  "(",
  "let",
  "rec",
  "{",
  "[",
]);

/** Deeper nesting is refused instead of overflowing the stack. No real file comes near. */
const maximalDepth = 800;

class Parser extends PartParser {
  private depth = 0;

  parse(): NixExpr {
    const expression = this.expression();
    if (!this.at("end")) throw this.unexpected("the end of the file");
    return expression;
  }

  protected override expression(): NixExpr {
    this.descend();
    const result = this.keywordExpression() ?? this.lambda() ?? this.pipe();
    this.depth--;
    return result;
  }

  private descend(): void {
    if (++this.depth > maximalDepth) throw this.tooDeep();
  }

  tooDeep(): NixSyntaxError {
    return new NixSyntaxError("expressions are nested too deeply", this.text, this.offset);
  }

  private keywordExpression(): NixExpr | null {
    const { type, start, end } = this.peek();
    if (type === "assert" || type === "with") {
      this.next();
      const first = this.expression();
      this.eat(";");
      const body = this.expression();
      return type === "with"
        ? { kind: "with", start, end: body.end, scope: first, body }
        : { kind: "assert", start, end: body.end, condition: first, body };
    }
    if (type === "let" && tokenAt(this.text, end).type !== "{") {
      this.next();
      const entries = this.entries("in");
      this.eat("in");
      const body = this.expression();
      return { kind: "let", start, end: body.end, entries, body };
    }
    if (type !== "if") return null;
    this.next();
    const condition = this.expression();
    this.eat("then");
    const consequent = this.expression();
    this.eat("else");
    const alternative = this.expression();
    return { kind: "if", start, end: alternative.end, condition, consequent, alternative };
  }

  private lambda(): NixExpr | null {
    const first = this.peek();
    let argument: string | null = null;
    let formals: Formals | null = null;
    if (first.type === "identifier") {
      const { type } = tokenAt(this.text, first.end);
      if (type !== ":" && type !== "@") return null;
      argument = this.slice(this.next());
      if (this.next().type === "@") {
        formals = this.formals();
        this.eat(":");
      }
    } else {
      if (first.type !== "{" || !this.startsFormals(first)) return null;
      formals = this.formals();
      if (this.at("@")) {
        this.next();
        argument = this.slice(this.eat("identifier"));
      }
      this.eat(":");
    }
    this.refuseTwice(argument, formals);
    const body = this.expression();
    return { kind: "lambda", start: first.start, end: body.end, argument, formals, body };
  }

  /** Whether an opening brace begins a function's formals rather than an attribute set. */
  private startsFormals(brace: Token): boolean {
    const first = tokenAt(this.text, brace.end);
    // Behind a quotation mark stands text, not tokens.
    if (first.type !== "}" && first.type !== "identifier") return first.type === "...";
    const second = tokenAt(this.text, first.end);
    const opensBody = (token: Token) => token.type === ":" || token.type === "@";
    if (first.type === "}") return opensBody(second);
    if (second.type === "}") return opensBody(tokenAt(this.text, second.end));
    return second.type === "," || second.type === "?";
  }

  private formals(): Formals {
    const { start } = this.eat("{");
    const formals: Formal[] = [];
    let open = false;
    while (!this.at("}") && !open) {
      if (this.at("...")) {
        this.next();
        open = true;
        break;
      }
      const name = this.eat("identifier");
      const fallback = this.at("?") ? (this.next(), this.expression()) : null;
      formals.push({ name: this.slice(name), start: name.start, end: this.offset, fallback });
      if (!this.at(",")) break;
      this.next();
    }
    return { start, end: this.eat("}").end, formals, open };
  }

  /** Nix refuses a function that binds one name twice. */
  private refuseTwice(argument: string | null, formals: Formals | null): void {
    const seen = new Set<string>(argument === null ? [] : [argument]);
    for (const formal of formals?.formals ?? []) {
      if (seen.has(formal.name)) {
        throw new NixSyntaxError(
          `duplicate formal function argument '${formal.name}'`,
          this.text,
          formal.start,
        );
      }
      seen.add(formal.name);
    }
  }

  private pipe(): NixExpr {
    let left = this.operation(0);
    while (this.at("|>")) {
      this.next();
      left = binary("|>", left, this.operation(0));
    }
    if (!this.at("<|")) return left;
    const operands = [left];
    while (this.at("<|")) {
      this.next();
      operands.push(this.operation(0));
    }
    return operands.reduceRight((right, operand) => binary("<|", operand, right));
  }

  private operation(minimum: number): NixExpr {
    let left = this.prefix();
    let unchained = -1;
    for (;;) {
      const { type } = this.peek();
      if (type === "?" && hasAttrPower >= minimum) {
        this.next();
        const path = this.attrPath();
        left = { kind: "has-attr", start: left.start, end: this.offset, target: left, path };
        continue;
      }
      const power = operators[type];
      if (power === undefined || power.left < minimum) return left;
      if (!power.chains && unchained === power.left) throw this.unexpected("parentheses");
      this.next();
      left = binary(type, left, this.operation(power.right));
      unchained = power.chains ? -1 : power.left;
    }
  }

  private prefix(): NixExpr {
    const { type, start } = this.peek();
    if (type !== "!" && type !== "-") return this.application();
    this.next();
    const operand = this.operation(type === "!" ? notPower : negatePower);
    return { kind: "unary", operator: type, start, end: operand.end, operand };
  }

  private application(): NixExpr {
    let target = this.selection();
    while (simpleStarts.has(this.peek().type)) {
      const argument = this.selection();
      target = { kind: "apply", start: target.start, end: argument.end, target, argument };
    }
    return target;
  }

  private selection(): NixExpr {
    const target = this.simple();
    if (this.at(".")) {
      this.next();
      const path = this.attrPath();
      const end = this.offset;
      if (!this.at("or")) return { kind: "select", start: target.start, end, target, path, fallback: null };
      this.next();
      const fallback = this.selection();
      return { kind: "select", start: target.start, end: fallback.end, target, path, fallback };
    }
    if (!this.at("or")) return target;
    // An old rule of the grammar: behind a value without a dot, `or` is a variable's name.
    const { start, end } = this.next();
    const argument: NixExpr = { kind: "identifier", start, end, name: "or" };
    return { kind: "apply", start: target.start, end, target, argument };
  }

  private simple(): NixExpr {
    const { type, start, end } = this.peek();
    switch (type) {
      case "identifier":
        this.next();
        return { kind: type, start, end, name: this.text.slice(start, end) };
      case "int":
      case "float":
      case "search-path":
      case "uri":
        this.next();
        return { kind: type, start, end };
      case '"':
      case "''":
        return this.string();
      case "path":
        return this.path();
      case "(": {
        this.next();
        const inner = this.expression();
        return { kind: "parenthesis", start, end: this.eat(")").end, inner };
      }
      case "[": {
        this.next();
        const elements: NixExpr[] = [];
        this.descend();
        while (simpleStarts.has(this.peek().type)) elements.push(this.selection());
        this.depth--;
        return { kind: "list", start, end: this.eat("]").end, elements };
      }
      case "rec":
        this.next();
        return this.attrSet(start, true);
      case "{":
        return this.attrSet(start, false);
      case "let": {
        this.next();
        this.eat("{");
        const entries = this.entries("}");
        return { kind: "legacy-let", start, end: this.eat("}").end, entries };
      }
    }
    throw this.unexpected("an expression");
  }

  private attrSet(start: number, recursive: boolean): NixExpr {
    const open = this.eat("{").start;
    const entries = this.entries("}");
    return { kind: "attrs", start, end: this.eat("}").end, recursive, open, entries };
  }
}

function binary(operator: string, left: NixExpr, right: NixExpr): NixExpr {
  return { kind: "binary", operator, start: left.start, end: right.end, left, right };
}
