const opening = "# Written by nixtorch for the project ";
const closing = "; change its nixtorch.config.ts, then run `nixtorch apply` there.";

/** The first line of `nixtorch.nix`: whose it is. */
export function headerOf(owner: string): string {
  return opening + onOneLine(owner) + closing;
}

/** The project that a module names as its owner; `null`: the text is no module of nixtorch's. */
export function ownerOf(text: string): string | null {
  const [first = ""] = text.split("\n", 1);
  return first.startsWith(opening) && first.endsWith(closing)
    ? first.slice(opening.length, first.length - closing.length)
    : null;
}

/** Whether a project is the one that a module names. */
export function isOwnedBy(text: string, owner: string): boolean {
  return ownerOf(text) === onOneLine(owner);
}

/** The module without its first line: what it does, whoever owns it. */
export function withoutHeader(text: string): string {
  return text.slice(text.indexOf("\n") + 1);
}

/** A name may hold anything; a comment ends with its line. */
function onOneLine(owner: string): string {
  return owner.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
