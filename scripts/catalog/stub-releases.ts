import type { Catalog, NixpkgsRelease } from "../../src/compat/catalog-types.js";
import { compareDotted } from "../../src/model/version.js";

const head = `# Generated from catalog/ by \`npm run catalog\`. What differs between nixpkgs releases, as far as a CUDA dev shell sees it.
# cuda: scopes that evaluate. removed: scopes that an older release had; they throw "has been removed".
# gccs: the default one, and those that the toolkits' compilers accept at most. hostGcc: of a scope's backendStdenv.
`;

/** The releases of the stub nixpkgs, as a Nix attribute set. */
export function stubReleases(catalog: Catalog): string {
  const { releases } = catalog.nixpkgs;
  const rows = releases.map((row, index) => release(row, releases.slice(0, index), catalog));
  return `${head}{\n${rows.join("")}}\n`;
}

function release(row: NixpkgsRelease, older: readonly NixpkgsRelease[], catalog: Catalog): string {
  const hostGccs = row.cuda.scopes.flatMap(({ version }) => {
    const newest = catalog.cuda.toolkits.find((toolkit) => toolkit.version === version)?.hostCompiler?.gcc.max;
    return newest === undefined ? [] : [{ scope: underscored(version), newest }];
  });
  const gccs = [...new Set([row.gcc.value, ...hostGccs.map(({ newest }) => newest)])].sort((a, b) => a - b);
  const driver = row.drivers.attributes.find((one) => one.name === "production")?.version ?? "0";
  const host = hostGccs.map(({ scope, newest }) => `"${scope}" = "${Math.min(newest, row.gcc.value)}"; `);
  return `  "${row.release}" = {
    cuda = ${list(row.cuda.scopes.map((scope) => underscored(scope.version)))};
    removed = ${list(removedScopes(row, older))};
    defaultCuda = "${underscored(row.cuda.default.value)}";
    gcc = "${row.gcc.value}";
    gccs = ${list(gccs.map(String))};
    hostGcc = { ${host.join("")}};
    glibc = "${row.glibc.value}";
    python = "${row.python.default.value}";
    pythons = ${list(row.python.interpreters.value.map((one) => one.version.replace(".", "")))};
    nvidia = "${driver}";
  };
`;
}

/** Scopes of older releases that are gone, and the names of CUDA majors of which nothing is left: "11". */
function removedScopes(row: NixpkgsRelease, older: readonly NixpkgsRelease[]): readonly string[] {
  const own = new Set(row.cuda.scopes.map((scope) => scope.version));
  const ever = [...new Set(older.flatMap((one) => one.cuda.scopes.map((scope) => scope.version)))];
  const gone = ever.filter((version) => !own.has(version)).sort(compareDotted);
  const majors = (versions: Iterable<string>) => new Set([...versions].map((one) => one.split(".")[0]!));
  const left = majors(own);
  return [...[...majors(gone)].filter((major) => !left.has(major)), ...gone.map(underscored)];
}

function underscored(version: string): string {
  return version.replace(".", "_");
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "[ ]" : `[ ${items.map((item) => `"${item}"`).join(" ")} ]`;
}

/** `RELEASE/default.nix`, for `import nixpkgs { … }`. */
export function stubDefault(name: string): string {
  return `args: import ../pkgs ({ release = "${name}"; } // args)\n`;
}

/** `RELEASE/flake.nix`. */
export function stubFlake(name: string): string {
  return `{
  description = "Stub nixpkgs, release ${name} (input URL: path:…/stub-nixpkgs?dir=${name})";
  outputs = { self }: import ../flake-outputs.nix { release = "${name}"; inherit self; };
}
`;
}
