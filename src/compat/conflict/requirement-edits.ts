import type { Statement } from "../../model/statement.js";
import type { Requirement } from "../demand.js";
import type { Edit } from "./edit.js";
import type { Stack } from "../stack/solve.js";
import { placeText } from "../choices/torch-reasons.js";

/** Changes in pyproject.toml that admit a stack. */
export function requirementEdits(requirement: Requirement, stack: Stack): readonly Edit[] {
  if (requirement.range === null) return [removal(requirement)];
  const [major, minor] = stack.python.split(".").map(Number);
  return [
    pythonRange(requirement, `>=${stack.release.python.stable[0]}`),
    pythonRange(requirement, `>=${stack.python},<${major}.${minor! + 1}`),
  ];
}

/** The requirement taken out. */
export function removal({ text, place, statement }: Requirement): Edit {
  return {
    kind: "requirement",
    text: `take \`${text}\` out of ${placeText(place)}`,
    apply: (question) => ({
      ...question,
      statements: question.statements.filter((one) => !isSame(one, statement)),
    }),
  };
}

function pythonRange({ place, statement }: Requirement, specifier: string): Edit {
  return {
    kind: "requirement",
    text: `requires-python = "${specifier}" in ${placeText(place)}`,
    apply: (question) => ({
      ...question,
      statements: question.statements.map((one) => (isSame(one, statement) ? { ...one, specifier } : one)),
    }),
  };
}

/** The statement itself, whatever an edit before made of it. */
function isSame(one: Statement, other: Statement): boolean {
  return (
    one.name === other.name && one.place.file === other.place.file && one.place.line === other.place.line
  );
}
