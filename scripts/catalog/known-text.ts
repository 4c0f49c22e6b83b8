// How types are written: rows, unions that are named once, and the ends of messages.

export const quote = (text: string): string => JSON.stringify(text);

export type Row = readonly [key: string, type: string];

export function object(rows: readonly Row[]): string {
  return `{ ${rows.map(([key, type]) => `${quote(key)}: ${type};`).join(" ")} }`;
}

export function table(name: string, summary: string, rows: readonly Row[]): string {
  return `/** ${summary} */\nexport interface ${name} ${object(rows)}`;
}

export function union(name: string, summary: string, members: readonly string[]): string {
  return `/** ${summary} */\nexport type ${name} = ${members.map(quote).join(" | ")};`;
}

/** Unions that several rows share, each written once. */
export class Unions {
  readonly #byText = new Map<string, string>();

  /** The name of the union, or the type itself where it is short. */
  of(stem: string, members: readonly string[]): string {
    const text = members.length === 0 ? "never" : members.map(quote).join(" | ");
    if (members.length < 2) return text;
    const name = this.#byText.get(text) ?? `${stem}${this.#byText.size + 1}`;
    this.#byText.set(text, name);
    return name;
  }

  text(): string {
    return [...this.#byText].map(([text, name]) => `type ${name} = ${text};`).join("\n");
  }
}

/** "3.9 to 3.13" */
export function span(versions: readonly string[]): string {
  const [first, last] = [versions[0], versions.at(-1)];
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** Which of all versions will do, both from old to new: "12.8 or newer", "2.4, or 2.9 or newer"; "none". */
export function choice(good: readonly string[], all: readonly string[]): string {
  const rows: string[][] = [];
  for (const one of good) {
    const row = rows.at(-1);
    if (row !== undefined && all.indexOf(one) === all.indexOf(row.at(-1)!) + 1) row.push(one);
    else rows.push([one]);
  }
  const texts = rows.flatMap((row) => {
    if (row.length > 1 && row.at(-1) === all.at(-1)) return [`${row[0]} or newer`];
    if (row.length > 1 && row[0] === all[0]) return [`${row.at(-1)} or older`];
    return row.length > 2 ? [`${row[0]} to ${row.at(-1)}`] : row;
  });
  if (texts.length < 2) return texts[0] ?? "none";
  const last = texts.at(-1)!;
  return `${texts.slice(0, -1).join(", ")}${last.includes(" or ") ? ", or" : " or"} ${last}`;
}
