import { loadCatalog, type Catalog } from "../../compat/catalog.js";
import { ownVariables } from "../../config/environment.js";
import type { Facts } from "../../importing/types.js";
import { compareDotted } from "../../model/version.js";

/** What reading a person's files takes from the catalog. */
export function importFacts({ torch, packages, caches }: Catalog = loadCatalog()): Facts {
  const pythons = torch.releases.flatMap(({ python }) => [...python.stable, ...python.experimental]);
  const recipes = packages.packages.filter(({ mode }) => mode !== "none");
  return {
    pythons: [...new Set(pythons)].sort(compareDotted),
    torches: torch.releases.flatMap(({ patches }) => patches),
    torchIndex: torch.index.value,
    builds: Object.fromEntries(recipes.map(({ name, needs }) => [name, { needs }])),
    ownVariables,
    caches: caches.caches.map(({ url, publicKey }) => ({ url, publicKey })),
  };
}
