import { findToolkit, type Catalog, type TorchRelease, type WheelVariant } from "../catalog.js";
import { systemsOf, type Demand } from "../demand.js";
import { compareDotted, isWithin, majorOf, minorOf } from "../order.js";
import { isSupported } from "../stack/preference.js";

/** Nobody read it anywhere: see {@link isVouchedFor}. */
const vouchedFor = { confidence: "recalled", note: undefined, source: [] } as const;

/** A row for the torch that the person vouches for, like the newest release of which wheels were seen. */
export function withTorch(catalog: Catalog, { vouched, torch }: Demand): Catalog {
  const { releases } = catalog.torch;
  if (vouched?.torch !== true || torch === null) return catalog;
  if (releases.some(({ patches }) => patches.some((patch) => isWithin(patch, torch)))) return catalog;
  const like =
    releases.find(({ minor }) => isWithin(torch, minor)) ??
    releases.findLast((row) => row.confidence === "verified")!;
  const added = releaseLike(like, torch.split(".").length < 3 ? `${torch}.0` : torch);
  const later = releases.filter((row) => compareDotted(row.minor, added.minor) > 0);
  const earlier = releases.filter((row) => !later.includes(row));
  return { ...catalog, torch: { ...catalog.torch, releases: [...earlier, added, ...later] } };
}

function releaseLike(like: TorchRelease, torch: string): TorchRelease {
  const last = like.companions.rows.at(-1)!;
  const variants = like.variants
    .filter(isSupported)
    .map((variant): WheelVariant => ({ ...variant, patches: [torch], ...vouchedFor }));
  return {
    ...like,
    minor: minorOf(torch),
    patches: [torch],
    variants,
    companions: { ...like.companions, rows: [{ ...last, torch }], ...vouchedFor },
    ...vouchedFor,
  };
}

/** The newest torchvision goes with a torch that the person vouches for, where none was published for it. */
export function withVision(catalog: Catalog, { vouched, torch }: Demand): Catalog {
  if (vouched?.torch !== true || torch === null) return catalog;
  const rows = catalog.torch.releases.flatMap((row) => row.companions.rows);
  const newest = rows.findLast((row) => row.torchvision !== null)?.torchvision ?? null;
  const releases = catalog.torch.releases.map((row) => ({
    ...row,
    companions: {
      ...row.companions,
      rows: row.companions.rows.map((one) =>
        one.torchvision === null && isWithin(one.torch, torch) ? { ...one, torchvision: newest } : one,
      ),
    },
  }));
  return { ...catalog, torch: { ...catalog.torch, releases } };
}

/** Wheels of a CUDA that no torch has, in all releases that have wheels of its major, and a toolkit row. */
export function withVariants(catalog: Catalog, demand: Demand): Catalog {
  const { vouched, cuda } = demand;
  if (vouched?.cuda !== true || cuda === null) return catalog;
  const isKnown = catalog.torch.releases.some((row) => row.variants.some((one) => isOf(one, cuda)));
  const { releases } = catalog.torch;
  const added = isKnown
    ? releases
    : releases.map((row) =>
        row.variants.some((one) => isSupported(one) && majorOf(one.cuda) === majorOf(cuda))
          ? withVariant(row, cuda, demand)
          : row,
      );
  return withToolkit({ ...catalog, torch: { ...catalog.torch, releases: added } }, cuda);
}

/** Wheels of the stated CUDA in every release. */
export function withWheels(catalog: Catalog, demand: Demand): Catalog {
  const { vouched, cuda } = demand;
  if (vouched === null || cuda === null || !(vouched.cuda || vouched.torch)) return catalog;
  const releases = catalog.torch.releases.map((row) =>
    row.variants.some((one) => isOf(one, cuda)) ? row : withVariant(row, cuda, demand),
  );
  return { ...catalog, torch: { ...catalog.torch, releases } };
}

/** Wheels of the CUDA or the torch that the person vouches for hold code for all declared cards. */
export function withKernels(catalog: Catalog, demand: Demand): Catalog {
  const { vouched, cuda, torch } = demand;
  const concerns = (row: TorchRelease, variant: WheelVariant) =>
    (vouched?.cuda === true && variant.cuda === cuda) ||
    (vouched?.torch === true &&
      torch !== null &&
      (torch === row.minor || row.patches.includes(torch)) &&
      isSupported(variant));
  const releases = catalog.torch.releases.map((row) => ({
    ...row,
    variants: row.variants.map((variant): WheelVariant =>
      concerns(row, variant) ? { ...variant, kernels: kernelsForAll(demand), ...vouchedFor } : variant,
    ),
  }));
  return { ...catalog, torch: { ...catalog.torch, releases } };
}

function isOf({ cuda, status }: WheelVariant, wanted: string): boolean {
  return cuda === wanted && status !== "removed";
}

function withVariant(release: TorchRelease, cuda: string, demand: Demand): TorchRelease {
  const rest = release.variants.filter((one) => one.cuda !== cuda);
  const like = nearest(rest.filter(isSupported), cuda);
  const added: WheelVariant = {
    name: `cu${cuda.replace(".", "")}`,
    cuda,
    status: like?.status ?? "experimental",
    kernels: kernelsForAll(demand),
    ...vouchedFor,
  };
  return { ...release, variants: [...rest, added] };
}

function kernelsForAll(demand: Demand): WheelVariant["kernels"] {
  const { cards } = demand;
  const native = [...new Set(cards.map((card) => card.capability.capability))];
  const own = cards.flatMap((card) => card.system ?? []);
  return Object.fromEntries([...systemsOf(demand), ...own].map((system) => [system, { native, ptx: [] }]));
}

/** A toolkit like the nearest of the same major; without one, nothing is known that the driver must be. */
function withToolkit(catalog: Catalog, cuda: string): Catalog {
  const { toolkits } = catalog.cuda;
  const sameMajor = toolkits
    .filter((row) => majorOf(row.version) === majorOf(cuda))
    .map((row) => ({ ...row, cuda: row.version }));
  const like = nearest(sameMajor, cuda);
  if (findToolkit(catalog, cuda) !== null || like === undefined) return catalog;
  const { cuda: _, ...row } = like;
  const added = {
    ...row,
    version: cuda,
    minDriver: { ...row.minDriver, toolkit: null },
    ...vouchedFor,
  };
  const sorted = [...toolkits, added].sort((a, b) => compareDotted(a.version, b.version));
  return { ...catalog, cuda: { ...catalog.cuda, toolkits: sorted } };
}

/** Of the same major before others, then the nearest minor. */
function nearest<T extends { readonly cuda: string }>(rows: readonly T[], cuda: string): T | undefined {
  const distance = (row: T) => {
    const [major, minor] = row.cuda.split(".").map(Number);
    const [wantedMajor, wantedMinor] = cuda.split(".").map(Number);
    return Math.abs(major! - wantedMajor!) * 100 + Math.abs(minor! - wantedMinor!);
  };
  return [...rows].sort((a, b) => distance(a) - distance(b))[0];
}
