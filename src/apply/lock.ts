import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reader, System } from "../host/system.js";
import { Failure, type Diagnostic } from "../model/diagnostic.js";

const pollMs = 100;

/** Who holds a lock. A process is the same one only if pid, start time and boot agree: pids are used again. */
interface Holder {
  readonly pid: string;
  readonly host: string;
  /** Start of the process in clock ticks since boot; "": the machine does not tell. */
  readonly started: string;
  readonly boot: string;
}

export interface LockOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Told once when there is something to wait for. */
  readonly onWait: (reason: string) => void;
  /** Told who is gone before its lock is taken over. Nobody else has the lock while this runs. */
  readonly onTakeOver: (holder: string) => void;
}

/**
 * Takes the lock in `directory`, waiting for another apply to end; a lock whose process is gone is taken over.
 * Returns the release. Raises NT501 after the timeout, NT507 when stopped while waiting.
 */
export async function acquireLock(
  system: System,
  directory: string,
  options: LockOptions,
): Promise<() => void> {
  const path = join(directory, "lock");
  const self = JSON.stringify(ownHolder(system));
  const deadline = system.now() + options.timeoutMs;
  let told = false;
  while (!system.createExclusive(path, self)) {
    if (takeOver(system, path, self, options.onTakeOver)) continue;
    if (options.signal?.aborted) throw new Failure(stopped());
    if (system.now() >= deadline) throw new Failure(held(path, holderIn(system, path), options.timeoutMs));
    if (!told) options.onWait(waiting(path, holderIn(system, path)));
    told = true;
    await sleep(pollMs);
  }
  return () => {
    if (textOf(system, path) === self) system.removeFile(path);
  };
}

/** Removes a lock whose process is gone. A second lock makes sure that only one does, and that it is still the same. */
function takeOver(
  system: System,
  path: string,
  self: string,
  onTakeOver: LockOptions["onTakeOver"],
): boolean {
  const text = textOf(system, path);
  const holder = parse(text);
  if (holder === null || !isGone(system, holder)) return false;
  const guard = `${path}.takeover`;
  const guardHolder = parse(textOf(system, guard));
  if (guardHolder !== null && isGone(system, guardHolder)) system.removeFile(guard);
  if (!system.createExclusive(guard, self)) return false;
  try {
    if (textOf(system, path) !== text) return false;
    onTakeOver(nameOf(holder));
    system.removeFile(path);
    return true;
  } finally {
    system.removeFile(guard);
  }
}

function ownHolder(reader: Reader): Holder {
  const pid = reader.readLink("/proc/self") ?? "";
  return {
    pid,
    host: textOf(reader, "/proc/sys/kernel/hostname")?.trim() ?? "",
    started: startOf(reader, pid) ?? "",
    boot: bootOf(reader),
  };
}

/** Only said of a process of this machine, whose `/proc` can be asked; in doubt a lock is held. */
function isGone(reader: Reader, holder: Holder): boolean {
  const own = ownHolder(reader);
  if (own.pid === "" || holder.host !== own.host) return false;
  if (holder.boot !== own.boot) return true;
  return startOf(reader, holder.pid) !== holder.started;
}

/** Field 22 of `/proc/<pid>/stat`; the second field is the program's name and may hold anything, so it is cut off. */
function startOf(reader: Reader, pid: string): string | null {
  if (!/^\d+$/.test(pid)) return null;
  const text = textOf(reader, `/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function bootOf(reader: Reader): string {
  return textOf(reader, "/proc/sys/kernel/random/boot_id")?.trim() ?? "";
}

function holderIn(reader: Reader, path: string): Holder | null {
  return parse(textOf(reader, path));
}

function parse(text: string | null): Holder | null {
  try {
    const { pid, host, started, boot } = JSON.parse(text ?? "null") as Record<string, unknown>;
    const fields = [pid, host, started, boot];
    return fields.every((field) => typeof field === "string")
      ? ({ pid, host, started, boot } as Holder)
      : null;
  } catch {
    return null;
  }
}

function textOf(reader: Reader, path: string): string | null {
  const state = reader.read(path);
  return state.kind === "file" ? new TextDecoder().decode(state.bytes) : null;
}

function held(path: string, holder: Holder | null, waitedMs: number): Diagnostic {
  const waited = waitedMs > 0 ? `, still after ${Math.round(waitedMs / 100) / 10} s` : "";
  return {
    severity: "error",
    code: "NT501",
    summary: "Another apply is running",
    detail: `The lock ${path} is held by ${nameOf(holder)}${waited}.`,
    hint:
      "Let it end, or wait for it:\n  nixtorch apply --lock-timeout 600\n" +
      `If that process is certainly gone, remove the lock:\n  rm ${path}`,
    place: { file: path },
  };
}

function waiting(path: string, holder: Holder | null): string {
  return `Waiting for ${nameOf(holder)}, which holds the lock ${path}`;
}

function nameOf(holder: Holder | null): string {
  return holder === null ? "another process" : `process ${holder.pid} on ${holder.host || "this machine"}`;
}

/** NT507. */
export function stopped(
  detail = "Stopped while waiting for another apply. Nothing was changed.",
): Diagnostic {
  return { severity: "error", code: "NT507", summary: "Stopped on request", detail };
}
