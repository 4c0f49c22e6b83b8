import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import {
  observeImport,
  planImport,
  releaseImport,
  unplanImport,
} from "../../../src/resources/nixos-import/index.js";
import { walkConfiguration } from "../../../src/resources/nixos-walk.js";
import { systemDesire } from "../nixos-module/desire.js";
import { configuration, type Files } from "../nixos-module/observed.js";

function observed(person: string | Files) {
  const system = memorySystem(typeof person === "string" ? { [configuration]: person } : person);
  const place = { root: "/", module: configuration };
  return observeImport(system, place, walkConfiguration(system, place, null));
}

const plan = (person: string | Files, baseline = {}, needed = true) =>
  planImport(observed(person), systemDesire({ baseline }), needed);
const unplan = (person: string | Files, baseline: Readonly<Record<string, string>> = {}) =>
  unplanImport(observed(person), { baseline, origin: null });

const ours = { import: "./nixtorch.nix", kind: "element" };

describe("the import that is taken out", () => {
  it.each([
    "{ imports = [ ./a.nix ]; }\n",
    "{ ... }:\n{\n  imports = [\n    ./a.nix # 設定\n  ];\n}",
    "{ }",
    "{\n  services.x.enable = true;\r\n}\r\n",
    "{ imports = []; }",
    "{ x, ... }: { imports = x.list; }",
    "{ c, ... }: { imports = if c then [ ] else [ ]; }",
    "let a = [ ]; in { imports = with builtins; a ++ [ ./b.nix ]; }",
  ])("leaves the bytes from before: %j", (person) => {
    const { content, baseline } = plan(person);
    const removed = unplan(content ?? "", baseline);
    expect(removed.change).toMatchObject({
      action: "update",
      details: [{ before: "./nixtorch.nix", after: null }],
    });
    expect(removed).toMatchObject({ content: person, baseline: {}, imported: false, diagnostics: [] });
    expect(removed.actions).toMatchObject([{ type: "write-spans" }]);
  });

  it("leaves what a person has added since", () => {
    const { content, baseline } = plan("{ imports = [ ./a.nix ]; }");
    const edited = (content ?? "").replace("./a.nix", "./a.nix ./mine.nix").concat("# end\n");
    expect(unplan(edited, baseline).content).toBe("{ imports = [ ./a.nix ./mine.nix ]; }# end\n");
  });

  it("is gone already", () => {
    const { change, imported, diagnostics } = unplan("{ imports = [ ]; }", ours);
    expect({ action: change.action, imported, diagnostics }).toEqual({
      action: "no-op",
      imported: false,
      diagnostics: [],
    });
    expect(unplan({}, ours)).toMatchObject({ change: { action: "no-op" }, imported: false });
  });

  it("is a person's and stays, and with it the module", () => {
    const { change, imported, diagnostics } = unplan("{\n  imports = [ ./nixtorch.nix ];\n}", {
      import: "./nixtorch.nix",
    });
    expect({ action: change.action, imported }).toEqual({ action: "no-op", imported: true });
    expect(diagnostics).toMatchObject([
      { code: "NT467", severity: "warning", place: { file: configuration, line: 2 } },
    ]);
  });

  it("goes where it is ours, and another one that stays is named", () => {
    const files = {
      [configuration]: "{ imports = [ ./a.nix ./nixtorch.nix ]; }",
      "/etc/nixos/a.nix": "{\n  imports = [ ./nixtorch.nix ];\n}",
    };
    const { content, imported, diagnostics } = unplan(files, ours);
    expect(content).toBe("{ imports = [ ./a.nix ]; }");
    expect(imported).toBe(true);
    expect(diagnostics).toMatchObject([{ code: "NT467", place: { file: "/etc/nixos/a.nix", line: 2 } }]);
  });

  it("stays where it cannot be taken out safely, and is remembered", () => {
    const person = "{ x, ... }: { imports = f ([ ./nixtorch.nix ] ++ x); }";
    const { change, imported, diagnostics, baseline } = unplan(person, { ...ours, kind: "wrapped" });
    expect({ action: change.action, imported, baseline }).toEqual({
      action: "no-op",
      imported: true,
      baseline: { ...ours, kind: "wrapped" },
    });
    expect(diagnostics).toMatchObject([{ code: "NT467" }]);
    const broken = unplan("{ imports = [ ./nixtorch.nix ;}", ours);
    expect(broken).toMatchObject({ imported: true, baseline: ours, diagnostics: [{ code: "NT467" }] });
  });

  it("is taken out also where there is no module to import any more", () => {
    const { change, content } = plan("{ imports = [ ./a.nix ./nixtorch.nix ]; }", ours, false);
    expect({ action: change.action, content }).toEqual({
      action: "update",
      content: "{ imports = [ ./a.nix ]; }",
    });
  });

  it("keeps what is known of it while something stands in the way", () => {
    expect(plan("{ imports = [ ; }", ours)).toMatchObject({ change: { action: "conflict" }, baseline: ours });
  });
});

describe("the import that is handed over", () => {
  it("stays as it is, and is the person's", () => {
    const person = "{ imports = [ ./nixtorch.nix ]; }";
    expect(releaseImport(observed(person))).toMatchObject({
      change: { action: "no-op" },
      baseline: {},
      content: person,
      imported: true,
    });
  });
});

describe("a person's file that is edited for the first time", () => {
  it("is one that nixtorch takes over a part of", () => {
    expect(plan("{ }").change.takesOver).toBe(true);
    expect(plan("{ }", ours).change.takesOver).toBeUndefined();
  });
});
