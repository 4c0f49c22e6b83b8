import { withoutByteOrderMark } from "../../lang/toml/parse.js";
import { digestOf } from "../../model/digest.js";
import { toSpans } from "../../model/span.js";
import type { Contribution, Removal } from "../resource.js";
import { fileCreated } from "./annotations.js";
import { address, changeOf, digestBefore, obstacleTo, stop, unchanged } from "./contribution.js";
import { decide } from "./decide.js";
import { diagnosticsIn, driftIn, isEdit } from "./decision.js";
import { detailOf } from "./detail.js";
import { carryOut } from "./emit.js";
import type { ObservedPyproject } from "./observe.js";

/**
 * Takes out what the record knows as nixtorch's and nobody has changed since, and puts back what stood there before. A
 * file that nixtorch made goes with the last of it, unless a person has written something into it.
 */
export function unplanPyproject(
  observed: ObservedPyproject,
  { baseline }: Pick<Removal, "baseline">,
): Contribution {
  if (observed.problem !== null) return stop(observed, baseline, { diagnostics: [observed.problem] });
  const { text, value: document } = observed;
  const digest = digestBefore(observed);
  const none = { drift: [], diagnostics: [], baseline: {} };
  if (text === null || document === null || digest === null) {
    return unchanged(observed, "there is no pyproject.toml", none);
  }
  const decisions = decide([], { text, document, baseline, adopt: false, answers: {}, removing: true });
  const found = { drift: driftIn(decisions), diagnostics: diagnosticsIn(decisions), baseline: {} };
  const edited = decisions.some(isEdit) ? carryOut(text, document, decisions, baseline) : null;
  const after = edited?.text ?? text;
  const isEmpty = baseline[fileCreated] !== undefined && withoutByteOrderMark(after).trim() === "";
  if (after === text && !isEmpty) return unchanged(observed, "nothing of nixtorch's is in it", found);
  const obstacle = obstacleTo(observed);
  if (obstacle !== null) return stop(observed, baseline, { diagnostics: [obstacle], drift: found.drift });
  const details = decisions.flatMap(detailOf);
  if (isEmpty) {
    return {
      ...found,
      change: changeOf("delete", digest, null, {
        reason: "nixtorch made it, and nothing else is in it",
        details,
      }),
      actions: [{ type: "remove-file", address, before: digest }],
      content: null,
    };
  }
  const reason = "only the entries that nixtorch wrote go; the rest of the file stays as it is";
  return {
    ...found,
    change: changeOf("update", digest, digestOf(after), { reason, details }),
    actions: [
      {
        type: "write-spans",
        address,
        before: digest,
        spans: toSpans(text, edited?.edits ?? []),
        after: digestOf(after),
      },
    ],
    content: after,
  };
}
