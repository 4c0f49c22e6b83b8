/** "12.4–12.6 12.8": versions from old to new, neighbours joined. A run of two stays two. */
export function spans(versions: readonly string[]): string {
  const runs: string[][] = [];
  for (const version of versions) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1)!, version)) run.push(version);
    else runs.push([version]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(" "))).join(" ");
}

/** Whether the one's last number is the other's and one more. */
function follows(before: string, version: string): boolean {
  const [left, right] = [before.split("."), version.split(".")];
  const [last, next] = [left.pop(), right.pop()];
  return left.join(".") === right.join(".") && Number(last) + 1 === Number(next);
}
