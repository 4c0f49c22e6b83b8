import type { Gpu } from "./catalog-types.js";

/** Makers' words that people leave out. */
const brands = new Set(["nvidia", "geforce", "quadro", "tesla"]);
const series = new Set(["rtx", "gtx", "gt"]);
/** Words behind a product's number that do not change the chip. */
const tails = new Set(["generation", "gpu", "edition", "workstation", "server"]);
const generations = new Set(["ada", "blackwell", "pascal"]);

/** What drivers and shops append to a product's name: form factor, memory, cooling. */
const boardSuffix =
  /(?:[\s-]+(?:sxm\d?|pcie|nvl|hbm\d?e?|\d+\s?gb(?:\s?hbm\d?e?)?|(?:with\s+)?max-?q(?:\s+design)?))+$/i;

export type GpuMatch =
  | { readonly kind: "found"; readonly gpu: Gpu }
  /** Several cards of different generations answer to the name. */
  | { readonly kind: "ambiguous"; readonly gpus: readonly Gpu[] }
  | { readonly kind: "unknown"; readonly closest: readonly string[] };

/**
 * The card that a name means, tolerant of case, spaces, makers' words and what drivers append:
 * "RTX4090", "geforce rtx 4090", "NVIDIA A100-SXM4-80GB" and "4090" are all understood.
 */
export function findGpu(name: string, gpus: readonly Gpu[]): GpuMatch {
  const bare = name.replace(boardSuffix, "");
  for (const key of [keyOf(name), keyOf(bare)]) {
    const hits = hitsFor(key, gpus);
    if (hits.length > 0) return decide(hits);
  }
  return { kind: "unknown", closest: closestNames(keyOf(bare), gpus) };
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

function decide(hits: readonly Gpu[]): GpuMatch {
  const alike = hits.every((gpu) => gpu.capability === hits[0]!.capability && gpu.system === hits[0]!.system);
  if (!alike) return { kind: "ambiguous", gpus: hits };
  return { kind: "found", gpu: [...hits].sort((a, b) => a.name.length - b.name.length)[0]! };
}

/** Lower case, without spaces and punctuation, without "NVIDIA". */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/nvidia|[^a-z0-9]/g, "");
}

function shortForms(name: string): string[] {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const withoutBrand = words.filter((word) => !brands.has(word));
  const heads = [words, withoutBrand, withoutBrand.filter((word) => !series.has(word))];
  const forms = heads.flatMap((head) => {
    const short = head.filter((word) => !tails.has(word));
    return [head, short, short.filter((word) => !generations.has(word))];
  });
  return [...new Set(forms.map((form) => form.join("")))].filter((form) => form.length > 1);
}

/** Up to three names that look like the wanted one, closest first. */
function closestNames(wanted: string, gpus: readonly Gpu[]): string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return gpus
    .map((gpu) => ({
      name: gpu.name.replace(/^(?:GeForce|NVIDIA) /, ""),
      distance: distanceTo(wanted, [keyOf(gpu.name), ...shortForms(gpu.name)], limit),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.length - b.name.length)
    .slice(0, 3)
    .map(({ name }) => name);
}

function distanceTo(wanted: string, forms: readonly string[], limit: number): number {
  const comparable = forms.filter((form) => Math.abs(form.length - wanted.length) <= limit);
  return Math.min(...comparable.map((form) => editDistance(wanted, form)));
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? beforeLast[column - 2]! + 1 : Infinity;
      current[column] = Math.min(last[column]! + 1, current[column - 1]! + 1, replaced, swapped);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length]!;
}
