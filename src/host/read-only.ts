import type { System, Writer } from "./system.js";

/**
 * A system on which writing is a bug: for the commands that promise to write nothing.
 * `writable` tells the paths that are exempt, such as those below the cache directory.
 */
export function readOnly(system: System, writable: (path: string) => boolean = () => false): System {
  const check = (method: keyof Writer, path: string): void => {
    if (!writable(path))
      throw new Error(`This is a bug: ${method} ${path} during a command that only reads.`);
  };
  return {
    ...system,
    replaceFile: (path, bytes, options) => {
      check("replaceFile", path);
      system.replaceFile(path, bytes, options);
    },
    removeFile: (path) => {
      check("removeFile", path);
      system.removeFile(path);
    },
    makeDirectory: (path, options) => {
      check("makeDirectory", path);
      system.makeDirectory(path, options);
    },
    removeTree: (path) => {
      check("removeTree", path);
      system.removeTree(path);
    },
    move: (from, to) => {
      check("move", from);
      check("move", to);
      system.move(from, to);
    },
    copy: (from, to) => {
      check("copy", to);
      system.copy(from, to);
    },
    createExclusive: (path, bytes) => {
      check("createExclusive", path);
      return system.createExclusive(path, bytes);
    },
  };
}
