import { describe, expect, it } from "vitest";
import { memorySystem } from "../../../src/host/memory.js";
import { observeImport, planImport, unplanImport } from "../../../src/resources/nixos-import/index.js";
import { walkConfiguration } from "../../../src/resources/nixos-walk.js";
import { systemDesire } from "../nixos-module/desire.js";
import { plannedModule, type Files } from "../nixos-module/observed.js";

const file = "/etc/nixos/flake.nix";

function observed(files: Files, module: string, host: string | null = "tower") {
  const system = memorySystem(files);
  const place = { root: "/", module };
  return observeImport(system, place, walkConfiguration(system, place, { file, host }));
}

const plan = (files: Files, module: string, host?: string | null) =>
  planImport(observed(files, module, host), systemDesire({ system: { module } }));

/** A flake that builds two hosts from modules of their own, and one that both have. */
const twoHosts = {
  [file]: `{
  outputs = { nixpkgs, ... }@inputs: {
    nixosConfigurations = import ./hosts inputs;
  };
}`,
  "/etc/nixos/hosts/default.nix": `{ nixpkgs, ... }: {
  tower = nixpkgs.lib.nixosSystem {
    system = "x86_64-linux";
    modules = [ ./tower.nix ../common.nix { hardware.graphics.enable = true; } ];
  };
  laptop = nixpkgs.lib.nixosSystem { modules = [ ./laptop.nix ../common.nix ]; };
}`,
  "/etc/nixos/hosts/tower.nix": "{ imports = [ ]; }",
  "/etc/nixos/hosts/laptop.nix": "{ }",
  "/etc/nixos/common.nix": "{ imports = [ ]; }",
};

describe("a host of a flake", () => {
  it("has modules that are no imports of one another: what they say counts", () => {
    const module = "/etc/nixos/hosts/tower.nix";
    const { diagnostics } = plannedModule(
      { ...twoHosts, "/etc/nixos/common.nix": "{ hardware.nvidia.open = false; }" },
      { system: { module }, systemFlake: { file, host: "tower" } },
    );
    expect(diagnostics).toMatchObject([{ code: "NT412", place: { file: "/etc/nixos/common.nix", line: 1 } }]);
  });

  it("gets the import in its own module, and nothing is to be said of it", () => {
    const { change, diagnostics } = plan(twoHosts, "/etc/nixos/hosts/tower.nix");
    expect(change).toMatchObject({
      action: "update",
      details: [{ key: "imports", after: "./nixtorch.nix" }],
    });
    expect(diagnostics).toEqual([]);
  });

  it("shares a module with others: they are named", () => {
    const { change, diagnostics } = plan(twoHosts, "/etc/nixos/common.nix");
    expect(change.action).toBe("update");
    expect(diagnostics).toMatchObject([{ code: "NT429", severity: "info" }]);
    expect(diagnostics[0]?.detail).toContain("into laptop too");
  });

  it("is not made of the module that is named: the ones that it is made of are", () => {
    const { change, diagnostics } = plan(twoHosts, "/etc/nixos/hosts/laptop.nix");
    expect(change.action).toBe("update");
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ["NT428", "warning"],
      ["NT429", "info"],
    ]);
    expect(diagnostics[0]?.hint).toContain(
      'system: { module: "/etc/nixos/hosts/tower.nix", rebuild: "flake" }',
    );
  });

  it.each([
    [file, 2, {}],
    ["/etc/nixos/hosts/default.nix", 3, { [file]: twoHosts[file]! }],
  ])("may stand in %s, which is not valid Nix: that is said, not that there is none", (path, line, more) => {
    const broken = "{\n".repeat(line - 1) + "  a = ;\n}";
    const module = "/etc/nixos/hosts/tower.nix";
    const files = { ...twoHosts, ...more, [path]: broken };
    expect(plan(files, module).diagnostics).toEqual([]);
    const { diagnostics } = plannedModule(files, {
      system: { module },
      systemFlake: { file, host: "tower" },
    });
    expect(diagnostics).toMatchObject([{ code: "NT418", place: { file: path } }]);
  });

  it("is not in the flake by this machine's name", () => {
    const { diagnostics } = plan(twoHosts, "/etc/nixos/hosts/tower.nix", "nixos");
    expect(diagnostics).toMatchObject([{ code: "NT428" }, { code: "NT429" }]);
    expect(diagnostics[0]?.detail).toContain("has no host nixos, only tower, laptop");
    expect(diagnostics[0]?.hint).toContain('host: "tower"');
  });

  it("that a function makes may be made of anything: nothing is claimed", () => {
    const computed = {
      ...twoHosts,
      [file]: "{ outputs = i: { nixosConfigurations = i.lib.mapAttrs f i.hosts; }; }",
    };
    const module = "/etc/nixos/hosts/tower.nix";
    expect(plan(computed, module).diagnostics).toEqual([]);
    const { diagnostics } = plannedModule(computed, {
      system: { module },
      systemFlake: { file, host: "tower" },
    });
    expect(diagnostics).toMatchObject([{ code: "NT427", place: { file } }]);
  });
});

describe("a file with lists of modules", () => {
  it("takes the module into the list of this host, and gives its bytes back", () => {
    const module = "/etc/nixos/hosts/default.nix";
    const { change, content, baseline, diagnostics } = plan(twoHosts, module);
    expect(change).toMatchObject({
      action: "update",
      details: [{ key: "modules", after: "./nixtorch.nix" }],
    });
    expect(content).toContain("{ hardware.graphics.enable = true; } ./nixtorch.nix ];");
    expect(content).toContain("modules = [ ./laptop.nix ../common.nix ];");
    expect(diagnostics).toEqual([]);
    const applied = { ...twoHosts, [module]: content! };
    expect(plan(applied, module).change.action).toBe("no-op");
    const removed = unplanImport(observed(applied, module), { baseline, origin: null });
    expect(removed).toMatchObject({ content: twoHosts[module], imported: false, baseline: {} });
  });

  it("may be the flake itself", () => {
    const flake = {
      [file]:
        "{ outputs = { nixpkgs, ... }: { nixosConfigurations.tower = nixpkgs.lib.nixosSystem { modules = [ ./a.nix ]; }; }; }",
      "/etc/nixos/a.nix": "{ hardware.nvidia.open = false; }",
    };
    expect(plan(flake, file).content).toContain("modules = [ ./a.nix ./nixtorch.nix ];");
    const { diagnostics } = plannedModule(flake, {
      system: { module: file },
      systemFlake: { file, host: "tower" },
    });
    expect(diagnostics).toMatchObject([{ code: "NT412", place: { file: "/etc/nixos/a.nix" } }]);
  });

  it("of several hosts, none of which is this one, is refused: which is it?", () => {
    const { change, actions, diagnostics } = plan(twoHosts, "/etc/nixos/hosts/default.nix", "nixos");
    expect({ action: change.action, actions }).toEqual({ action: "conflict", actions: [] });
    expect(diagnostics).toMatchObject([{ code: "NT426", severity: "error" }]);
    expect(diagnostics[0]?.detail).toContain("it lists the modules of several hosts (tower, laptop)");
    expect(diagnostics[0]?.hint).toContain('rebuild: { kind: "flake", host: "tower" }');
  });

  it("that is computed is left to a person", () => {
    const computed = "{ nixpkgs, args, ... }: {\n  tower = nixpkgs.lib.nixosSystem (args 1);\n}";
    const module = "/etc/nixos/hosts/default.nix";
    const { change, imported, diagnostics } = plan({ ...twoHosts, [module]: computed }, module);
    expect({ action: change.action, imported }).toEqual({ action: "no-op", imported: false });
    expect(diagnostics).toMatchObject([{ code: "NT424", place: { file: module, line: 2, column: 36 } }]);
    expect(diagnostics[0]?.hint).toContain("    modules = [ ./nixtorch.nix ];");
  });
});

describe("a file that is no module", () => {
  it.each([
    ["{ stdenv }: stdenv.mkDerivation { }", "it makes a package"],
    ["final: prev: { }", "it is an overlay"],
    ["[ ./a.nix ]", "it is a list"],
    ["{ darwin, ... }: { mac = darwin.lib.darwinSystem { }; }", "it calls `darwinSystem`"],
  ])("is refused, with the modules that there are: %s", (text, reason) => {
    const module = "/etc/nixos/other.nix";
    const { change, actions, diagnostics } = plan({ ...twoHosts, [module]: text }, module);
    expect({ action: change.action, actions }).toEqual({ action: "conflict", actions: [] });
    expect(diagnostics).toMatchObject([{ code: "NT426", severity: "error", place: { file: module } }]);
    expect(diagnostics[0]?.detail).toContain(reason);
    expect(diagnostics[0]?.hint).toContain('module: "/etc/nixos/hosts/tower.nix"');
  });
});
