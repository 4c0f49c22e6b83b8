/** Where a node stands: [start, end) in UTF-16 units of the text, without comments or blanks around it. */
export interface Located {
  readonly start: number;
  readonly end: number;
}

export type NixExpr =
  | Identifier
  | NumberLiteral
  | NixString
  | PathLiteral
  | SearchPath
  | Uri
  | List
  | AttrSet
  | LegacyLet
  | Let
  | With
  | Assert
  | If
  | Lambda
  | Apply
  | Select
  | HasAttr
  | Unary
  | Binary
  | Parenthesis;

export interface Identifier extends Located {
  readonly kind: "identifier";
  readonly name: string;
}

export interface NumberLiteral extends Located {
  readonly kind: "int" | "float";
}

export interface StringText extends Located {
  readonly kind: "text";
}

/** `${…}` in a string, a path or an attribute path. */
export interface Interpolation extends Located {
  readonly kind: "interpolation";
  readonly value: NixExpr;
}

export interface NixString extends Located {
  readonly kind: "string";
  /** `''…''` instead of `"…"`. */
  readonly indented: boolean;
  readonly parts: readonly (StringText | Interpolation)[];
}

/** `./a/b`, `/a`, `~/a`, also with interpolations. */
export interface PathLiteral extends Located {
  readonly kind: "path";
  readonly parts: readonly (StringText | Interpolation)[];
}

/** `<nixpkgs/nixos>` */
export interface SearchPath extends Located {
  readonly kind: "search-path";
}

/** An unquoted URI, which Nix still accepts. */
export interface Uri extends Located {
  readonly kind: "uri";
}

export interface List extends Located {
  readonly kind: "list";
  readonly elements: readonly NixExpr[];
}

export type AttrName = Identifier | NixString | Interpolation;

export interface Binding extends Located {
  readonly kind: "binding";
  readonly path: readonly AttrName[];
  readonly value: NixExpr;
}

/** `inherit a b;`, or `inherit (from) a b;`. */
export interface Inherit extends Located {
  readonly kind: "inherit";
  readonly from: NixExpr | null;
  readonly names: readonly AttrName[];
}

export type AttrEntry = Binding | Inherit;

export interface AttrSet extends Located {
  readonly kind: "attrs";
  readonly recursive: boolean;
  /** Where the opening brace stands. */
  readonly open: number;
  readonly entries: readonly AttrEntry[];
}

/** `let { … }`, whose value is its `body`. */
export interface LegacyLet extends Located {
  readonly kind: "legacy-let";
  readonly entries: readonly AttrEntry[];
}

export interface Let extends Located {
  readonly kind: "let";
  readonly entries: readonly AttrEntry[];
  readonly body: NixExpr;
}

export interface With extends Located {
  readonly kind: "with";
  readonly scope: NixExpr;
  readonly body: NixExpr;
}

export interface Assert extends Located {
  readonly kind: "assert";
  readonly condition: NixExpr;
  readonly body: NixExpr;
}

export interface If extends Located {
  readonly kind: "if";
  readonly condition: NixExpr;
  readonly consequent: NixExpr;
  readonly alternative: NixExpr;
}

export interface Formal extends Located {
  readonly name: string;
  readonly fallback: NixExpr | null;
}

export interface Formals extends Located {
  readonly formals: readonly Formal[];
  /** Whether other attributes are accepted (`...`). */
  readonly open: boolean;
}

export interface Lambda extends Located {
  readonly kind: "lambda";
  /** `x:`, or the name on either side of `@`. */
  readonly argument: string | null;
  readonly formals: Formals | null;
  readonly body: NixExpr;
}

export interface Apply extends Located {
  readonly kind: "apply";
  readonly target: NixExpr;
  readonly argument: NixExpr;
}

export interface Select extends Located {
  readonly kind: "select";
  readonly target: NixExpr;
  readonly path: readonly AttrName[];
  /** After `or`. */
  readonly fallback: NixExpr | null;
}

export interface HasAttr extends Located {
  readonly kind: "has-attr";
  readonly target: NixExpr;
  readonly path: readonly AttrName[];
}

export interface Unary extends Located {
  readonly kind: "unary";
  readonly operator: "!" | "-";
  readonly operand: NixExpr;
}

export interface Binary extends Located {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: NixExpr;
  readonly right: NixExpr;
}

export interface Parenthesis extends Located {
  readonly kind: "parenthesis";
  readonly inner: NixExpr;
}
