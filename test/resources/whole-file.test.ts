import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/model/digest.js";
import { planWholeFile, type WholeFile } from "../../src/resources/whole-file.js";
import { absent, fileOf } from "../support/file-state.js";

const desired = "# ours\nnew\n";
const old = "# ours\nold\n";
const edited = "# ours\nold, but edited\n";
const foreign = "{ outputs = _: { }; }\n";

function plan(given: Partial<WholeFile>) {
  return planWholeFile({
    address: "project.flake",
    path: "flake.nix",
    observed: absent,
    desired,
    isOurs: (text) => text.startsWith("# ours\n"),
    baseline: {},
    adopt: false,
    reason: "the shell",
    ...given,
  });
}

const recorded = (text: string) => ({ digest: digestOf(text) });

describe("what is there is replaced only if it is ours", () => {
  test("an absent file is created", () => {
    const { change, actions, drift, content, baseline } = plan({});
    expect(change).toMatchObject({
      action: "create",
      before: null,
      after: digestOf(desired),
      reason: "the shell",
    });
    expect(actions).toEqual([
      {
        type: "write-file",
        address: "project.flake",
        before: null,
        content: desired,
        after: digestOf(desired),
      },
    ]);
    expect({ drift, content, baseline }).toEqual({
      drift: [],
      content: desired,
      baseline: recorded(desired),
    });
  });

  test("an equal file is adopted silently, header or not", () => {
    const planned = plan({ observed: fileOf(desired), isOurs: () => false });
    expect(planned.change.action).toBe("no-op");
    expect(planned.actions).toEqual([]);
    expect(planned.baseline).toEqual(recorded(desired));
  });

  test("an untouched file of ours is updated, with a record and without", () => {
    for (const baseline of [recorded(old), {}]) {
      const planned = plan({ observed: fileOf(old), baseline });
      expect(planned.change).toMatchObject({
        action: "update",
        before: digestOf(old),
        after: digestOf(desired),
      });
      expect(planned.drift).toEqual([]);
    }
  });

  test("what was recorded is ours although its header is another one by now", () => {
    const planned = plan({ observed: fileOf(foreign), baseline: recorded(foreign) });
    expect(planned.change.action).toBe("update");
  });

  test("a file of somebody else is a conflict that names the ways out", () => {
    const planned = plan({ observed: fileOf(foreign), otherWay: "Or keep yours." });
    expect(planned.change).toMatchObject({
      action: "conflict",
      before: digestOf(foreign),
      after: digestOf(foreign),
    });
    expect(planned.actions).toEqual([]);
    expect(planned.content).toBe(foreign);
    expect(planned.diagnostics).toMatchObject([
      { severity: "error", code: "NT401", hint: expect.stringMatching(/Or keep yours\.$/) },
    ]);
    const { hint } = plan({ observed: fileOf(foreign) }).diagnostics[0]!;
    expect(hint).toContain("nixtorch apply --adopt --target project.flake\n");
    expect(hint).toContain("kept in .nixtorch/last/before/project.flake until the next apply");
  });

  test("--adopt replaces it", () => {
    const planned = plan({ observed: fileOf(foreign), adopt: true });
    expect(planned.change.action).toBe("update");
    expect(planned.actions).toMatchObject([{ type: "write-file", before: digestOf(foreign) }]);
  });

  test("bytes that are no text are not ours", () => {
    const planned = plan({ observed: fileOf(new Uint8Array([0xff, 0xfe, 0x00, 0x80])) });
    expect(planned.diagnostics).toMatchObject([{ code: "NT401" }]);
    expect(planned.diagnostics[0]?.detail).toContain("no text file");
  });
});

describe("hand edits are drift", () => {
  test("an edit alone is undone, and shown", () => {
    const planned = plan({ observed: fileOf(edited), baseline: recorded(desired) });
    expect(planned.change.action).toBe("update");
    expect(planned.drift).toEqual([
      {
        address: "project.flake",
        key: "digest",
        base: digestOf(desired),
        observed: digestOf(edited),
        detail: "edited since the last apply",
      },
    ]);
  });

  test("an edit that the config crosses is a conflict", () => {
    const planned = plan({ observed: fileOf(edited), baseline: recorded(old) });
    expect(planned.change.action).toBe("conflict");
    expect(planned.drift).toHaveLength(1);
    expect(planned.diagnostics).toMatchObject([{ code: "NT402" }]);
    expect(planned.baseline).toEqual(recorded(old));
    expect(plan({ observed: fileOf(edited), baseline: recorded(old), adopt: true }).change.action).toBe(
      "update",
    );
  });

  test("an edit that a person and the config made alike is adopted", () => {
    const planned = plan({ observed: fileOf(desired), baseline: recorded(old) });
    expect(planned.change.action).toBe("no-op");
    expect(planned.baseline).toEqual(recorded(desired));
  });

  test("a deleted file comes back", () => {
    const planned = plan({ baseline: recorded(desired) });
    expect(planned.change.action).toBe("create");
    expect(planned.drift).toMatchObject([{ observed: null, detail: "deleted since the last apply" }]);
  });

  test("a CRLF copy is drift named line endings, whatever else is wanted and recorded", () => {
    const crlf = (text: string) => fileOf(text.replaceAll("\n", "\r\n"));
    for (const given of [
      { observed: crlf(desired), baseline: recorded(desired) },
      { observed: crlf(desired) },
      { observed: crlf(old), baseline: recorded(old) },
    ]) {
      const planned = plan(given);
      expect(planned.change.action).toBe("update");
      expect(planned.drift).toMatchObject([{ detail: "line endings" }]);
    }
  });
});

describe("a file that is no longer wanted", () => {
  test("goes if it is as it was written", () => {
    const planned = plan({ observed: fileOf(old), desired: null, baseline: recorded(old) });
    expect(planned.change).toMatchObject({ action: "delete", after: null });
    expect(planned.actions).toEqual([
      { type: "remove-file", address: "project.flake", before: digestOf(old) },
    ]);
    expect(planned).toMatchObject({ baseline: {}, content: null });
  });

  test("stays, with a warning, if it was edited or nothing records it", () => {
    for (const baseline of [recorded(old), {}]) {
      const planned = plan({ observed: fileOf(edited), desired: null, baseline });
      expect(planned.change.action).toBe("no-op");
      expect(planned.diagnostics).toMatchObject([{ severity: "warning", code: "NT408" }]);
    }
  });

  test("is nobody's business if it is not ours, or absent", () => {
    for (const observed of [fileOf(foreign), absent]) {
      const planned = plan({ observed, desired: null, baseline: recorded(old) });
      expect(planned.change.action).toBe("no-op");
      expect(planned.diagnostics).toEqual([]);
      expect(planned.baseline).toEqual({});
    }
  });
});

describe("obstacles are told apart", () => {
  const store = fileOf(old, "/nix/store/abc-home/flake.nix");
  test.each([
    ["NT403", { observed: { kind: "directory" } as const }],
    ["NT404", { observed: { kind: "unreadable", reason: "permission denied" } as const }],
    ["NT405", { writable: false }],
    ["NT406", { observed: store }],
  ])("%s", (code, given) => {
    const planned = plan(given);
    expect(planned.change.action).toBe("conflict");
    expect(planned.actions).toEqual([]);
    expect(planned.diagnostics).toMatchObject([{ severity: "error", code }]);
  });

  test("a read-only project in which nothing has to change is fine", () => {
    expect(plan({ observed: fileOf(desired), writable: false }).change.action).toBe("no-op");
  });
});
