/**
 * A workspace glob as uv reads it, as an expression for whole paths: `*` and `?` within one name, `**` across
 * directories, `[…]` for one character.
 */
export function globPattern(glob: string): RegExp {
  const path = glob.replace(/^\.\//, "").replace(/\/+$/, "");
  const source = path.replace(/\*\*\/?|\*|\?|\[[^\]]+\]|[^*?[]+|\[/g, (part) => {
    if (part.startsWith("**")) return part.endsWith("/") ? "(?:[^/]+/)*" : ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.startsWith("[") && part.length > 1) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return part.replace(/[\\^$.|+(){}[\]]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
