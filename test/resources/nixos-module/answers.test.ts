import { describe, expect, it } from "vitest";
import { assignments } from "../../../src/lang/nix/assignments.js";
import { configuration, own, plannedModule, type ObservedOptions } from "./observed.js";

const open = "hardware.nvidia.open";
const person = "{ ... }: {\n  hardware.nvidia.open = false;\n}";

function after(text: string, options: ObservedOptions) {
  const first = plannedModule(text, options);
  const baseline = first.baseline;
  const files = { [configuration]: text, ...(first.content !== null && { [own]: first.content }) };
  return { first, again: (more: ObservedOptions = {}) => plannedModule(files, { baseline, ...more }) };
}

const said = (content: string | null, option: string) =>
  assignments(content ?? "{ }").find((one) => one.option === option);

describe("an option that the person's configuration sets otherwise", () => {
  it("is a question with both values", () => {
    const { change } = plannedModule(person);
    expect(change).toMatchObject({
      action: "conflict",
      conflicts: [{ key: open, label: open, base: null, observed: "false", desired: "true" }],
    });
  });

  it("answered with mine is left out, and stays so without a word", () => {
    const { first, again } = after(person, { answers: { [open]: "mine" } });
    expect(first.change.action).toBe("create");
    expect(first.diagnostics).toEqual([]);
    expect(said(first.content, open)).toBeUndefined();
    const { change, diagnostics, drift, baseline } = again();
    expect({ action: change.action, conflicts: change.conflicts, diagnostics, drift }).toEqual({
      action: "no-op",
      conflicts: undefined,
      diagnostics: [],
      drift: [],
    });
    expect(baseline).toEqual(first.baseline);
  });

  it("is asked anew when something else is wanted", () => {
    const text = '{ hardware.nvidia.branch = "beta"; }';
    const { again } = after(text, { answers: { "hardware.nvidia.package": "mine" } });
    expect(again().change.action).toBe("no-op");
    expect(again({ driver: "legacy_580" }).change).toMatchObject({
      action: "conflict",
      conflicts: [{ key: "hardware.nvidia.package", observed: expect.stringContaining("beta") }],
    });
  });

  it("answered with theirs is written with mkForce, says over what, and stays so", () => {
    const { first, again } = after(person, { answers: { [open]: "theirs" } });
    expect(first.content).toContain("open = lib.mkForce true;");
    expect(first.content).toMatch(/^\{ config, lib, \.\.\. \}:$/m);
    expect(first.change.details).toContainEqual({
      key: open,
      before: null,
      after: "lib.mkForce true",
      reason: "chosen over `false` in /etc/nixos/configuration.nix:2",
    });
    const { change, diagnostics } = again();
    expect({ action: change.action, diagnostics }).toEqual({ action: "no-op", diagnostics: [] });
  });

  it("answered with theirs counts even where the person has forced theirs", () => {
    const forced = "{ lib, ... }: { hardware.nvidia.open = lib.mkForce false; }";
    const { first, again } = after(forced, { answers: { [open]: "theirs" } });
    expect(said(first.content, open)).toMatchObject({ value: true, priority: 49 });
    expect(again().change.action).toBe("no-op");
  });

  it("as a list is joined with one that is forced, and takes over the words of a text", () => {
    const drivers = "services.xserver.videoDrivers";
    const list = after('{ lib, ... }: { services.xserver.videoDrivers = lib.mkForce [ "amdgpu" ]; }', {
      answers: { [drivers]: "theirs" },
    });
    expect(list.first.content).toContain('videoDrivers = lib.mkForce [ "nvidia" ];');
    expect(list.again().change.action).toBe("no-op");

    const features = "nix.settings.experimental-features";
    const text = after('{ nix.settings.experimental-features = "nix-command ca-derivations"; }', {
      answers: { [features]: "theirs" },
    });
    expect(said(text.first.content, features)?.value).toEqual(["nix-command", "ca-derivations", "flakes"]);
    expect(text.again().change.action).toBe("no-op");
  });

  it("is no question any more when the person gives way, and leaves no memory", () => {
    const { first } = after(person, { answers: { [open]: "theirs" } });
    const now = plannedModule(
      { [configuration]: "{ }", [own]: first.content ?? "" },
      { baseline: first.baseline },
    );
    expect(said(now.content, open)).toMatchObject({ value: true, modifiers: [] });
    expect(Object.keys(now.baseline)).toEqual(["digest"]);
  });

  it("takes an answer of now before that of an earlier apply", () => {
    const { again } = after(person, { answers: { [open]: "mine" } });
    const { content, baseline } = again({ answers: { [open]: "theirs" } });
    expect(content).toContain("open = lib.mkForce true;");
    expect(Object.keys(baseline)).toEqual(["digest", `${open}~theirs`]);
  });
});
