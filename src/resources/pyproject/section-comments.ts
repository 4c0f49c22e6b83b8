/** What nixtorch says above a section of `[tool.uv]` that it makes. */
export const sectionComments = {
  index: "# explicit: only the packages named below come from here.",
  "extra-build-dependencies":
    "# These compile against torch; match-runtime gives their builds the torch of uv.lock.",
  "dependency-metadata": "# Stated, so that uv can lock it without building it first.",
} as const;

/** The comment of the section that a table or list belongs to; `undefined`: it has none. */
export function sectionComment(path: readonly (string | number)[]): string | undefined {
  const [tool, uv, section] = path;
  if (tool !== "tool" || uv !== "uv" || typeof section !== "string") return undefined;
  return Object.entries(sectionComments).find(([key]) => key === section)?.[1];
}
