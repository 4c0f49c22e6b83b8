import type { Demand } from "../demand.js";

/** One choice that nixtorch.lock holds. */
export interface LockedValue {
  readonly key: "torch" | "wheel" | "python" | "nixpkgs";
  readonly value: string;
  /** "torch 2.11.0" */
  readonly text: string;
}

/** The demand with the locked value as if it were stated. */
export function heldBy(demand: Demand, { key, value }: LockedValue): Demand {
  switch (key) {
    case "torch":
      return { ...demand, torch: value };
    case "wheel":
      return value === "cpu" ? { ...demand, cpu: true } : { ...demand, cuda: cudaOf(value, demand) ?? value };
    case "python":
      return { ...demand, python: value };
    case "nixpkgs":
      return { ...demand, nixpkgs: value, anyNixpkgs: false };
  }
}

/** The CUDA of a wheel variant; `null`: it has none, or the catalog does not know the variant. */
export function cudaOf(wheel: string, { catalog }: Demand): string | null {
  const variants = catalog.torch.releases.flatMap((release) => release.variants);
  return variants.find((variant) => variant.name === wheel)?.cuda ?? null;
}
