import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/model/digest.js";
import { applySpans } from "../../src/model/span.js";
import {
  releaseWholeFile,
  unplanWholeFile,
  type RemovedFile,
} from "../../src/resources/whole-file-removal.js";
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

  test("an untouched file of ours is updated", () => {
    const planned = plan({ observed: fileOf(old), baseline: recorded(old) });
    expect(planned.change).toMatchObject({
      action: "update",
      before: digestOf(old),
      after: digestOf(desired),
    });
    expect(planned.change.takesOver).toBeUndefined();
    expect(planned.drift).toEqual([]);
  });

  test("without a record one of ours cannot be told from an edited one, so a person decides", () => {
    const planned = plan({ observed: fileOf(old) });
    expect(planned.change).toMatchObject({
      action: "conflict",
      conflicts: [
        {
          key: "digest",
          label: "the file flake.nix",
          base: null,
          observed: "2 lines",
          desired: "2 lines, from nixtorch.config.ts",
        },
      ],
    });
    expect(planned.diagnostics).toMatchObject([{ code: "NT462", place: { file: "flake.nix" } }]);
    expect(planned.diagnostics[0]?.hint).toContain("git checkout HEAD -- nixtorch.lock");
    for (const given of [{ adopt: true }, { answers: { digest: "theirs" } as const }]) {
      const written = plan({ observed: fileOf(old), ...given });
      expect(written.change.action).toBe("update");
      expect(written.change.takesOver).toBeUndefined();
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
    expect(hint).toContain("kept in .nixtorch/origin/project.flake until `nixtorch destroy` puts it back");
  });

  test.each([
    ["--adopt", { adopt: true }],
    ["the answer", { answers: { digest: "theirs" } as const }],
  ])("%s replaces it, and what stood there is kept until it is given back", (_name, given) => {
    const planned = plan({ observed: fileOf(foreign), ...given });
    expect(planned.change).toMatchObject({ action: "update", takesOver: true });
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

describe("a person who keeps their file", () => {
  const dependents = "flake.lock and the shell";
  const cases = [
    ["that nixtorch never wrote", { observed: fileOf(foreign) }],
    ["that they edited", { observed: fileOf(edited), baseline: recorded(old) }],
    ["of which nothing is recorded", { observed: fileOf(old) }],
  ] as const;

  test.each(cases)("%s is told once what follows it, and not asked again", (_name, given) => {
    const first = plan({ ...given, dependents, answers: { digest: "mine" } });
    const [text] = [
      new TextDecoder().decode(given.observed.kind === "file" ? given.observed.bytes : undefined),
    ];
    expect(first).toMatchObject({ change: { action: "no-op" }, actions: [], drift: [], content: text });
    expect(first.diagnostics).toMatchObject([{ severity: "info", code: "NT463" }]);
    expect(first.diagnostics[0]?.detail).toContain(dependents);
    const later = plan({ ...given, dependents, baseline: first.baseline });
    expect(later).toMatchObject({ change: { action: "no-op" }, diagnostics: [], baseline: first.baseline });
  });

  test.each(cases)("%s is asked when nixtorch wants something else", (_name, given) => {
    const { baseline } = plan({ ...given, answers: { digest: "mine" } });
    const planned = plan({ ...given, baseline, desired: "# ours\nnewer\n" });
    expect(planned.change).toMatchObject({ action: "conflict", conflicts: [{ key: "digest" }] });
    expect(plan({ ...given, baseline, adopt: true }).change.action).toBe("update");
  });

  test("is asked also when nixtorch comes back to what it wrote before the edit", () => {
    const given = { observed: fileOf(edited), baseline: recorded(old) };
    const { baseline } = plan({ ...given, answers: { digest: "mine" } });
    expect(plan({ ...given, baseline, desired: old }).change.action).toBe("conflict");
  });
});

describe("taking a file away", () => {
  const unplan = (given: Partial<RemovedFile>) =>
    unplanWholeFile({
      address: "project.flake",
      path: "flake.nix",
      observed: absent,
      isOurs: (text) => text.startsWith("# ours\n"),
      baseline: recorded(old),
      origin: null,
      reason: "no longer wanted",
      ...given,
    });

  test("gives back what was taken over", () => {
    const planned = unplan({ observed: fileOf(old), origin: foreign });
    expect(planned).toMatchObject({
      change: { action: "update", before: digestOf(old), after: digestOf(foreign) },
      actions: [{ type: "write-file", content: foreign, before: digestOf(old) }],
      baseline: {},
      content: foreign,
    });
    const crlf = fileOf(old.replaceAll("\n", "\r\n"));
    expect(unplan({ observed: crlf, origin: foreign }).content).toBe(foreign);
  });

  test("has nothing to do where that stands there already, or nothing does", () => {
    expect(unplan({ observed: fileOf(old), origin: old }).change.action).toBe("no-op");
    expect(unplan({ origin: foreign }).change.action).toBe("no-op");
  });

  test("leaves an edited file, and says where the kept one is", () => {
    const planned = unplan({ observed: fileOf(edited), origin: foreign });
    expect(planned).toMatchObject({ change: { action: "no-op" }, actions: [], content: edited });
    expect(planned.diagnostics).toMatchObject([{ severity: "warning", code: "NT408" }]);
    expect(planned.diagnostics[0]?.detail).toContain("is kept in .nixtorch/origin/project.flake");
    expect(unplan({ observed: fileOf(edited) }).diagnostics[0]?.hint).toContain("rm flake.nix");
  });
});

describe("leaving a file to the person", () => {
  const release = (text: string) =>
    releaseWholeFile({
      address: "project.flake",
      path: "flake.nix",
      observed: fileOf(text),
      baseline: recorded(old),
      reason: "yours",
    });
  const header = "# Written by nixtorch from nixtorch.config.ts: whatever it says";

  test.each([
    ["as written", `${header}\n{ }\n`, "{ }\n"],
    ["edited, with Windows line endings", `${header}\r\n{ }\r\n`, "{ }\r\n"],
    ["behind a byte order mark", `\uFEFF${header}\n{ }`, "\uFEFF{ }"],
    ["of nothing else", header, ""],
  ])("%s, without its header and with every other byte", (_name, text, expected) => {
    const planned = release(text);
    const [action] = planned.actions;
    if (action?.type !== "write-spans") throw new Error("no spans");
    const bytes = applySpans(new TextEncoder().encode(text), action.spans);
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)).toBe(expected);
    expect(planned).toMatchObject({ content: expected, baseline: {}, change: { action: "update" } });
    expect(action.after).toBe(digestOf(bytes));
  });

  test("that carries no header needs nothing", () => {
    expect(release(foreign).change.action).toBe("no-op");
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
    ["NT406", { observed: store, baseline: recorded(old) }],
  ])("%s", (code, given) => {
    const planned = plan(given);
    expect(planned.change.action).toBe("conflict");
    expect(planned.actions).toEqual([]);
    expect(planned.diagnostics).toMatchObject([{ severity: "error", code }]);
  });

  test("a link of home-manager's names the option, the config's way, and the copy", () => {
    const hm = fileOf(old, "/nix/store/00000000000000000000000000000000-hm_flake.nix");
    const [diagnostic] = plan({ observed: hm, baseline: recorded(old) }).diagnostics;
    expect(diagnostic?.detail).toContain("home-manager made it");
    for (const way of [
      'home.file."…/flake.nix"',
      "nix: { flake: false }",
      "cp --remove-destination",
      "chmod u+w",
    ])
      expect(diagnostic?.hint).toContain(way);
  });

  test("a path with blanks and Japanese names is quoted in every command", () => {
    const path = "研究 室/flake.nix";
    const left = plan({ path, observed: fileOf(edited), desired: null, baseline: recorded(old) });
    expect(left.diagnostics[0]?.hint).toContain(`rm '${path}'`);
    expect(plan({ path, writable: false }).diagnostics[0]?.hint).toContain(`'${path}'`);
  });

  test("a read-only project in which nothing has to change is fine", () => {
    expect(plan({ observed: fileOf(desired), writable: false }).change.action).toBe("no-op");
  });
});

describe("a file that was taken over", () => {
  const took = plan({ observed: fileOf(foreign), isOurs: () => false, adopt: true });

  test("is remembered as one, also when it is written again", () => {
    expect(took.baseline).toEqual({ ...recorded(desired), "#takenOver": "yes" });
    const again = plan({ observed: fileOf(desired), desired: old, baseline: took.baseline });
    expect(again.baseline).toEqual({ ...recorded(old), "#takenOver": "yes" });
    const still = plan({ observed: fileOf(desired), baseline: took.baseline });
    expect(still.baseline).toEqual(took.baseline);
  });

  test("never just goes: without the person's text, which only the machine that took it over keeps, it stays", () => {
    const removed = unplanWholeFile({
      address: "project.flake",
      path: "flake.nix",
      observed: fileOf(desired),
      baseline: took.baseline,
      reason: "",
      isOurs: () => true,
      origin: null,
    });
    expect(removed).toMatchObject({ change: { action: "no-op" }, actions: [] });
    expect(removed.diagnostics).toMatchObject([{ code: "NT408", severity: "warning" }]);
  });
});
