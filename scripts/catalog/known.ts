// Writes the catalog as types: names to complete, and flat tables by which the editor finds impossible stacks.
import type { Catalog, NixpkgsRelease } from "../../src/compat/catalog.js";
import { compareDotted, listing, majorOf } from "../../src/compat/order.js";
import {
  driversFor,
  kindsOf,
  platforms,
  sortedVersions,
  wheelsOf,
  type Kind,
  type KindOf,
  type Platform,
  type Wheel,
} from "./known-rows.js";
import { choice, object, quote, span, table, union, Unions, type Row } from "./known-text.js";

/** The text of `src/config/known.ts`, not yet laid out. */
export function knownTypes(catalog: Catalog): string {
  const wheels = wheelsOf(catalog);
  const kinds = kindsOf(catalog, wheels);
  // By capability first: what follows is named after its card only where it differs.
  const capabilities = catalog.gpus.capabilities.map(({ capability }): Row => [
    capability,
    quote(kinds.of({ computeCapability: capability })!.id),
  ]);
  const { offered, spelled } = gpuNames(catalog, kinds.of);
  const unions = new Unions();
  const parts = [
    ...names(catalog, wheels, offered),
    table("GpuKinds", "Cards by the name that is offered, and what kind each is.", offered),
    table("GpuSpellings", "Other names of cards.", spelled),
    table("CapabilityKinds", "Kinds of cards by compute capability.", capabilities),
    ...wheelTables(catalog, wheels, unions),
    ...kindTables(catalog, wheels, kinds.all(), unions),
    ...driverTables(catalog, wheels, unions),
    ...textTables(catalog, wheels),
  ];
  const header = "// Written from the catalog by scripts/catalog.mjs: not to be edited.";
  return `${[header, unions.text(), ...parts].join("\n\n")}\n`;
}

/** Names without makers' words, as people write them, and whatever else the catalog calls the same card. */
function gpuNames(catalog: Catalog, kindOf: KindOf): { offered: readonly Row[]; spelled: readonly Row[] } {
  const offered = new Map<string, string>();
  const spelled = new Map<string, string>();
  for (const { name, aliases = [] } of catalog.gpus.gpus) {
    const short = name.replace(/^(?:NVIDIA )?(?:GeForce |Quadro |Tesla )?/, "");
    const own = kindOf(name);
    const best = own !== null && kindOf(short) === own ? short : name;
    for (const spelling of [best, name, ...aliases]) {
      const kind = kindOf(spelling);
      if (kind !== null) (spelling === best ? offered : spelled).set(spelling, quote(kind.id));
    }
  }
  return { offered: [...offered], spelled: [...spelled].filter(([name]) => !offered.has(name)) };
}

function names(catalog: Catalog, wheels: readonly Wheel[], gpus: readonly Row[]): readonly string[] {
  const { releases } = catalog.nixpkgs;
  const branches = releases.flatMap((row) => row.drivers.attributes.map((one) => one.name));
  return [
    union("KnownGpu", "Cards in the catalog.", gpus.map(([name]) => name)),
    "/** Compute capabilities of cards. */\nexport type KnownCapability = keyof CapabilityKinds;",
    union("KnownCuda", "CUDA versions with PyTorch wheels.", cudaOf(wheels)),
    union("KnownTorch", "Releases of torch.", torchNames(catalog)),
    union("KnownPython", "Pythons with PyTorch wheels.", pythonsOf(wheels)),
    union("KnownNixpkgs", "Releases of nixpkgs.", releases.map((row) => row.release)),
    union("KnownDriverBranch", "Driver branches of nixpkgs.", [...new Set(branches)].sort()),
  ];
}

function wheelTables(catalog: Catalog, wheels: readonly Wheel[], unions: Unions): readonly string[] {
  const those = (isOne: (wheel: Wheel) => boolean) => idsOf(wheels.filter(isOne), unions);
  const majors = [...new Set(wheels.map((one) => majorOf(one.cuda)))].sort((a, b) => a - b);
  return [
    table("TorchWheels", "Wheels of a torch.", torchNames(catalog).map((torch) => [
      torch,
      those((one) => isOf(one, torch)),
    ])),
    table("CudaWheels", "Wheels of a CUDA.", cudaOf(wheels).map((cuda) => [
      cuda,
      those((one) => one.cuda === cuda),
    ])),
    table("MajorWheels", "Wheels of a CUDA major.", majors.map((major) => [
      `${major}`,
      those((one) => majorOf(one.cuda) === major),
    ])),
    table("PythonWheels", "Wheels for a Python.", pythonsOf(wheels).map((python) => [
      python,
      those((one) => one.pythons.includes(python)),
    ])),
  ];
}

function kindTables(
  catalog: Catalog,
  wheels: readonly Wheel[],
  kinds: readonly Kind[],
  unions: Unions,
): readonly string[] {
  const cudas = cudaOf(wheels.filter((one) => one.seen));
  const torches = [...new Set(wheels.filter((one) => one.seen).map((one) => one.minor))];
  const { releases } = catalog.nixpkgs;
  const those = (isOne: (row: NixpkgsRelease) => boolean) =>
    quote(choice(releases.filter(isOne).map((row) => row.release), releases.map((row) => row.release)));
  const byPlatform = (platform: Platform): readonly string[] => [
    table(`KindWheels${platform}`, `Wheels that run on a kind of card: ${platforms[platform]?.join(" and ") ?? "where such cards are"}.`,
      kinds.map((kind) => [kind.id, idsOf(kind.wheels[platform], unions)])),
    table(`KindTexts${platform}`, "What runs on a kind of card, for messages.", kinds.map((kind) => {
      const own = kind.wheels[platform];
          const seen = own.some((one) => one.seen) ? own.filter((one) => one.seen) : own;
      return [kind.id, object([
        ["cuda", quote(choice(cudaOf(seen), cudas))],
        ["torch", quote(choice([...new Set(seen.map((one) => one.minor))], torches))],
      ])];
    })),
  ];
  return [
    ...byPlatform("Own"),
    ...byPlatform("X86"),
    ...byPlatform("Arm"),
    ...byPlatform("Both"),
    table("KindToolkits", "CUDA toolkits that compile for a kind of card.", kinds.map((kind) => [
      kind.id,
      unions.of("Toolkits", kind.toolkits),
    ])),
    table("KindDrivers", "Drivers that drive a kind of card: release, branch and kernel module.", kinds.map((kind) => [
      kind.id,
      unions.of("Drivers", [...kind.drivers].sort()),
    ])),
    table("KindReleases", "Releases of nixpkgs with a driver, and a toolkit, for a kind of card.", kinds.map((kind) => [
      kind.id,
      object([
        ["driver", those((row) => kind.drivers.some((id) => id.startsWith(`${row.release}/`)))],
        ["toolkit", those((row) => row.cuda.scopes.some((scope) => kind.toolkits.includes(scope.version)))],
      ]),
    ])),
  ];
}

function driverTables(catalog: Catalog, wheels: readonly Wheel[], unions: Unions): readonly string[] {
  const { releases } = catalog.nixpkgs;
  return [
    table("CudaDrivers", "Drivers that are new enough for a CUDA.", cudaOf(wheels).map((cuda) => [
      cuda,
      unions.of("Drivers", driversFor(cuda, catalog)),
    ])),
    table("Nixpkgs", "What a release of nixpkgs has.", releases.map((row) => {
      const pythons = row.python.interpreters.value;
      const usual = pythons.filter((one) => one.prerelease !== true).map((one) => one.version);
      const branches = row.drivers.attributes.map((one) => one.name);
      return [row.release, object([
        ["toolkits", unions.of("Toolkits", sortedVersions(row.cuda.scopes.map((scope) => scope.version)))],
        ["pythons", unions.of("Pythons", pythons.map((one) => one.version))],
        // Where no Python is stated, a stable one is taken that both have.
        ["wheels", idsOf(wheels.filter((one) => one.stablePythons.some((python) => usual.includes(python))), unions)],
        ["branches", row.drivers.complete ? unions.of("Branches", branches) : "KnownDriverBranch"],
        ["pythonText", quote(span(pythons.map((one) => one.version)))],
        ["branchText", quote(listing(branches))],
      ])];
    })),
  ];
}

function textTables(catalog: Catalog, wheels: readonly Wheel[]): readonly string[] {
  const seen = wheels.filter((one) => one.seen);
  const minors = (some: readonly Wheel[]) => span([...new Set(some.map((one) => one.minor))]);
  const releases = catalog.nixpkgs.releases;
  const majors = [...new Set(wheels.map((one) => majorOf(one.cuda)))].sort((a, b) => a - b);
  return [
    table("TorchTexts", "What a torch has wheels for, for messages.", torchNames(catalog).map((torch) => {
      const own = wheels.filter((one) => isOf(one, torch));
      return [torch, object([
        ["cuda", quote(listing(cudaOf(own)))],
        ["python", quote(span(own[0]!.pythons))],
      ])];
    })),
    table("CudaTexts", "The torch with wheels for a CUDA.", cudaOf(wheels).map((cuda) => [
      cuda,
      quote(minors(seen.filter((one) => one.cuda === cuda))),
    ])),
    table("PythonTexts", "The torch with wheels for a Python.", pythonsOf(wheels).map((python) => [
      python,
      quote(minors(seen.filter((one) => one.pythons.includes(python)))),
    ])),
    table("MajorTexts", "The releases of nixpkgs with a toolkit of a CUDA major.", majors.map((major) => [
      `${major}`,
      quote(choice(
        releases.filter((row) => row.cuda.scopes.some((one) => majorOf(one.version) === major)).map((row) => row.release),
        releases.map((row) => row.release),
      )),
    ])),
    table("AllTexts", "All that there is, for messages.", [
      ["cuda", quote(listing(cudaOf(seen), "or"))],
      ["torch", quote(minors(seen))],
      ["python", quote(span(pythonsOf(wheels)))],
      ["nixpkgs", quote(listing(releases.map((row) => row.release), "or"))],
    ]),
  ];
}

function idsOf(wheels: readonly Wheel[], unions: Unions): string {
  return unions.of("Wheels", wheels.map((one) => one.id));
}

function isOf({ minor, patches }: Wheel, torch: string): boolean {
  return minor === torch || patches.includes(torch);
}

function torchNames({ torch }: Catalog): readonly string[] {
  return torch.releases.flatMap(({ minor, patches }) => [minor, ...patches]);
}

function cudaOf(wheels: readonly Wheel[]): readonly string[] {
  return sortedVersions(wheels.map((one) => one.cuda));
}

function pythonsOf(wheels: readonly Wheel[]): readonly string[] {
  return [...new Set(wheels.flatMap((one) => one.pythons))].sort(compareDotted);
}
