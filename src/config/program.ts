import { dirname, join } from "node:path";
import type { System } from "../host/system.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";
import type { Digest } from "../model/digest.js";
import { excerptOf } from "./excerpt.js";
import { nearest } from "./nearest.js";
import { isLocal, resolveLocal } from "./resolve.js";
import { checkJson, languageOf } from "./syntax.js";
import { prepare, type Prepared } from "./transpile.js";

/** One local file of a config. */
export interface SourceFile {
  /** As it was reached: what diagnostics and the plan's inputs name. */
  readonly path: string;
  /** Where it really lies: what it is known by, and what its own imports start from. */
  readonly realPath: string;
  readonly source: string;
  readonly digest: Digest;
  /** A file that cannot be prepared is blamed when it is needed. */
  readonly prepared: Prepared | Failure;
}

/** The local files of a config, read and made ready before any of them runs. */
export interface Program {
  readonly main: SourceFile;
  /** All files read so far, in the order of reading. */
  files(): readonly SourceFile[];
  /** The file that a local import of `importer` means. @throws Failure NT207, or why the file is not usable */
  follow(importer: SourceFile, specifier: string): SourceFile;
  /** The same for an import that was not known before the config ran; reads what is needed. */
  reach(importer: SourceFile, specifier: string): Promise<SourceFile>;
}

interface ProgramOptions {
  readonly file: string;
  readonly cacheDirectory: string;
  /** Called with every file before anything of it can run. @throws Failure to stop */
  readonly inspect: (path: string) => void;
}

/** @throws Failure NT201, NT202, NT203 about the config itself, or what `inspect` raises */
export async function readProgram(system: System, options: ProgramOptions): Promise<Program> {
  const byPath = new Map<string, SourceFile>();

  async function add(path: string): Promise<SourceFile> {
    const known = byPath.get(path);
    if (known !== undefined) return known;
    const file = await readSource(system, path, options);
    byPath.set(path, file);
    if (file.prepared instanceof Failure) return file;
    for (const specifier of file.prepared.imports.filter(isLocal)) {
      const target = resolveLocal(system, specifier, dirname(file.realPath));
      if (target !== null) await add(target);
    }
    return file;
  }

  const main = await add(options.file);
  if (main.prepared instanceof Failure) throw main.prepared;
  const follow = (importer: SourceFile, specifier: string): SourceFile => {
    const target = resolveLocal(system, specifier, dirname(importer.realPath));
    const file = target === null ? undefined : byPath.get(target);
    if (file === undefined) throw new Failure(missingImport(system, importer, specifier));
    if (file.prepared instanceof Failure) throw file.prepared;
    return file;
  };
  return {
    main,
    files: () => [...byPath.values()],
    follow,
    reach: async (importer, specifier) => {
      const target = resolveLocal(system, specifier, dirname(importer.realPath));
      if (target !== null) await add(target);
      return follow(importer, specifier);
    },
  };
}

async function readSource(system: System, path: string, options: ProgramOptions): Promise<SourceFile> {
  const state = system.read(path);
  if (state.kind !== "file")
    throw unreadable(
      path,
      state.kind === "absent"
        ? "It does not exist"
        : state.kind === "directory"
          ? "It is a directory"
          : state.reason,
    );
  options.inspect(path);
  const { realPath, digest } = state;
  const source = textOf(state.bytes);
  if (source === null) throw unreadable(path, "It is not a text in UTF-8");
  try {
    if (languageOf(path) === "json") {
      await checkJson(source, path);
      return { path, realPath, source, digest, prepared: { code: source, imports: [] } };
    }
    const prepared = await prepare(system, options.cacheDirectory, path, source, digest);
    return { path, realPath, source, digest, prepared };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { path, realPath, source, digest, prepared: error };
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function unreadable(path: string, reason: string): Failure {
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return new Failure({
    severity: "error",
    code: "NT201",
    summary: "The config cannot be read",
    detail: `${path} is no readable file. ${sentence.replace(/\.?$/, ".")}`,
    place: { file: path },
  });
}

function missingImport(system: System, importer: SourceFile, specifier: string): Diagnostic {
  const target = specifier.startsWith("file:") ? specifier : join(dirname(importer.realPath), specifier);
  const name = target.slice(target.lastIndexOf("/") + 1);
  const neighbours = system.list(dirname(target)).map((entry) => entry.replace(/\.[cm]?[jt]s$|\.json$/, ""));
  const guess = nearest(name.replace(/\.[cm]?[jt]s$|\.json$/, ""), neighbours);
  const hint = guess === null ? {} : { hint: `There is a \`${guess}\` in that directory.` };
  return {
    severity: "error",
    code: "NT207",
    summary: "A file that the config imports is missing",
    detail: `"${specifier}" leads to ${target}, where there is no file, also not with .ts or .js behind it.`,
    ...hint,
    ...placeOfImport(importer, specifier),
  };
}

/** Where a file imports something, found by its text. */
export function placeOfImport(
  importer: SourceFile,
  specifier: string,
): Pick<Diagnostic, "place" | "excerpt"> {
  const quotes = [`"${specifier}"`, `'${specifier}'`];
  const lines = importer.source.split(/\r\n|\r|\n/);
  const imports = (line: string) =>
    /\b(?:from|import|require)\b/.test(line) && quotes.some((quote) => line.includes(quote));
  const index = lines.findIndex(imports);
  if (index === -1) return { place: { file: importer.path } };
  const column = Math.max(...quotes.map((quote) => lines[index]!.indexOf(quote))) + 1;
  const place = { file: importer.path, line: index + 1, column };
  return { place, ...excerptOf(importer.source, place, column + specifier.length + 2) };
}
