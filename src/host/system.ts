import type { Digest } from "../model/digest.js";

/**
 * The one port to disk, clock, environment and processes. Rooms receive it as a value; only `host/` implements it.
 * Paths are absolute paths of this machine. Reading is synchronous: it is a handful of small files on the critical path.
 */
export interface System extends Reader, Writer, Runner {
  /** Milliseconds since the epoch. */
  now(): number;
}

export type FileState =
  | { readonly kind: "absent" }
  | {
      readonly kind: "file";
      readonly bytes: Uint8Array;
      /** Permission bits. */
      readonly mode: number;
      /** Where the content really lies, when a symbolic link was followed. */
      readonly realPath: string;
      readonly digest: Digest;
    }
  | { readonly kind: "directory" }
  /** Exists, but is no regular file, cannot be read, or is a dangling link. */
  | { readonly kind: "unreadable"; readonly reason: string };

export interface Reader {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Nix name of this machine, such as "x86_64-linux". */
  readonly nixSystem: string;
  /** Effective user id. */
  readonly uid: number;
  read(path: string): FileState;
  /** Entry names, sorted; empty if the directory is absent. */
  list(directory: string): readonly string[];
  /** Without following a final symbolic link; `null`: absent. */
  lstat(path: string): {
    readonly kind: "file" | "directory" | "link" | "other";
    readonly uid: number;
    readonly mode: number;
    readonly size: number;
    /** Milliseconds since the epoch, with fractions. */
    readonly mtimeMs: number;
  } | null;
  /**
   * Bytes of a regular file from `offset` on, which counts from the end if it is negative; fewer at the file's end.
   * `null`: no readable file. Never an input of a plan: for facts about the machine, and parts of files that are large.
   */
  part(path: string, offset: number, length: number): Uint8Array | null;
  /** The link's text; `null`: not a link. */
  readLink(path: string): string | null;
  realPath(path: string): string | null;
  /** Whether this user may write there: the file, or the directory of an absent file. */
  canWrite(path: string): boolean;
  /** The absolute path of a program on PATH. */
  which(program: string): string | null;
}

export interface Writer {
  /** Temporary file in the same directory, fsync, rename, fsync of the directory. Keeps owner and mode of what it replaces. */
  replaceFile(path: string, bytes: Uint8Array | string, options?: { readonly mode?: number }): void;
  removeFile(path: string): void;
  /** Creates missing parents. */
  makeDirectory(path: string, options?: { readonly mode?: number }): void;
  /** Removes a directory tree; absent is fine. */
  removeTree(path: string): void;
  /** Renames a file or a directory within one file system, flushed to disk; `to` must not exist. */
  move(from: string, to: string): void;
  /** Copies a file or a symbolic link as it is, parents created: for staging, so not flushed to disk. */
  copy(from: string, to: string): void;
  /** Creates a file that must not exist yet; false if it does. */
  createExclusive(path: string, bytes: Uint8Array | string): boolean;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Variables set (string) or removed (null) relative to the inherited environment. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly stdin?: string;
  readonly timeoutMs: number;
  /** Each line of stderr while the program runs. */
  readonly onProgress?: (line: string) => void;
  /** Attach stdin to the terminal, so that the program may ask (sudo). */
  readonly interactive?: boolean;
}

export type Outcome = "success" | "exit" | "signal" | "timeout" | "cancelled" | "not-found";

/** Success and failure share one shape. */
export interface CommandResult {
  readonly command: string;
  readonly outcome: Outcome;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface Runner {
  run(command: Command): Promise<CommandResult>;
}
