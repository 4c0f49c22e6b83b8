import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { dayMs } from "./cache.js";
import type { StageContext } from "./context.js";

/** One directory by both its names: writing goes by `path`, tools see and record `real`. */
export interface StagingDirectory {
  readonly path: string;
  /** Without symbolic links: a cache may be a link to another disk. */
  readonly real: string;
}

/**
 * Runs `work` with a new, private directory below the cache directory, and removes it afterwards.
 * The name starts with the time, so that directories left by a crash are found and removed a day later.
 */
export async function withStagingDirectory<T>(
  context: Pick<StageContext, "system" | "cacheDirectory">,
  work: (directory: StagingDirectory) => Promise<T>,
): Promise<T> {
  const { system, cacheDirectory } = context;
  const room = join(cacheDirectory, "staging");
  system.makeDirectory(room, { mode: 0o700 });
  removeAbandoned(system, room);
  const path = join(room, `${system.now()}-${randomUUID().slice(0, 8)}`);
  system.makeDirectory(path, { mode: 0o700 });
  try {
    return await work({ path, real: system.realPath(path) ?? path });
  } finally {
    system.removeTree(path);
  }
}

function removeAbandoned(system: StageContext["system"], room: string): void {
  for (const name of system.list(room)) {
    const madeAt = Number(name.split("-")[0]);
    if (Number.isFinite(madeAt) && system.now() - madeAt > dayMs) system.removeTree(join(room, name));
  }
}
