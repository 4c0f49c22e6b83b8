import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../src/host/memory.js";
import { digestOf } from "../../src/model/digest.js";
import { decodeJournal, type Intent } from "../../src/state/journal.js";
import { readLast } from "../../src/state/last.js";
import { readOrigin } from "../../src/state/origins.js";

const own = "/lab/.nixtorch";
const head = {
  formatVersion: 1,
  purpose: "apply",
  nixtorchVersion: "0.1.0",
  plan: digestOf("plan"),
  project: "/lab",
  root: "/",
  host: null,
  at: 1,
};
const intent: Intent = {
  address: "project.envrc",
  action: "write-file",
  path: ".envrc",
  link: null,
  before: digestOf("before\n"),
  mode: 0o644,
  after: digestOf("after\n"),
};
const begun = [{ apply: head }, { step: 1, intent }, { step: 1, outcome: "done" }];
const journal = (...entries: object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

const lastIn = (files: Record<string, MemoryEntry>) =>
  readLast(
    memorySystem(Object.fromEntries(Object.entries(files).map(([path, entry]) => [`${own}/${path}`, entry]))),
    own,
  );

describe("the last apply", () => {
  it("is none where nothing was applied", () => {
    expect(lastIn({})).toEqual({ kind: "none" });
  });

  it("tells what it did, with the text before", () => {
    const last = lastIn({
      "last/journal.jsonl": journal(...begun, { end: "committed" }),
      "last/before/project.envrc": "before\n",
    });
    const { formatVersion: _, ...known } = head;
    expect(last).toEqual({
      kind: "apply",
      head: known,
      steps: [{ ...intent, outcome: "done", textBefore: "before\n" }],
      stateBefore: null,
    });
  });

  it("keeps a byte order mark", () => {
    const text = "\uFEFFbefore\n";
    const step = { ...intent, before: digestOf(text) };
    const last = lastIn({
      "last/journal.jsonl": journal({ apply: head }, { step: 1, intent: step }),
      "last/before/project.envrc": text,
    });
    expect(last.kind === "apply" && last.steps[0]?.textBefore).toBe(text);
  });

  it.each<[string, Record<string, MemoryEntry>]>([
    ["are gone", {}],
    ["are others", { "last/before/project.envrc": "tampered\n" }],
  ])("has no text before where its bytes %s", (_name, files) => {
    const last = lastIn({ "last/journal.jsonl": journal(...begun), ...files });
    expect(last.kind === "apply" && last.steps[0]?.textBefore).toBeNull();
  });

  it("has no text before where that is none", () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x00]);
    const step = { ...intent, before: digestOf(bytes) };
    const last = lastIn({
      "last/journal.jsonl": journal({ apply: head }, { step: 1, intent: step }),
      "last/before/project.envrc": bytes,
    });
    expect(last.kind === "apply" && last.steps[0]?.textBefore).toBeNull();
  });

  it("is the one that was committed and not renamed yet", () => {
    const files = {
      "last/journal.jsonl": journal({ apply: head }),
      "next/journal.jsonl": journal({ apply: { ...head, at: 2 } }, ...begun.slice(1), { end: "committed" }),
    };
    const last = lastIn(files);
    expect(last.kind === "apply" && last.head.at).toBe(2);
    const running = lastIn({ ...files, "next/journal.jsonl": journal({ apply: { ...head, at: 2 } }) });
    expect(running.kind === "apply" && running.head.at).toBe(1);
  });

  it("of a nixtorch before or after this one is said to be unreadable", () => {
    for (const text of [journal(...begun.slice(1)), journal({ apply: { ...head, formatVersion: 2 } }), ""])
      expect(lastIn({ "last/journal.jsonl": text })).toEqual({
        kind: "unreadable",
        path: `${own}/last/journal.jsonl`,
      });
    expect(lastIn({ "last/before/x": "" }).kind).toBe("unreadable");
  });
});

describe("a journal", () => {
  it("is read or not, whatever stands there", () => {
    const line = fc.oneof(
      fc.constantFrom(...begun.map((entry) => JSON.stringify(entry))),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const read = decodeJournal(lines.join("\n"));
        expect(read === null || Array.isArray(read.steps)).toBe(true);
      }),
    );
  });
});

describe("what a person's file held", () => {
  const entry = { path: "flake.nix", digest: digestOf("theirs\n"), mode: 0o644, file: "project.flake" };
  const originIn = (index: unknown, text: string | null = "theirs\n") =>
    readOrigin(
      memorySystem({
        [`${own}/origin/index.json`]: typeof index === "string" ? index : JSON.stringify(index),
        ...(text === null ? {} : { [`${own}/origin/project.flake`]: text }),
      }),
      own,
      "project.flake",
      "flake.nix",
    );

  it("is there as long as the index names it and its bytes are the same", () => {
    expect(new TextDecoder().decode(originIn({ "project.flake": entry })?.bytes)).toBe("theirs\n");
    expect(originIn({})).toBeNull();
    expect(originIn({ "project.flake": entry }, "tampered\n")).toBeNull();
    expect(originIn({ "project.flake": entry }, null)).toBeNull();
    expect(originIn({ "project.flake": { ...entry, path: "other.nix" } })).toBeNull();
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    '{"project.flake":null}',
    '{"project.flake":{}}',
    { "project.flake": { ...entry, file: "../../secret" } },
    { "project.flake": { ...entry, file: 1 } },
  ])("is nothing with the index %j", (index) => {
    expect(originIn(index)).toBeNull();
  });
});
