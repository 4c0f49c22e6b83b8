import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants, Script } from "node:vm";
import { Failure } from "../model/diagnostic.js";
import { guarded } from "./guard.js";
import { interrupted } from "../model/interrupted.js";
import { cycleFailure, NeverEnds, noExport, packageFailure, thrownFailure } from "./outcomes.js";
import { plainCopy } from "./plain.js";
import type { Program, SourceFile } from "./program.js";
import { isLocal } from "./resolve.js";
import { languageOf } from "./syntax.js";
import { importName, metaName, type Prepared } from "./transpile.js";
import { startWatchdog } from "./watchdog.js";

export interface EvaluateOptions {
  /** What `import … from "nixtorch"` gives. */
  readonly sdk: object;
  /** For running the files, and again for what they export to settle. */
  readonly timeoutMs: number;
  /** Ends the waiting for what the config promises. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a config in this process and gives what it exports; a function is called, a promise awaited, and getters are
 * read: the result is plain data.
 *
 * @throws Failure NT202, NT204-NT209, NT215, NT588
 */
export async function evaluate(program: Program, options: EvaluateOptions): Promise<unknown> {
  const load = loader(program, options);
  try {
    return await guarded(async () => {
      let value = timed(() => called(exportOf(load(program.main), program.main)), options.timeoutMs);
      while (isThenable(value)) {
        const settled = await inTime(value, options);
        value = timed(() => called(settled), options.timeoutMs);
      }
      const exported = value;
      return timed(() => plainCopy(exported), options.timeoutMs);
    });
  } catch (error) {
    throw await thrownFailure(error, program, options.timeoutMs);
  }
}

interface LoadedModule {
  readonly file: SourceFile;
  readonly module: { exports: unknown };
  done: boolean;
}

type Load = (file: SourceFile) => unknown;

function loader(program: Program, options: EvaluateOptions): Load {
  const loaded = new Map<string, LoadedModule>();
  const load: Load = (file) => {
    const known = loaded.get(file.realPath);
    if (known?.done === false) throw cycleFailure([...loaded.values()].filter(isRunning), file);
    if (known !== undefined) return known.module.exports;
    const entry: LoadedModule = { file, module: { exports: {} }, done: false };
    loaded.set(file.realPath, entry);
    try {
      run(entry);
      entry.done = true;
    } finally {
      if (!entry.done) loaded.delete(file.realPath);
    }
    return entry.module.exports;
  };

  function run({ file, module }: LoadedModule): void {
    const { code } = file.prepared as Prepared;
    if (languageOf(file.path) === "json") {
      module.exports = JSON.parse(code) as unknown;
      return;
    }
    const native = createRequire(file.realPath);
    const require = (specifier: string): unknown => {
      if (specifier === "nixtorch") return options.sdk;
      if (isLocal(specifier)) return load(program.follow(file, specifier));
      return foreign(() => native(specifier) as unknown, file, specifier);
    };
    const importLater = async (specifier: unknown): Promise<unknown> => {
      const name = String(specifier);
      if (name === "nixtorch") return options.sdk;
      if (!isLocal(name)) return foreign(() => importPackage(native, file, name), file, name);
      const target = await program.reach(file, name);
      return namespaceOf(timed(() => load(target), options.timeoutMs));
    };
    const meta = {
      url: pathToFileURL(file.realPath).href,
      filename: file.realPath,
      dirname: dirname(file.realPath),
      resolve: (specifier: string) => pathToFileURL(native.resolve(specifier)).href,
    };
    const parameters = ["exports", "require", "module", "__filename", "__dirname", metaName, importName];
    const body = compileFunction(code, parameters, { filename: file.realPath }) as (
      ...args: unknown[]
    ) => void;
    body(module.exports, require, module, file.realPath, dirname(file.realPath), meta, importLater);
  }

  return load;
}

function isRunning(entry: LoadedModule): boolean {
  return !entry.done;
}

/** A package as an `import()` gives it. What `require` can load is loaded so, because the rest is experimental. */
async function importPackage(native: NodeJS.Require, file: SourceFile, specifier: string): Promise<unknown> {
  try {
    return namespaceOf(native(specifier));
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (code !== "ERR_PACKAGE_PATH_NOT_EXPORTED" && code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return nativeImport(file)(specifier);
  }
}

/** Node's own `import()`, as seen from a file. */
function nativeImport(file: SourceFile): (specifier: string) => Promise<unknown> {
  return compileFunction("return import(specifier)", ["specifier"], {
    filename: file.realPath,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (specifier: string) => Promise<unknown>;
}

/** Runs Node's loader; that it does not find a package is the config's mistake, with the place of the import. */
function foreign<T>(run: () => T, file: SourceFile, specifier: string): T {
  const blame = (error: unknown): never => {
    throw packageFailure(error, file, specifier);
  };
  try {
    const result = run();
    return result instanceof Promise ? (result.catch(blame) as T) : result;
  } catch (error) {
    return blame(error);
  }
}

function namespaceOf(exports: unknown): unknown {
  if (typeof exports !== "object" || exports === null) return { default: exports };
  return "__esModule" in exports ? exports : { ...exports, default: exports };
}

function exportOf(exports: unknown, file: SourceFile): unknown {
  if (typeof exports !== "object" || exports === null) return exports;
  const names = Object.keys(exports);
  const isModule = "__esModule" in exports;
  const value = isModule || "default" in exports ? (exports as { default?: unknown }).default : exports;
  if (value === undefined || (!isModule && names.length === 0)) throw new Failure(noExport(names, file));
  return value;
}

function called(value: unknown): unknown {
  return typeof value === "function" ? (value as () => unknown)() : value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as PromiseLike<unknown>).then === "function"
  );
}

/** How a script finds the function that it calls: a script can only see globals. */
const slot = Symbol.for("nixtorch.config.run");
const globals = globalThis as unknown as Record<symbol, unknown>;
const script = new Script(`globalThis[Symbol.for("nixtorch.config.run")]()`, { filename: "nixtorch:config" });

/** Calls a function in a script with a time limit, which ends even an endless loop. */
function timed<T>(run: () => T, timeoutMs: number): T {
  const outer = globals[slot];
  globals[slot] = run;
  try {
    return script.runInThisContext({ timeout: timeoutMs, displayErrors: false }) as T;
  } finally {
    globals[slot] = outer;
  }
}

/** The value of a promise, unless it takes longer than `timeoutMs`, be it waiting or in a loop, or `signal` says no. */
async function inTime(
  promise: PromiseLike<unknown>,
  { timeoutMs, signal }: EvaluateOptions,
): Promise<unknown> {
  const stopWatchdog = startWatchdog(timeoutMs);
  const { promise: ended, reject: end } = withReject();
  const timer = setTimeout(() => end(new NeverEnds()), timeoutMs);
  const interrupt = (): void => end(new Failure(interrupted));
  signal?.addEventListener("abort", interrupt);
  if (signal?.aborted === true) interrupt();
  try {
    return await Promise.race([ended, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
    stopWatchdog();
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, raise) => (reject = raise));
  return { promise, reject };
}
