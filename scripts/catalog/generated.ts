import type { Catalog } from "../../src/compat/catalog-types.js";
import { knownTypes } from "./known.js";
import { stubDefault, stubFlake, stubReleases } from "./stub-releases.js";

/** A file that is made from the catalog. */
export interface Generated {
  /** From the repository's root. */
  readonly path: string;
  /** TypeScript is laid out afterwards. */
  readonly render: (catalog: Catalog) => string;
}

const stub = "test/support/stub-nixpkgs";

/** Every file that `npm run catalog` writes. */
export function generatedFiles(catalog: Catalog): readonly Generated[] {
  const releases = catalog.nixpkgs.releases.map((row) => row.release);
  return [
    { path: "src/config/known.ts", render: knownTypes },
    { path: `${stub}/releases.nix`, render: stubReleases },
    ...releases.flatMap((release) => [
      { path: `${stub}/${release}/default.nix`, render: () => stubDefault(release) },
      { path: `${stub}/${release}/flake.nix`, render: () => stubFlake(release) },
    ]),
  ];
}
