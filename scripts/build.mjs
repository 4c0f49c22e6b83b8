// Checks the catalog, then builds dist/: the command line as one program with lazily loaded libraries, the library as
// an ES module, the licences of what is bundled, and the declarations of the public API.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { readCatalog } from "./catalog/read.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const { complaints } = await readCatalog();
if (complaints.length > 0) {
  console.error(complaints.join("\n"));
  process.exit(1);
}
rmSync("dist", { recursive: true, force: true });

/** Loaded when first needed: a plan without changes never is. */
const lazyLibraries = ["@babel/parser", "diff", "execa", "smol-toml", "sucrase", "zod"];
const fileOf = (library) => `lib/${library.replace(/^@/, "").replace("/", "-")}.cjs`;

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  minifyWhitespace: true,
  minifySyntax: true,
  // The code cache reads the program as Latin-1.
  charset: "ascii",
  loader: { ".md": "text" },
  metafile: true,
  logLevel: "warning",
};
const asProgram = { ...common, format: "cjs", supported: { "dynamic-import": false } };

/** JSON.parse is several times faster than compiling the same text as code. */
const catalogAsText = {
  name: "catalog-as-text",
  setup(setup) {
    setup.onLoad({ filter: /\/catalog\/[^/]+\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, "utf8")));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(text)});`, loader: "js" };
    });
  },
};

const librariesApart = {
  name: "libraries-apart",
  setup(setup) {
    const filter = new RegExp(`^(${lazyLibraries.join("|")})$`);
    setup.onResolve({ filter }, ({ path }) => ({ path: `./${fileOf(path)}`, external: true }));
  },
};

/** The long forms of diagnostics are many, and only `explain` reads them. */
const textsFile = "lib/diagnostics.cjs";
const textsApart = {
  name: "texts-apart",
  setup(setup) {
    setup.onResolve({ filter: /\/diagnostic-texts\.js$/ }, () => ({
      path: `./${textsFile}`,
      external: true,
    }));
  },
};

const results = await Promise.all([
  build({ ...asProgram, entryPoints: ["src/bin.ts"], outfile: "dist/bin.cjs" }),
  build({
    ...asProgram,
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/main.cjs",
    plugins: [catalogAsText, librariesApart, textsApart],
  }),
  build({ ...asProgram, entryPoints: ["src/engine/diagnostic-texts.ts"], outfile: `dist/${textsFile}` }),
  ...lazyLibraries.map((library) =>
    build({
      ...asProgram,
      stdin: { contents: `export * from ${JSON.stringify(library)};`, resolveDir: root },
      outfile: `dist/${fileOf(library)}`,
    }),
  ),
  build({
    ...common,
    entryPoints: ["src/index.ts"],
    outdir: "dist",
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    plugins: [catalogAsText],
    // CommonJS dependencies reach Node's own modules through `require`.
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  }),
]);
chmodSync("dist/bin.cjs", 0o755);
const bundled = results.flatMap((result) => Object.keys(result.metafile.inputs));
writeFileSync("dist/THIRD_PARTY_LICENSES.txt", licences(bundled));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});

function licences(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const inside = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (inside) packages.add(inside[1]);
  }
  return `${[...packages].sort().map(licenceOf).join("\n\n---\n\n")}\n`;
}

function licenceOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file && existsSync(join(directory, file))
      ? readFileSync(join(directory, file), "utf8").trim()
      : `License: ${license}`;
  return `${name} ${version} (${relative(root, directory).replace(/^node_modules\//, "")})\n\n${text}`;
}
