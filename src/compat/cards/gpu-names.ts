import type { Gpu } from "../catalog-types.js";
import { editDistance } from "./edit-distance.js";
import { compareDotted } from "../order.js";

/** Makers' words that people leave out. */
const brands = new Set(["nvidia", "geforce", "quadro", "tesla"]);
const series = new Set(["rtx", "gtx", "gt"]);
/** Words behind a product's number that do not change the chip. */
const tails = new Set(["generation", "gpu", "edition", "workstation", "server"]);
const generations = new Set(["ada", "blackwell", "pascal", "maxwell", "kepler"]);

/** Words that a product's name may have or not. */
const fillers = new Set(["generation", "gpu"]);
const mobileWords = /\b(?:laptop(?:\s+gpu)?|mobile|(?:with\s+)?max-?q(?:\s+design)?)\b/gi;

/** What drivers and shops append to a product's name: form factor, memory, cooling. */
const boardSuffix =
  /(?:[\s-]+(?:sxm\d?|pcie|nvl|hbm\d?e?|\d+\s?gb(?:\s?hbm\d?e?)?|(?:with\s+)?max-?q(?:\s+design)?))+$/i;

export type GpuMatch =
  /** `gpus`: every card of the name, the least demanding first. Which of them is meant matters to some questions only. */
  | { readonly kind: "found"; readonly gpus: readonly [Gpu, ...Gpu[]] }
  | { readonly kind: "unknown"; readonly closest: readonly string[] };

/** Names are looked up again with every edit that is tried; a list of cards never changes. */
const answers = new WeakMap<readonly Gpu[], Map<string, GpuMatch>>();

/**
 * The cards that a name may mean, tolerant of case, spaces, makers' words and what drivers append:
 * "RTX4090", "geforce rtx 4090", "NVIDIA A100-SXM4-80GB" and "4090" are all understood. A mobile card that is not
 * listed is taken for the one it is named after.
 */
export function findGpu(name: string, gpus: readonly Gpu[]): GpuMatch {
  const known = answers.get(gpus) ?? new Map<string, GpuMatch>();
  answers.set(gpus, known);
  const match = known.get(name) ?? lookUp(name, gpus);
  known.set(name, match);
  return match;
}

function lookUp(name: string, gpus: readonly Gpu[]): GpuMatch {
  const bare = name.replace(boardSuffix, "");
  const keys = [keyOf(name), keyOf(bare)];
  for (const key of [...keys, ...plainKeys(bare)]) {
    const [first, ...others] = [...hitsFor(key, gpus)].sort(leastDemanding);
    if (first !== undefined) return { kind: "found", gpus: [first, ...others] };
  }
  return { kind: "unknown", closest: closestNames(bare, gpus) };
}

/** The name without words for mobile cards, then also without makers' words and empty ones. */
function plainKeys(name: string): readonly string[] {
  const words = wordsOf(name.replaceAll(mobileWords, " "));
  const plain = words.filter((word) => !brands.has(word) && !fillers.has(word));
  // "4000" alone has had many meanings; of GeForce cards a number has one.
  const isClear = words.includes("geforce") || /[a-z]/.test(plain.join(""));
  return [words.join(""), ...(isClear ? [plain.join("")] : [])].filter((key) => key.length > 1);
}

/** Cards of exactly that name, else those of which it is a short form. */
function hitsFor(key: string, gpus: readonly Gpu[]): readonly Gpu[] {
  const numbers = key.match(/\d+/g) ?? [];
  // Most cards are out by their number alone, without a look at their forms.
  const likely = gpus.filter((gpu) =>
    namesOf(gpu).some((name) => numbers.every((number) => keyOf(name).includes(number))),
  );
  const exact = likely.filter((gpu) => namesOf(gpu).some((name) => keyOf(name) === key));
  if (exact.length > 0) return exact;
  return likely.filter((gpu) => namesOf(gpu).some((name) => shortForms(name).includes(key)));
}

function namesOf(gpu: Gpu): readonly string[] {
  return gpu.aliases === undefined ? [gpu.name] : [gpu.name, ...gpu.aliases];
}

/** What every edition has at least: the lowest driver, then the plainest name. */
function leastDemanding(a: Gpu, b: Gpu): number {
  return compareDotted(a.minDriver ?? "0", b.minDriver ?? "0") || a.name.length - b.name.length;
}

/** Lower case, without spaces and punctuation, without "NVIDIA". */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/nvidia|[^a-z0-9]/g, "");
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function shortForms(name: string): string[] {
  const words = wordsOf(name);
  const withoutBrand = words.filter((word) => !brands.has(word));
  const heads = [words, withoutBrand, withoutBrand.filter((word) => !series.has(word))];
  const forms = heads.flatMap((head) => {
    const short = head.filter((word) => !tails.has(word));
    return [head, short, short.filter((word) => !generations.has(word))];
  });
  return [...new Set(forms.map((form) => form.join("")))].filter((form) => form.length > 1);
}

/** How many names are suggested. */
const mostSuggestions = 3;

/** Names with the same model number, else names that look like the wanted one; closest first. */
function closestNames(wanted: string, gpus: readonly Gpu[]): readonly string[] {
  const sameNumber = withNumberOf(wanted, gpus);
  return (sameNumber.length > 0 ? sameNumber : spelledLike(keyOf(wanted), gpus)).slice(0, mostSuggestions);
}

/** Cards whose model number is among the words, those first that add the fewest words of their own. */
function withNumberOf(wanted: string, gpus: readonly Gpu[]): readonly string[] {
  const words = new Set(wordsOf(wanted));
  const isModel = (word: string) => /\d{3}/.test(word) && words.has(word);
  return gpus
    .map((gpu) => ({ name: shownName(gpu), own: wordsOf(shownName(gpu)) }))
    .filter(({ own }) => own.some(isModel))
    .map(({ name, own }) => {
      const shared = own.filter((word) => words.has(word)).length;
      return { name, added: own.length - shared, shared };
    })
    .sort((a, b) => a.added - b.added || b.shared - a.shared)
    .map(({ name }) => name);
}

function spelledLike(wanted: string, gpus: readonly Gpu[]): readonly string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return gpus
    .map((gpu) => ({
      name: shownName(gpu),
      distance: distanceTo(wanted, [keyOf(gpu.name), ...shortForms(gpu.name)], limit),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.length - b.name.length)
    .map(({ name }) => name);
}

function shownName(gpu: Gpu): string {
  return gpu.name.replace(/^(?:GeForce|NVIDIA) /, "");
}

function distanceTo(wanted: string, forms: readonly string[], limit: number): number {
  const comparable = forms.filter(
    (form) => Math.abs(form.length - wanted.length) <= limit && isAlike(form, wanted),
  );
  return Math.min(...comparable.map((form) => editDistance(wanted, form)));
}

/** A slip of the hand changes the letters or the number, not both: GT 710 is no GB10. */
function isAlike(a: string, b: string): boolean {
  return (
    a.replaceAll(/\d/g, "") === b.replaceAll(/\d/g, "") || a.replaceAll(/\D/g, "") === b.replaceAll(/\D/g, "")
  );
}
