/**
 * The statements of a script, each with the comment lines and blank ones above it, line breaks kept: joined they are
 * the script. What stands between `if` and `fi` is one statement, and so is everything from a place on where that
 * cannot be told.
 */
export function shellStatements(script: string): string[] {
  const statements: string[] = [];
  let current: string[] = [];
  const open = new Openings();
  for (const line of script.split("\n")) {
    current.push(line);
    open.read(line);
    if (open.isClosed && /\S/.test(line) && !/^\s*#/.test(line)) {
      statements.push(current.join("\n"));
      current = [];
    }
  }
  return current.join("").trim() === "" ? statements : [...statements, current.join("\n")];
}

const opening = /^(?:if|case|do|\{)$/;
const closing = /^(?:fi|esac|done|\})$/;

/** What has been opened so far and is not closed. */
class Openings {
  private depth = 0;
  private parentheses = 0;
  private quote: string | null = null;
  private heredoc: string | null = null;
  private continues = false;

  get isClosed(): boolean {
    return (
      this.depth <= 0 &&
      this.parentheses === 0 &&
      this.quote === null &&
      this.heredoc === null &&
      !this.continues
    );
  }

  read(line: string): void {
    if (this.heredoc !== null) {
      if (line.trim() === this.heredoc) this.heredoc = null;
      return;
    }
    const bare = this.withoutQuoted(line);
    this.heredoc = /<<-?\s*\\?['"]?(\w+)/.exec(line)?.[1] ?? null;
    this.continues = this.quote === null && /(?:\\|&&|\|\||\|)\s*$/.test(bare);
    for (const word of bare.split(/([\s;&|()]+)/).flatMap((part) => part.match(/[()]|[^\s;&|()]+/g) ?? [])) {
      if (opening.test(word)) this.depth += 1;
      if (closing.test(word)) this.depth -= 1;
      if (word === "(") this.parentheses += 1;
      // One that closes nothing ends a pattern of `case`.
      if (word === ")") this.parentheses = Math.max(0, this.parentheses - 1);
    }
  }

  /** The line without texts in quotes and comments; a quote may go on in the next line. */
  private withoutQuoted(line: string): string {
    let bare = "";
    for (let at = 0; at < line.length; at++) {
      const character = line[at]!;
      if (this.quote !== null) {
        if (character === "\\" && this.quote === '"') at += 1;
        else if (character === this.quote) this.quote = null;
      } else if (character === "'" || character === '"') this.quote = character;
      else if (character === "\\" && at + 1 < line.length) at += 1;
      else if (character === "#" && (bare === "" || /\s$/.test(bare))) break;
      else bare += character;
    }
    return bare;
  }
}
