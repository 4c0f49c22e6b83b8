import { loadCatalog } from "../../compat/catalog.js";
import { findGpu } from "../../compat/cards/gpu-names.js";
import type { Understood } from "../../importing/types.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import { probeHardware } from "../../probe/hardware.js";
import type { Session } from "../session.js";

/** The cards that a config is for: no file of Python's or Nix's says them. */
export async function cardsOf(
  session: Session,
  fromFiles: readonly Understood[],
  { gpu, askGpu }: { readonly gpu?: string; readonly askGpu?: (() => Promise<string | null>) | undefined },
): Promise<readonly Understood[]> {
  if (gpu !== undefined) return [declared(cardsIn(gpu), "--gpu")];
  if (fromFiles.some(({ path }) => path[0] === "gpu")) return [];
  const found = [...new Set(probeHardware(session.system, session.root).gpus.map(knownName))];
  const known = found.filter((name) => name !== null);
  if (known.length > 0) return [declared(known, "this machine")];
  const answer = (await askGpu?.())?.trim();
  if (answer) return [declared(cardsIn(answer), "your answer")];
  throw new Failure(unknownCard());
}

/** "RTX 4090, H100" */
function cardsIn(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  return names.filter((name) => name !== "");
}

/** As a person writes it; `null`: a card that the catalog does not know. */
function knownName(name: string): string | null {
  const match = findGpu(name, loadCatalog().gpus.gpus);
  if (match.kind === "unknown") return null;
  const [first, ...others] = match.gpus;
  // The driver's own name says more where the catalog has several of it.
  const text = others.length === 0 ? first.name : name;
  return text.replace(/^(?:NVIDIA )?(?:GeForce )?/, "");
}

function declared(cards: readonly string[], from: string): Understood {
  const value = cards.length === 1 ? cards[0] : cards;
  return { path: ["gpu"], value, source: cards.join(", "), place: { file: from } };
}

function unknownCard(): Diagnostic {
  return {
    severity: "error",
    code: "NT493",
    summary: "The GPU is not known",
    detail:
      "No file of a project says which cards it is for, and no NVIDIA driver is loaded on this machine that could be asked.",
    hint:
      "Say it, with the name of the card (several with commas), or none for the CPU alone:\n" +
      '  nixtorch import --gpu "RTX 4090"\n  nixtorch import --gpu none',
  };
}
