import { join } from "node:path";
import type { Reader, System } from "../host/system.js";
import { Failure } from "../model/diagnostic.js";
import { digestOf, type Digest } from "../model/digest.js";
import { nixtorchVersion } from "../model/version.js";
import { othersMayWrite } from "./caller.js";
import { excerptOf } from "./excerpt.js";
import { isNode, languageOf, nodesOf, parseSource, type Node } from "./syntax.js";

/** A source text made ready to be evaluated. */
export interface Prepared {
  /** The body of a CommonJS module, line for line as the source. */
  readonly code: string;
  /** What it imports, as written. */
  readonly imports: readonly string[];
}

/** Stand in for `import.meta` and `import(…)`; as long as what they replace, so that columns stay. */
export const metaName = "$importMeta";
export const importName = "$imprt";

/**
 * Turns a source file into a module body. The result is kept in `cacheDirectory` by the digest of the source and the
 * version of nixtorch: text only, never a value. It is code that runs as this user, so a cache that another user owns
 * or may write is left alone.
 *
 * @throws Failure NT202 (syntax), NT203 (top-level await)
 */
export async function prepare(
  system: System,
  cacheDirectory: string,
  file: string,
  source: string,
  digest: Digest,
): Promise<Prepared> {
  const key = digestOf(`${nixtorchVersion} ${languageOf(file)} ${digest}`).slice("sha256:".length);
  const cached = join(cacheDirectory, `${key}.json`);
  const known = readCached(system, cacheDirectory, cached);
  if (known !== null) return known;
  const prepared = await transpile(source, file);
  writeCached(system, cacheDirectory, cached, prepared);
  return prepared;
}

async function transpile(source: string, file: string): Promise<Prepared> {
  const program = await parseSource(source, file);
  refuseTopLevelAwait(program, source, file);
  const { code } = await compile(replaceImports(source, program), file);
  return { code, imports: importsIn(code) };
}

interface Compiled {
  readonly code: string;
  /** Mappings of a source map, from the code to the source. */
  readonly mappings: string;
}

/** What the compiler makes of a source; also used to find out where in the source a place in the code was. */
export async function compileForPlaces(source: string, file: string): Promise<Compiled> {
  return compile(replaceImports(source, await parseSource(source, file)), file);
}

async function compile(text: string, file: string): Promise<Compiled> {
  const { transform } = await import("./compiler.js");
  const { code, sourceMap } = transform(text, {
    transforms: languageOf(file) === "typescript" ? ["typescript", "imports"] : ["imports"],
    disableESTransforms: true,
    production: true,
    filePath: file,
    sourceMapOptions: { compiledFilename: file },
  });
  return { code, mappings: sourceMap!.mappings };
}

function replaceImports(source: string, program: Node): string {
  let text = source;
  for (const node of nodesOf(program)) {
    const isMeta = node.type === "MetaProperty" && (node["meta"] as { name?: string }).name === "import";
    const name = isMeta ? metaName : isImportCall(node) ? importName : null;
    if (name === null) continue;
    const end = isMeta ? node.end : (node["callee"] as Node).end;
    text = text.slice(0, node.start) + name.padEnd(end - node.start) + text.slice(end);
  }
  return text;
}

function isImportCall(node: Node): boolean {
  return node.type === "CallExpression" && isNode(node["callee"]) && node["callee"].type === "Import";
}

/** Type-only imports are gone from the code, so only what is really loaded is found. */
function importsIn(code: string): readonly string[] {
  const calls = code.matchAll(/(?:\brequire|\$imprt)\s*\(\s*(["'])((?:(?!\1)[^\\\n])+)\1/g);
  return [...new Set([...calls].map((call) => call[2]!))];
}

function refuseTopLevelAwait(program: Node, source: string, file: string): void {
  const outsideFunctions = nodesOf(program, (node) => !/Function|Method|^ClassProperty$/.test(node.type));
  for (const node of outsideFunctions) {
    if (node.type !== "AwaitExpression" && node["await"] !== true) continue;
    const place = { file, line: node.loc.start.line, column: node.loc.start.column + 1 };
    throw new Failure({
      severity: "error",
      code: "NT203",
      summary: "The config waits outside of a function",
      detail: "`await` at the top level of a file is not supported in configs.",
      hint: "Export an async function:\n\n  export default defineConfig(async () => ({ … }));",
      place,
      ...excerptOf(source, place),
    });
  }
}

function readCached(system: Reader, directory: string, path: string): Prepared | null {
  if (!isOwnDirectory(system, directory) || !isOwn(system, path)) return null;
  const state = system.read(path);
  if (state.kind !== "file") return null;
  try {
    const value = JSON.parse(new TextDecoder().decode(state.bytes)) as Partial<Prepared>;
    return typeof value.code === "string" && Array.isArray(value.imports) ? (value as Prepared) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isOwnDirectory(system: Reader, directory: string): boolean {
  const real = system.realPath(directory);
  return real !== null && isOwn(system, real);
}

/** Whether nobody else (but root) can have chosen what lies there. */
function isOwn(system: Reader, path: string): boolean {
  const state = system.lstat(path);
  if (state === null || state.kind === "link") return false;
  return state.uid === system.uid && (state.mode & othersMayWrite) === 0;
}

/** A cache that cannot be written (full disk, read-only home) costs time, and nothing else. */
function writeCached(system: System, directory: string, path: string, prepared: Prepared): void {
  try {
    system.makeDirectory(directory, { mode: 0o700 });
    if (!isOwnDirectory(system, directory)) return;
    system.replaceFile(path, new TextEncoder().encode(JSON.stringify(prepared)), { mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
