/** The name under which indexes and uv know a project, as PEP 503 defines it: `Flash_Attn` is `flash-attn`. */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
