import type { NotUnderstood, Understood } from "../../src/model/imported.js";
import type { Facts, Reading } from "../../src/importing/types.js";

/** A small catalog, so that readings do not change with the real one. */
export const facts: Facts = {
  pythons: ["3.10", "3.11", "3.12", "3.13"],
  torches: ["2.4.0", "2.4.1", "2.9.0", "2.9.1", "2.10.0", "2.11.0"],
  torchIndex: "https://download.pytorch.org/whl",
  builds: { apex: { needs: ["packaging"] }, "flash-attn": { needs: ["ninja", "packaging"] } },
  ownVariables: new Set([
    "LD_LIBRARY_PATH",
    "CUDA_HOME",
    "CUDA_PATH",
    "CC",
    "CXX",
    "EXTRA_LDFLAGS",
    "EXTRA_CCFLAGS",
    "PATH",
    "MAX_JOBS",
  ]),
  caches: [{ url: "https://cuda.example", publicKey: "cuda.example:AAAA=" }],
};

/** What a reading says, a line each: `key = value  file:line  (note)`. */
export function told({ understood, not }: Reading): { understood: string[]; not: string[] } {
  return { understood: understood.map(tellUnderstood), not: not.map(tellNot) };
}

function tellUnderstood(one: Understood): string {
  const value = one.value === undefined ? `: ${one.source}` : ` = ${JSON.stringify(one.value)}`;
  const more = [one.note, one.remark && `# ${one.remark}`].filter(Boolean).map((text) => ` (${text})`);
  return `${one.path.join(".")}${value}  ${placeText(one)}${more.join("")}`;
}

function tellNot(one: NotUnderstood): string {
  return `${placeText(one)}  ${one.what}: ${one.why}${one.secret === true ? " (secret)" : ""}`;
}

function placeText({ place: { file, line } }: Pick<Understood, "place">): string {
  return line === undefined ? file : `${file}:${line}`;
}
