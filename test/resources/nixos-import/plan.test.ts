import { describe, expect, it } from "vitest";
import { memorySystem, type MemoryEntry } from "../../../src/host/memory.js";
import { applySpans } from "../../../src/model/span.js";
import { digestOf } from "../../../src/model/digest.js";
import { observeImport, planImport } from "../../../src/resources/nixos-import/index.js";
import { walkConfiguration } from "../../../src/resources/nixos-walk.js";
import { systemDesire, type SystemDesireOptions } from "../nixos-module/desire.js";

const configuration = "/etc/nixos/configuration.nix";
const person = "{ ... }:\n{\n  imports = [\n    ./hardware-configuration.nix # 機械\n  ];\n}\n";

function plan(
  entry: MemoryEntry | Readonly<Record<string, MemoryEntry>>,
  options: SystemDesireOptions = {},
  needed = true,
) {
  const isEntry =
    typeof entry === "string" || entry instanceof Uint8Array || "link" in entry || "directory" in entry;
  const files = (isEntry ? { [configuration]: entry } : entry) as Readonly<Record<string, MemoryEntry>>;
  const desire = systemDesire(options);
  const place = { root: desire.root, module: desire.system.module };
  const system = memorySystem(files);
  return planImport(observeImport(system, place, walkConfiguration(system, place, null)), desire, needed);
}

describe("the import", () => {
  it("is one more entry: spans of bytes, and nothing else of the file", () => {
    const { actions, change, content, baseline } = plan(person);
    const [action] = actions;
    if (action?.type !== "write-spans") throw new Error("no edit");
    const behind = Buffer.byteLength(person.slice(0, person.indexOf("\n  ];")));
    expect(action.spans).toEqual([{ start: behind, end: behind, text: "\n    ./nixtorch.nix" }]);
    const after = applySpans(new TextEncoder().encode(person), action.spans);
    expect(new TextDecoder().decode(after)).toBe(content);
    expect(digestOf(after)).toBe(action.after);
    expect(action.before).toBe(digestOf(person));
    expect(change).toMatchObject({
      action: "update",
      path: configuration,
      details: [{ key: "imports", before: null, after: "./nixtorch.nix" }],
    });
    expect(baseline).toEqual({ import: "./nixtorch.nix", kind: "element" });
  });

  it("is there: nothing to do, however the path is written", () => {
    for (const path of ["./nixtorch.nix", "../nixos/nixtorch.nix", "/etc/nixos/nixtorch.nix"]) {
      const { change, actions } = plan(`{ imports = [ ${path} ]; }`);
      expect({ action: change.action, actions }).toEqual({ action: "no-op", actions: [] });
    }
  });

  it("is not put into a flake, which is no module, nor taken for there in one", () => {
    const flake = "/etc/nixos/flake.nix";
    for (const imports of ["", " imports = [ ./nixtorch.nix ];"]) {
      const text = `{${imports} outputs = { nixpkgs, ... }: { }; }`;
      const { change, actions, diagnostics } = plan({ [flake]: text }, { system: { module: flake } });
      expect({ action: change.action, actions }).toEqual({ action: "conflict", actions: [] });
      expect(diagnostics).toMatchObject([{ code: "NT426", place: { file: flake } }]);
      expect(diagnostics[0]?.hint).toContain('module: "/etc/nixos/configuration.nix"');
    }
  });

  it("is there in another module that this one imports: nothing to do", () => {
    const { change, actions, baseline } = plan({
      [configuration]: "{ x, ... }: { imports = [ ./gpu.nix ./desk ]; }",
      "/etc/nixos/gpu.nix": "{ }",
      "/etc/nixos/desk/default.nix": "{ imports = [ ../nixtorch.nix ]; }",
    });
    expect({ action: change.action, actions, baseline }).toEqual({
      action: "no-op",
      actions: [],
      baseline: {},
    });
  });

  it("written by hand where no edit is safe is seen", () => {
    const by = "{ x, ... }: { imports = x.imports ++ [ ./nixtorch.nix ]; ${x.name} = 1; }";
    expect(plan(by).change.action).toBe("no-op");
  });

  it("remembers how it was put in", () => {
    const baseline = { import: "./nixtorch.nix", kind: "new" };
    expect(plan("{ imports = [ ./nixtorch.nix ]; }", { baseline }).baseline).toEqual(baseline);
  });

  it("that somebody took out is drift, and comes back", () => {
    const { drift, change } = plan(person, { baseline: { import: "./nixtorch.nix", kind: "element" } });
    expect(drift).toMatchObject([{ key: "import", base: "./nixtorch.nix", observed: null }]);
    expect(change.action).toBe("update");
  });

  it("is not needed without a module", () => {
    expect(plan(person, {}, false)).toMatchObject({ change: { action: "no-op" }, actions: [] });
  });

  it("goes into the real file, whose neighbour the module is", () => {
    const { change, content } = plan({
      [configuration]: { link: "/home/ada/nixos/tower.nix" },
      "/home/ada/nixos/tower.nix": "{ imports = [ ]; }",
    });
    expect(change.path).toBe("/home/ada/nixos/tower.nix");
    expect(content).toBe("{ imports = [ ./nixtorch.nix ]; }");
  });

  it("is looked for below another root", () => {
    const { change } = plan({ [`/mnt${configuration}`]: person, [configuration]: "{ }" }, { root: "/mnt" });
    expect(change).toMatchObject({ action: "update", path: configuration, before: digestOf(person) });
  });
});

describe("the import that no edit can make safely", () => {
  const inherited = "{ x, ... }:\n# imports\n{\n  inherit (x) imports;\n}\n";

  it("is left to a person, with the line and where, and stops nothing else", () => {
    const { change, actions, diagnostics, imported, baseline } = plan(inherited);
    expect({ action: change.action, actions, imported, baseline }).toEqual({
      action: "no-op",
      actions: [],
      imported: false,
      baseline: {},
    });
    expect(diagnostics).toMatchObject([
      { code: "NT424", severity: "warning", place: { file: configuration, line: 4, column: 3 } },
    ]);
    expect(diagnostics[0]?.detail).toContain("it inherits `imports` from elsewhere (line 4, column 3)");
    expect(diagnostics[0]?.hint).toContain("\n    imports = [ ./nixtorch.nix ];");
    expect(diagnostics[0]?.hint).toContain('system: { module: "/etc/nixos/…" }');
  });

  it("is seen once the person has added it, in any module", () => {
    const { change, diagnostics, imported } = plan({
      [configuration]: "args: import ./tower.nix args",
      "/etc/nixos/tower.nix": "{ ... }: { imports = [ ./nixtorch.nix ]; }",
    });
    expect({ action: change.action, diagnostics, imported }).toEqual({
      action: "no-op",
      diagnostics: [],
      imported: true,
    });
  });
});

describe("the import under a condition", () => {
  it("is left as the person has it, and said", () => {
    for (const text of [
      "{ ... }: {\n  imports = if builtins.pathExists ./x then [ ./nixtorch.nix ] else [ ];\n}",
      "{ lib, ... }: {\n  imports = lib.optional false ./nixtorch.nix;\n}",
    ]) {
      const { change, diagnostics, imported } = plan(text);
      expect({ action: change.action, imported }).toEqual({ action: "no-op", imported: true });
      expect(diagnostics).toMatchObject([{ code: "NT464", severity: "warning", place: { line: 2 } }]);
    }
  });

  it("is no news where another entry has none", () => {
    const { diagnostics } = plan(
      "{ lib, ... }: { imports = [ ./nixtorch.nix ] ++ lib.optional false ./nixtorch.nix; }",
    );
    expect(diagnostics).toEqual([]);
  });
});

describe("the import is a conflict", () => {
  const refused = (entry: MemoryEntry | Readonly<Record<string, MemoryEntry>>) => {
    const { change, actions, diagnostics } = plan(entry);
    expect({ action: change.action, actions, after: change.after }).toEqual({
      action: "conflict",
      actions: [],
      after: change.before,
    });
    expect(diagnostics).toHaveLength(1);
    return diagnostics[0]!;
  };

  it("in a module that is not Nix, with its place", () => {
    const diagnostic = refused("{\n  imports = [ ./a.nix ;\n}\n");
    expect(diagnostic).toMatchObject({ code: "NT423", place: { file: configuration, line: 2, column: 23 } });
    expect(diagnostic.detail).toContain("configuration.nix:2:23: expected ']', found ';'");
  });

  it("in a module with a byte order mark, which Nix rejects", () => {
    const diagnostic = refused(`\uFEFF${person}`);
    expect(diagnostic).toMatchObject({ code: "NT423", place: { file: configuration, line: 1, column: 1 } });
    expect(diagnostic.detail).toContain("byte order mark");
  });

  it("in the Nix store, with the link and where it leads", () => {
    const store = "/nix/store/x-source/configuration.nix";
    const { detail } = refused({ [configuration]: { link: store }, [store]: "{ }" });
    expect(detail).toContain(`${configuration} links to ${store}:`);
  });

  it("without the module, in a directory, in no text, and in the Nix store", () => {
    expect(refused({}).code).toBe("NT421");
    expect(refused({ directory: true }).code).toBe("NT403");
    expect(refused(new Uint8Array([0x7b, 0xff, 0x7d])).code).toBe("NT422");
    const store = "/nix/store/x-source/configuration.nix";
    expect(refused({ [configuration]: { link: store }, [store]: "{ }" }).code).toBe("NT406");
    expect(refused({ [configuration]: { unreadable: "permission denied" } }).code).toBe("NT404");
  });
});
