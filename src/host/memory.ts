import { basename, dirname, join, resolve } from "node:path/posix";
import { Failure } from "../model/diagnostic.js";
import { digestOf } from "../model/digest.js";
import type { Command, CommandResult, FileState, System } from "./system.js";

/** What lies at a path: text, bytes, or an entry with more to say. */
export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode?: number; readonly uid?: number }
  | { readonly link: string }
  | { readonly directory: true }
  | { readonly unreadable: string };

export interface MemoryOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly nixSystem?: string;
  readonly uid?: number;
  /** Milliseconds since the epoch; a function for a clock that moves. */
  readonly now?: number | (() => number);
  /** Paths below which nothing may be written. */
  readonly readOnly?: readonly string[];
  /** Programs on PATH: name to absolute path. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Answers commands; left out, every program is missing. */
  readonly run?: (command: Command) => Partial<CommandResult> | Promise<Partial<CommandResult>>;
}

export interface MemorySystem extends System {
  /** The regular files there now, as text. */
  files(): Readonly<Record<string, string>>;
  /** The commands that ran, in order. */
  readonly commands: readonly Command[];
}

type Node =
  | { kind: "file"; bytes: Uint8Array; mode: number; uid: number; mtimeMs: number }
  | { kind: "link"; target: string }
  | { kind: "unreadable"; reason: string }
  | { kind: "directory" };

/** A world in memory, for tests of what plans and writes. Parents of every path exist. */
export function memorySystem(
  files: Readonly<Record<string, MemoryEntry>> = {},
  options: MemoryOptions = {},
): MemorySystem {
  const nodes = new Map<string, Node>([["/", { kind: "directory" }]]);
  const commands: Command[] = [];
  const clock = options.now ?? 0;
  const now = typeof clock === "function" ? clock : () => clock;
  const uid = options.uid ?? 1000;
  for (const [path, entry] of Object.entries(files)) place(resolve(path), nodeOf(entry));

  function nodeOf(entry: MemoryEntry): Node {
    if (typeof entry === "string" || entry instanceof Uint8Array) return nodeOf({ content: entry });
    if ("link" in entry) return { kind: "link", target: entry.link };
    if ("directory" in entry) return { kind: "directory" };
    if ("unreadable" in entry) return { kind: "unreadable", reason: entry.unreadable };
    return {
      kind: "file",
      bytes: bytesOf(entry.content),
      mode: entry.mode ?? 0o644,
      uid: entry.uid ?? uid,
      mtimeMs: now(),
    };
  }

  function place(path: string, node: Node): void {
    for (let parent = dirname(path); !nodes.has(parent); parent = dirname(parent))
      nodes.set(parent, { kind: "directory" });
    nodes.set(path, node);
  }

  /** The path with every symbolic link followed, whether or not something lies at its end; `null`: a loop. */
  function follow(path: string, hops = 0): string | null {
    let at = "/";
    for (const part of resolve(path).split("/").filter(Boolean)) {
      at = join(at, part);
      const node = nodes.get(at);
      if (node?.kind !== "link") continue;
      const next = hops > 40 ? null : follow(resolve(dirname(at), node.target), hops + 1);
      if (next === null) return null;
      at = next;
    }
    return at;
  }

  const real = (path: string): string | null => {
    const end = follow(path);
    return end !== null && nodes.has(end) ? end : null;
  };
  /** An entry by itself: only the links above it are followed. */
  const entryPath = (path: string): string => join(follow(dirname(resolve(path))) ?? "/", basename(path));

  function writable(path: string): boolean {
    return !["/nix/store", ...(options.readOnly ?? [])].some((root) => `${path}/`.startsWith(`${root}/`));
  }

  function demandWritable(path: string): string {
    const target = follow(path) ?? path;
    if (writable(target)) return target;
    throw new Failure({
      severity: "error",
      code: target.startsWith("/nix/store/") ? "NT406" : "NT512",
      summary: target.startsWith("/nix/store/")
        ? "A file lies in the Nix store"
        : "The file system is read-only",
      detail: `Cannot write ${path}.`,
      place: { file: path },
    });
  }

  function readState(path: string): FileState {
    const end = follow(path);
    const node = end === null ? undefined : nodes.get(end);
    if (end === null || node === undefined)
      return nodes.get(entryPath(path))?.kind === "link"
        ? { kind: "unreadable", reason: "it is a symbolic link to nothing" }
        : { kind: "absent" };
    if (node.kind === "file")
      return {
        kind: "file",
        bytes: node.bytes,
        mode: node.mode,
        realPath: end,
        digest: digestOf(node.bytes),
      };
    return node.kind === "unreadable" ? { kind: "unreadable", reason: node.reason } : { kind: "directory" };
  }

  function children(directory: string): string[] {
    const end = real(directory);
    const prefix = end === "/" ? "/" : `${end}/`;
    return end === null ? [] : [...nodes.keys()].filter((path) => path !== "/" && path.startsWith(prefix));
  }

  return {
    env: options.env ?? {},
    nixSystem: options.nixSystem ?? "x86_64-linux",
    uid,
    commands,
    now,
    read: readState,
    list: (directory) => {
      const depth = (real(directory) ?? "") === "/" ? 1 : (real(directory) ?? "").length + 1;
      return children(directory)
        .map((path) => path.slice(depth))
        .filter((name) => !name.includes("/"))
        .sort();
    },
    lstat: (path) => {
      const node = nodes.get(entryPath(path));
      if (node === undefined) return null;
      const file = node.kind === "file" ? node : { mode: 0o755, uid, mtimeMs: 0, bytes: new Uint8Array() };
      return {
        kind: node.kind === "unreadable" ? "other" : node.kind,
        uid: file.uid,
        mode: file.mode,
        size: file.bytes.length,
        mtimeMs: file.mtimeMs,
      };
    },
    part: (path, offset, length) => {
      const state = readState(path);
      if (state.kind !== "file") return null;
      const from = offset < 0 ? Math.max(0, state.bytes.length + offset) : offset;
      return state.bytes.slice(from, from + length);
    },
    readLink: (path) => {
      const node = nodes.get(entryPath(path));
      return node?.kind === "link" ? node.target : null;
    },
    realPath: real,
    canWrite: (path) => writable(follow(path) ?? path),
    which: (program) => {
      if (program.startsWith("/")) return readState(program).kind === "file" ? program : null;
      return options.programs?.[program] ?? null;
    },
    replaceFile: (path, bytes, extra) => {
      const target = demandWritable(path);
      const old = nodes.get(target);
      if (old?.kind === "directory") throw new Error(`${path} is a directory`);
      const kept = old?.kind === "file" ? { mode: old.mode, uid: old.uid } : {};
      const mode = extra?.mode === undefined ? {} : { mode: extra.mode };
      place(target, nodeOf({ content: bytes, ...kept, ...mode }));
    },
    removeFile: (path) => {
      demandWritable(dirname(path));
      nodes.delete(entryPath(path));
    },
    makeDirectory: (path) => {
      const target = demandWritable(path);
      if (!nodes.has(target)) place(target, { kind: "directory" });
    },
    removeTree: (path) => {
      demandWritable(path);
      for (const child of children(path)) nodes.delete(child);
      nodes.delete(entryPath(path));
    },
    move: (from, to) => {
      const [source, target] = [entryPath(from), entryPath(to)];
      demandWritable(dirname(from));
      demandWritable(dirname(to));
      const node = nodes.get(source);
      if (node === undefined || nodes.has(target)) throw new Error(`cannot move ${from} to ${to}`);
      const inside = [...nodes].filter(([path]) => path.startsWith(`${source}/`));
      for (const [path, child] of inside) {
        nodes.delete(path);
        nodes.set(target + path.slice(source.length), child);
      }
      nodes.delete(source);
      place(target, node);
    },
    copy: (from, to) => {
      const node = nodes.get(entryPath(from));
      if (node === undefined) throw new Error(`${from} does not exist`);
      place(demandWritable(to), { ...node });
    },
    createExclusive: (path, bytes) => {
      const target = demandWritable(path);
      if (nodes.has(target)) return false;
      place(target, nodeOf(bytes));
      return true;
    },
    run: async (command) => {
      commands.push(command);
      const answer = (await options.run?.(command)) ?? { outcome: "not-found" as const };
      return {
        command: [command.program, ...command.args].join(" "),
        outcome: "success",
        exitCode: answer.outcome === undefined || answer.outcome === "success" ? 0 : null,
        stdout: "",
        stderr: "",
        durationMs: 0,
        ...answer,
      };
    },
    files: () =>
      Object.fromEntries(
        [...nodes]
          .filter((entry) => entry[1].kind === "file")
          .map(([path, node]) => [path, new TextDecoder().decode((node as { bytes: Uint8Array }).bytes)]),
      ),
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
