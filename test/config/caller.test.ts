import { describe, expect, it } from "vitest";
import { checkCaller } from "../../src/config/caller.js";
import { loadConfig } from "../../src/config/load.js";
import * as sdk from "../../src/config/sdk.js";
import { memorySystem, type MemoryEntry } from "../../src/host/memory.js";
import type { Reader } from "../../src/host/system.js";
import { Failure } from "../../src/model/diagnostic.js";

const file = "/lab/nixtorch.config.ts";

interface Entry {
  readonly uid: number;
  readonly mode: number;
}

/** A system in which directories have owners and modes too. */
function owned(uid: number, entries: Record<string, Entry>): Reader {
  return {
    ...memorySystem({}, { uid }),
    realPath: (path) => path,
    lstat: (path) => {
      const entry = entries[path];
      if (entry === undefined) return null;
      return { kind: path.endsWith(".ts") ? "file" : "directory", size: 0, mtimeMs: 0, ...entry };
    },
  };
}

function codes(system: Reader, allowRoot: boolean, files: readonly string[] = [file]): string[] {
  try {
    checkCaller(system, { file, files, allowRoot });
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.diagnostics.map(({ code, place }) => `${code} ${place?.file}`);
  }
}

const mine = { uid: 1000, mode: 0o644 };
const roots = { uid: 0, mode: 0o644 };

describe("a config", () => {
  it("runs as its owner, whatever others may do", () => {
    expect(
      codes(owned(1000, { "/lab": { uid: 1000, mode: 0o777 }, [file]: { uid: 0, mode: 0o666 } }), false),
    ).toEqual([]);
  });

  it("runs as root where root owns the project", () => {
    expect(codes(owned(0, { "/lab": roots, [file]: roots }), false)).toEqual([]);
  });

  it("does not run as root in somebody's project", () => {
    expect(codes(owned(0, { "/lab": mine, [file]: mine }), false)).toEqual(["NT216 /lab"]);
    expect(codes(owned(0, { "/lab": roots, [file]: mine }), false)).toEqual(["NT216 /lab"]);
  });

  it("runs there when it is meant, unless others could change what runs", () => {
    const entries = {
      "/lab": mine,
      [file]: mine,
      "/lab/parts": { uid: 1000, mode: 0o775 },
      "/lab/parts/a.ts": { uid: 1000, mode: 0o646 },
    };
    expect(codes(owned(0, entries), true)).toEqual([]);
    expect(codes(owned(0, entries), true, [file, "/lab/parts/a.ts"])).toEqual([
      "NT217 /lab/parts",
      "NT217 /lab/parts/a.ts",
    ]);
  });

  it("is refused before anything of it runs, also when only an imported file is open to others", async () => {
    const entries: Record<string, MemoryEntry> = {
      [file]: 'import "./a";\nglobalThis.ran = true;\nexport default {};',
      "/lab/a.ts": { content: "globalThis.ran = true;", mode: 0o666 },
    };
    const system = memorySystem(entries, { uid: 0 });
    const load = loadConfig(system, {
      file,
      cacheDirectory: "/cache",
      sdk,
      timeoutMs: 2000,
      allowRoot: true,
    });
    await expect(load).rejects.toMatchObject({
      diagnostics: [{ code: "NT217", place: { file: "/lab/a.ts" } }],
    });
    expect(globalThis).not.toHaveProperty("ran");
  });
});
