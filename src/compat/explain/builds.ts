import type { ExplanationStep } from "../../model/explanation.js";
import { findToolkit } from "../catalog.js";
import { cardText } from "../demand.js";
import { cardRows, citation, ruleRows, scopesRow, toolkitRow } from "./rows.js";
import { candidatesTitle, configLine, section, type Particulars, type Subject } from "./words.js";
import { compilesFor } from "../stack/kernels.js";
import { listing, majorOf } from "../order.js";

/** The toolkit that extensions are compiled with. */
export function aboutToolkit({ demand, stack }: Subject): Particulars {
  const { catalog, cards } = demand;
  const { nixpkgs, toolkit, variant } = stack;
  const rule = {
    text:
      "The wheel brings its CUDA libraries. A toolkit is needed to compile extensions against torch only, and must be " +
      "of the same major: torch warns about another minor, and stops at another major.",
    rows: [...ruleRows(catalog.nixpkgs, "wheel-brings-runtime"), ...ruleRows(catalog.cuda, "same-major")],
  };
  const steps = nixpkgs.cuda.scopes.toReversed().map((scope): ExplanationStep => {
    const row = findToolkit(catalog, scope.version);
    const rows = scopesRow(nixpkgs, catalog);
    if (scope.attribute === toolkit?.scope.attribute)
      return {
        text: `${scope.attribute}: ${toolkit.exact ? "the CUDA of the wheel itself" : "the nearest that compiles for all cards"}.`,
        verdict: "chosen",
        rows: [...rows, ...toolkitRow(scope.version, catalog)],
      };
    if (variant === null || majorOf(scope.version) !== majorOf(variant.cuda))
      return { text: `${scope.attribute}: another major than the wheel's CUDA.`, verdict: "out", rows };
    const lacking = row === null ? [] : cards.filter((card) => !compilesFor(row, card.capability));
    if (row === null || row.hostCompiler === null)
      return { text: `${scope.attribute}: little more than its name is known.`, verdict: "out", rows };
    if (lacking.length > 0)
      return {
        text: `${scope.attribute}: does not compile for ${listing(lacking.map(cardText))}.`,
        verdict: "out",
        rows: [...rows, ...lacking.flatMap((card) => cardRows(card, catalog))],
      };
    return {
      text: `${scope.attribute}: would do, but is further from the wheel's CUDA.`,
      verdict: "fits",
      rows,
    };
  });
  return {
    sections: [
      ...section("What it is for", [rule]),
      ...section(`${candidatesTitle} (nixpkgs ${nixpkgs.release})`, inOrder(steps)),
    ],
    change: `It follows from \`cuda\` and the nixpkgs release:\n\n${configLine('nix: { nixpkgs: "unstable" }')}`,
  };
}

const order = ["chosen", "fits", "out"];

export function inOrder(steps: readonly ExplanationStep[]): readonly ExplanationStep[] {
  return [...steps].sort((a, b) => order.indexOf(a.verdict ?? "out") - order.indexOf(b.verdict ?? "out"));
}

export function aboutComponents({ demand, stack }: Subject): Particulars {
  const row = stack.toolkit?.toolkit;
  if (row === undefined) return { sections: [], change: null };
  return {
    sections: section("What they are for", [
      {
        text:
          `torch's extension builder expects one CUDA_HOME; nixpkgs has a package for each part. These parts of CUDA ${row.version} ` +
          `are joined: ${listing(row.components.value)}. CUDA 13 splits nvcc differently from CUDA 12, so the list depends on the toolkit.`,
        rows: citation(`CUDA ${row.version}, components`, demand.catalog.cuda, row.components),
      },
    ]),
    change: "They follow from the toolkit: see `nixtorch explain toolkit`.",
  };
}

export function aboutCompiler({ demand, stack }: Subject): Particulars {
  const { catalog } = demand;
  const row = stack.toolkit?.toolkit;
  if (!row?.hostCompiler) return { sections: [], change: null };
  const { gcc } = row.hostCompiler;
  const own = stack.nixpkgs.gcc;
  const isNewer = own.value > gcc.max;
  return {
    sections: section("What is known", [
      {
        text: `nvcc ${row.version} accepts GCC ${gcc.min} to ${gcc.max}, and stops at a newer one.`,
        rows: [...toolkitRow(row.version, catalog), ...ruleRows(catalog.cuda, "host-compiler")],
      },
      {
        text:
          `nixpkgs ${stack.nixpkgs.release} itself compiles with GCC ${own.value}` +
          `${isNewer ? ", which is too new here" : ""}; for CUDA it takes the newest that nvcc accepts, and so does the shell.`,
        rows: [
          ...citation(`nixpkgs ${stack.nixpkgs.release}, GCC`, catalog.nixpkgs, own),
          ...ruleRows(catalog.cuda, "backend-compiler"),
        ],
      },
    ]),
    change: "It follows from the toolkit: see `nixtorch explain toolkit`.",
  };
}

export function aboutArchList({ demand }: Subject): Particulars {
  return {
    sections: section("What is known", [
      ...demand.cards.map((card) => ({
        configPath: card.path,
        text: `${card.label} has compute capability ${card.capability.capability} (${card.capability.architecture}).`,
        rows: cardRows(card, demand.catalog),
      })),
      {
        text: "Extensions are compiled for these alone, which saves time. torch's own wheels hold code for more.",
        rows: [],
      },
    ]),
    change: `The declared cards decide:\n\n${configLine('gpu: ["RTX 4090", "RTX 3090"]')}`,
  };
}
