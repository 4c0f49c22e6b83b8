import { join } from "node:path";
import type { Diagnostic } from "../model/diagnostic.js";
import { rebase } from "../model/rooted.js";
import { changeNotes, observeChanges } from "../resources/git/index.js";
import type { Contribution } from "../resources/resource.js";
import { isPartlyOwned } from "./previews.js";
import type { Session } from "./session.js";

/** NT475, NT476: a person's uncommitted changes in files of theirs that are about to be edited. */
export async function uncommittedNotes(
  { system, root }: Session,
  project: string,
  contributions: readonly Contribution[],
): Promise<readonly Diagnostic[]> {
  const edited = contributions.flatMap(({ change: { address, path, before }, actions }) => {
    if (path === null || before === null || actions.length === 0 || !isPartlyOwned(address)) return [];
    const absolute = path.startsWith("/") ? rebase(system, root, path) : join(project, path);
    return absolute === null ? [] : [{ address, path, absolute }];
  });
  const changes = await observeChanges(
    system,
    edited.map(({ absolute }) => absolute),
  );
  return changeNotes(
    edited.map(({ address, path, absolute }) => ({ address, path, change: changes.get(absolute) })),
  );
}
