/** The first line of every whole project file that nixtorch writes; ownership is read off it. */
export const header =
  "# Written by nixtorch from nixtorch.config.ts: change that file, then run `nixtorch apply`.";

/** Whether a text starts as a file written by nixtorch does, in this version or an older one. */
export function carriesHeader(text: string): boolean {
  return text.startsWith("# Written by nixtorch ");
}
