import { describe, expect, it } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { withFile } from "../../src/host/overlay.js";

describe("a machine with a file that is not written yet", () => {
  const world = memorySystem({ "/lab/a": "there" });
  const system = withFile(world, "/lab/b", "new");

  it("has it, and all others as they are", () => {
    const state = system.read("/lab/b");
    expect(state.kind === "file" && new TextDecoder().decode(state.bytes)).toBe("new");
    expect(system.lstat("/lab/b")).toMatchObject({ kind: "file", uid: world.uid, size: 3 });
    expect(system.realPath("/lab/b")).toBe("/lab/b");
    expect([system.read("/lab/a"), system.lstat("/lab/a"), system.realPath("/lab/a")]).toEqual([
      world.read("/lab/a"),
      world.lstat("/lab/a"),
      world.realPath("/lab/a"),
    ]);
  });

  it("has nothing on its disk", () => {
    expect(world.read("/lab/b")).toEqual({ kind: "absent" });
  });
});
