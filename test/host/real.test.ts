import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFailure } from "../../src/host/errno.js";
import { realReader } from "../../src/host/read.js";
import { realSystem } from "../../src/host/real.js";
import { Failure } from "../../src/model/diagnostic.js";
import { digestOf } from "../../src/model/digest.js";

let directory: string;
const system = realSystem();
const at = (...parts: string[]) => join(directory, ...parts);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "nixtorch-host-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

describe("reading", () => {
  it("tells a file from a directory, an absent path and a dangling link", () => {
    writeFileSync(at("file"), "text");
    symlinkSync("nowhere", at("link"));

    expect(system.read(at("file"))).toMatchObject({ kind: "file", digest: digestOf("text"), mode: 0o644 });
    expect(system.read(directory)).toEqual({ kind: "directory" });
    expect(system.read(at("absent"))).toEqual({ kind: "absent" });
    expect(system.read(at("file", "below"))).toEqual({ kind: "absent" });
    expect(system.read(at("link"))).toEqual({
      kind: "unreadable",
      reason: "it is a symbolic link to nowhere, which does not exist",
    });
  });

  it("says where a linked file really lies", () => {
    mkdirSync(at("real"));
    writeFileSync(at("real", "file"), "");
    symlinkSync(at("real"), at("linked"));
    const state = system.read(at("linked", "file"));
    expect(state).toMatchObject({ kind: "file", realPath: system.realPath(at("real", "file")) });
  });

  it("does not wait for a pipe", async () => {
    await system.run({ program: "mkfifo", args: [at("pipe")], timeoutMs: 5000 });
    expect(system.read(at("pipe"))).toMatchObject({ kind: "unreadable" });
  });

  it("gives the last bytes of a file", () => {
    writeFileSync(at("file"), "abcdef");
    expect(system.part(at("file"), -2, 2)).toEqual(new Uint8Array([101, 102]));
    expect(system.part(at("file"), -99, 99)).toHaveLength(6);
    expect(system.part(at("file"), 1, 2)).toEqual(new Uint8Array([98, 99]));
    expect(system.part(at("file"), 9, 2)).toHaveLength(0);
    expect(system.part(directory, 0, 2)).toBeNull();
  });

  it("finds only programs that may run", () => {
    mkdirSync(at("bin"));
    writeFileSync(at("bin", "tool"), "#!/bin/sh\n");
    const here = realSystem({ env: { PATH: `relative:${at("bin")}` } });
    expect(here.which("tool")).toBeNull();
    chmodSync(at("bin", "tool"), 0o755);
    expect(here.which("tool")).toBe(at("bin", "tool"));
  });
});

describe("replacing a file", () => {
  it("keeps the mode of what it replaces and leaves nothing beside it", () => {
    writeFileSync(at("file"), "old");
    chmodSync(at("file"), 0o640);
    system.replaceFile(at("file"), "new");
    expect(readFileSync(at("file"), "utf8")).toBe("new");
    expect(statSync(at("file")).mode & 0o777).toBe(0o640);
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  it("is a rename: whoever has the old file open still reads the old text", () => {
    writeFileSync(at("file"), "old");
    const before = statSync(at("file")).ino;
    system.replaceFile(at("file"), "new");
    expect(statSync(at("file")).ino).not.toBe(before);
  });

  it("gives a new file the mode that is asked for", () => {
    system.replaceFile(at("secret"), "x", { mode: 0o600 });
    expect(statSync(at("secret")).mode & 0o777).toBe(0o600);
  });

  it("writes through a link, also through one to a file that is yet to be", () => {
    mkdirSync(at("repository"));
    writeFileSync(at("repository", "a"), "old");
    symlinkSync("repository/a", at("a"));
    symlinkSync("repository/b", at("b"));
    system.replaceFile(at("a"), "new");
    system.replaceFile(at("b"), "new");
    expect(lstatSync(at("a")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("repository", "a"), "utf8")).toBe("new");
    expect(readFileSync(at("repository", "b"), "utf8")).toBe("new");
  });

  it("says no to a file whose group this user cannot give to another", () => {
    writeFileSync(at("file"), "");
    const uid = process.geteuid?.() || 1000;
    const { gid } = statSync(at("file"));
    chownSync(at("file"), uid, gid);
    expect(realReader({}, uid, [gid]).canWrite(at("file"))).toBe(true);
    expect(realReader({}, uid, [gid + 1]).canWrite(at("file"))).toBe(false);
    chmodSync(directory, 0o2700);
    expect(realReader({}, uid, [gid + 1]).canWrite(at("file"))).toBe(true);
  });

  it("refuses a link into the Nix store", () => {
    symlinkSync("/nix/store/00000000000000000000000000000000-hm/flake.nix", at("flake.nix"));
    const [diagnostic] = failureOf(() => system.replaceFile(at("flake.nix"), "x")).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT406", place: { file: at("flake.nix") } });
    expect(diagnostic?.detail).toContain("/nix/store/00000000000000000000000000000000-hm/flake.nix");
    expect(system.canWrite(at("flake.nix"))).toBe(false);
  });

  it("leaves the old file alone when a directory is in the way", () => {
    mkdirSync(at("flake.nix"));
    const [diagnostic] = failureOf(() => system.replaceFile(at("flake.nix"), "x")).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT514" });
    expect(readdirSync(directory)).toEqual(["flake.nix"]);
  });

  it("names the path when the directory is missing", () => {
    const [diagnostic] = failureOf(() => system.replaceFile(at("no", "file"), "x")).diagnostics;
    expect(diagnostic?.detail).toContain(at("no", "file"));
  });

  it.runIf(existsSync("/dev/full"))("turns a real full disk into a failure", () => {
    // /dev/full is no regular file, so the writer refuses it before; the error itself is made by the system.
    let cause: unknown;
    try {
      writeFileSync("/dev/full", "x");
    } catch (error) {
      cause = error;
    }
    const [diagnostic] = writeFailure("write", "/project/flake.nix", cause).diagnostics;
    expect(diagnostic).toMatchObject({ code: "NT510", summary: "The disk is full" });
    expect(diagnostic?.detail).toContain("/project/flake.nix");
  });

  it.each([
    ["EACCES", "NT511"],
    ["EPERM", "NT511"],
    ["EROFS", "NT512"],
    ["EIO", "NT514"],
  ])("names what %s means", (errno, code) => {
    const cause = Object.assign(new Error(`${errno}: some reason, open '/project/x'`), { code: errno });
    const failure = writeFailure("write", "/project/x", cause);
    expect(failure.diagnostics[0]).toMatchObject({ code, severity: "error" });
    expect(failure.cause).toBe(cause);
  });

  it.runIf(process.geteuid?.() === 0)("keeps the owner of what root replaces", () => {
    writeFileSync(at("file"), "old");
    const { chownSync } = process.getBuiltinModule("node:fs");
    chownSync(at("file"), 65534, 65534);
    system.replaceFile(at("file"), "new");
    expect(statSync(at("file"))).toMatchObject({ uid: 65534, gid: 65534 });
  });
});

describe("other writes", () => {
  it("creates a file once", () => {
    expect(system.createExclusive(at("lock"), "1")).toBe(true);
    expect(system.createExclusive(at("lock"), "2")).toBe(false);
    expect(readFileSync(at("lock"), "utf8")).toBe("1");
  });

  it("removes a link, not what it leads to, and finds nothing wrong with an absent file", () => {
    writeFileSync(at("file"), "");
    symlinkSync("file", at("link"));
    system.removeFile(at("link"));
    system.removeFile(at("link"));
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  it("copies so that a change of the copy leaves the original alone", () => {
    writeFileSync(at("file"), "old");
    symlinkSync("file", at("link"));
    system.copy(at("file"), at("staged", "deep", "file"));
    system.copy(at("link"), at("staged", "deep", "link"));
    writeFileSync(at("staged", "deep", "file"), "new");
    expect(readFileSync(at("file"), "utf8")).toBe("old");
    expect(system.readLink(at("staged", "deep", "link"))).toBe("file");
  });

  it("moves a directory with all that is in it, and over nothing", () => {
    mkdirSync(at("a", "b"), { recursive: true });
    writeFileSync(at("a", "b", "file"), "text");
    system.move(at("a"), at("c"));
    expect(readFileSync(at("c", "b", "file"), "utf8")).toBe("text");
    expect(readdirSync(directory)).toEqual(["c"]);
    writeFileSync(at("d"), "");
    expect(() => system.move(at("c"), at("d"))).toThrow(Failure);
    expect(readdirSync(directory)).toEqual(["c", "d"]);
  });

  it("moves a link, not what it leads to", () => {
    mkdirSync(at("real"));
    symlinkSync("real", at("link"));
    system.move(at("link"), at("moved"));
    expect(readdirSync(directory)).toEqual(["moved", "real"]);
    expect(system.readLink(at("moved"))).toBe("real");
  });

  it("removes a tree, and an absent one", () => {
    mkdirSync(at("a", "b"), { recursive: true });
    system.removeTree(at("a"));
    system.removeTree(at("a"));
    expect(readdirSync(directory)).toEqual([]);
  });
});
