import { describe, expect, it } from "vitest";
import { checkSystem } from "../../src/stage/evaluate-system-check.js";
import { findSystemSource } from "../../src/stage/evaluate-system-source.js";
import { requireTools } from "../support/tools.js";
import { pathWith } from "./world.js";
import { questionAbout, systemWorld, type SystemWorld } from "./system-world.js";

const shownAs = "/etc/nixos/nixtorch.nix";

/** What NixOS says of our module beside a person's configuration, and how often it was asked. */
async function judged(
  person: string,
  module: string,
  world?: (here: SystemWorld) => SystemWorld["context"],
  options: readonly string[] = [],
) {
  const here = systemWorld({ "etc/nixos/configuration.nix": person, "etc/nixos/nixtorch.nix": "{ broken" });
  const question = questionAbout(here.root, { options });
  const source = findSystemSource(here.context.system, question.configuration);
  if (typeof source === "string") throw new Error(source);
  const check = () => checkSystem(world?.(here) ?? here.context, source, question, { text: module, shownAs });
  here.started();
  const result = await check();
  const evaluations = here.started().filter((command) => command.includes(" eval ")).length;
  return { ...result, evaluations, check, here };
}

const driver = `nixpkgs.config.allowUnfree = true; services.xserver.videoDrivers = [ "nvidia" ];`;

describe.skipIf(!requireTools("nix"))("judging our module before it is written", () => {
  it("gives the system that a rebuild would build, and asks only once for it", async () => {
    const { drvPath, diagnostics, evaluations, check, here } = await judged(
      '{ networking.hostName = "box"; }',
      `{ ${driver} hardware.nvidia.open = true; }`,
    );
    expect(diagnostics).toEqual([]);
    expect(drvPath).toMatch(/^\/nix\/store\/.*-nixos-system-box\.drv$/);
    expect(evaluations).toBe(1);
    expect((await check()).drvPath).toBe(drvPath);
    expect(here.started()).toEqual([]);
  });

  it("tells who sets the options with our module in place, where a condition hangs on it", async () => {
    const { options } = await judged(
      "{ config, lib, ... }: { hardware.nvidia.open = lib.mkIf config.hardware.graphics.enable (lib.mkForce false); }",
      `{ ${driver} hardware.graphics.enable = true; hardware.nvidia.open = true; }`,
      undefined,
      ["hardware.nvidia.open", "hardware.graphics.enable"],
    );
    expect(options).toMatchObject({
      "hardware.nvidia.open": {
        priority: 50,
        definitions: [{ file: "/etc/nixos/configuration.nix", value: false }],
      },
      "hardware.graphics.enable": { priority: 100, definitions: [{ file: shownAs, value: true }] },
    });
  });

  it("is an error when the two clash, with both places", async () => {
    const { diagnostics, drvPath } = await judged(
      '{ hardware.nvidia = builtins.listToAttrs [ { name = "open"; value = false; } ]; }',
      `{ ${driver} hardware.nvidia.open = true; }`,
    );
    expect(drvPath).toBeNull();
    expect(diagnostics).toMatchObject([{ severity: "error", code: "NT438" }]);
    expect(diagnostics[0]?.detail).toMatch(
      /conflicting definition values:\n- In `\/etc\/nixos\/nixtorch\.nix': true\n- In `.*configuration\.nix': false/,
    );
  });

  it("is an error when an assertion holds only without it", async () => {
    const { diagnostics } = await judged(
      `{ ${driver} hardware.nvidia.open = true; }`,
      "{ hardware.nvidia.datacenter.enable = true; }",
    );
    expect(diagnostics).toMatchObject([
      { code: "NT438", detail: expect.stringContaining("- You cannot configure both X11 and Data Center") },
    ]);
  });

  it("leaves a person's own failure to the person: by assertion, and by error", async () => {
    const own = await judged(
      '{ assertions = [ { assertion = false; message = "no root file system"; } ]; }',
      "{ }",
    );
    expect(own.diagnostics).toMatchObject([
      { severity: "warning", code: "NT439", detail: expect.stringContaining("no root file system") },
    ]);
    const stray = await judged('{ netwroking.hostName = "box"; }', "{ }");
    expect(stray.diagnostics).toMatchObject([
      { severity: "warning", code: "NT439", detail: expect.stringContaining("`netwroking' does not exist") },
    ]);
  });

  it("tells both apart where both are there", async () => {
    const { diagnostics } = await judged(
      `{ ${driver} assertions = [ { assertion = false; message = "mine"; } ]; hardware.nvidia.open = true; }`,
      "{ hardware.nvidia.datacenter.enable = true; }",
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["NT438", "NT439"]);
    expect(diagnostics[0]?.detail).not.toContain("mine");
  });

  it("has nothing to say where our module mends what is wrong without it", async () => {
    const { diagnostics, drvPath } = await judged(`{ ${driver} }`, "{ hardware.nvidia.open = true; }");
    expect(diagnostics).toEqual([]);
    expect(drvPath).not.toBeNull();
  });

  it("passes on the warnings that are ours", async () => {
    const { warnings, diagnostics } = await judged(
      '{ warnings = [ "theirs" ]; }',
      "{ hardware.opengl.enable = true; }",
    );
    expect(diagnostics).toEqual([]);
    expect(warnings).toEqual([
      "The option `hardware.opengl.enable' defined in `/etc/nixos/nixtorch.nix' has been renamed to `hardware.graphics.enable'.",
    ]);
  });

  it("says that nothing was checked when Nix cannot be asked any more", async () => {
    const { diagnostics } = await judged(
      "{ }",
      "{ }",
      (here) =>
        here.with({
          env: {
            PATH: pathWith(here.directory, { nix: "echo 'error: No space left on device' >&2; exit 1" }),
          },
        }).context,
    );
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "NT437",
        detail: expect.stringContaining("was not checked: the disk is full"),
      },
    ]);
  });
});
