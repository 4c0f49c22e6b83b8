import { describe, expect, it } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { readOnly } from "../../src/host/read-only.js";
import { recording } from "../../src/host/recording.js";
import { Failure } from "../../src/model/diagnostic.js";
import { digestOf } from "../../src/model/digest.js";

describe("recording", () => {
  it("gathers what was read, and what was looked for and absent", () => {
    const world = memorySystem({ "/p/a": "text", "/p/d/x": "" });
    const { reader, reads } = recording(world);
    reader.read("/p/a");
    reader.read("/p/b");
    reader.lstat("/p/d");
    expect([...reads()]).toEqual([
      ["/p/a", digestOf("text")],
      ["/p/b", null],
    ]);
  });

  it("keeps the first answer for a file that moves meanwhile", () => {
    const world = memorySystem({ "/p/a": "old" });
    const { reader, reads } = recording(world);
    reader.read("/p/a");
    reader.replaceFile("/p/a", "new");
    reader.read("/p/a");
    expect(reads().get("/p/a")).toBe(digestOf("old"));
  });
});

describe("readOnly", () => {
  const world = memorySystem({ "/p/a": "text" });
  const guarded = readOnly(world, (path) => path.startsWith("/cache/"));

  it.each<[string, () => unknown]>([
    ["replaceFile", () => guarded.replaceFile("/p/a", "x")],
    ["removeFile", () => guarded.removeFile("/p/a")],
    ["makeDirectory", () => guarded.makeDirectory("/p/d")],
    ["removeTree", () => guarded.removeTree("/p")],
    ["move", () => guarded.move("/p/a", "/p/b")],
    ["copy", () => guarded.copy("/p/a", "/p/b")],
    ["createExclusive", () => guarded.createExclusive("/p/b", "x")],
  ])("calls %s below the project a bug", (method, act) => {
    expect(act).toThrow(method);
    expect(world.files()).toEqual({ "/p/a": "text" });
  });

  it("lets the exempt paths through", () => {
    guarded.replaceFile("/cache/x", "y");
    expect(guarded.read("/cache/x")).toMatchObject({ kind: "file" });
  });
});

describe("memorySystem", () => {
  it("follows links to directories as a disk does", () => {
    const world = memorySystem({ "/real/file": "text", "/link": { link: "real" } });
    expect(world.read("/link/file")).toMatchObject({ kind: "file", realPath: "/real/file" });
    expect(world.list("/link")).toEqual(["file"]);
    expect(world.list("/")).toEqual(["link", "real"]);
    expect(world.lstat("/link")).toMatchObject({ kind: "link" });
    world.replaceFile("/link/new", "x");
    expect(world.files()).toHaveProperty("/real/new");
  });

  it("ends at a loop of links", () => {
    const world = memorySystem({ "/a": { link: "b" }, "/b": { link: "a" } });
    expect(world.read("/a").kind).toBe("unreadable");
  });

  it("moves a directory with all that is in it", () => {
    const world = memorySystem({ "/p/a/b/file": "text", "/p/ab": "beside" });
    world.move("/p/a", "/p/c");
    expect(world.files()).toEqual({ "/p/c/b/file": "text", "/p/ab": "beside" });
    expect(world.lstat("/p/a")).toBeNull();
    expect(() => world.move("/p/c", "/p/ab")).toThrow("/p/ab");
  });

  it("refuses to write into the store", () => {
    const world = memorySystem({ "/f": { link: "/nix/store/x/f" }, "/nix/store/x/f": "" });
    expect(() => world.replaceFile("/f", "x")).toThrow(Failure);
  });

  it("answers and remembers commands", async () => {
    const world = memorySystem({}, { run: ({ program }) => ({ stdout: program }) });
    const result = await world.run({ program: "nix", args: ["eval"], timeoutMs: 1 });
    expect(result).toMatchObject({ outcome: "success", exitCode: 0, stdout: "nix" });
    expect(world.commands).toHaveLength(1);
  });
});
