import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/model/digest.js";
import { releaseModule, unplanModule } from "../../../src/resources/nixos-module/index.js";
import { configuration, observed, own, plannedModule } from "./observed.js";

const planned = plannedModule("{ }");
const ours = planned.content ?? "";
const baseline = planned.baseline;
const there = (text: string) => observed({ [configuration]: "{ }", [own]: text }).module;

const mine = { owner: "llm-lab", stateOwner: { kind: "this" }, keep: false } as const;

describe("nixtorch.nix that is taken away", () => {
  it("goes, and each option with it", () => {
    const { change, actions, diagnostics } = unplanModule(there(ours), { baseline, origin: null }, mine);
    expect(change).toMatchObject({ action: "delete", after: null });
    expect(change.details).toContainEqual({ key: "hardware.nvidia.open", before: "true", after: null });
    expect(actions).toEqual([{ type: "remove-file", address: "system.module", before: digestOf(ours) }]);
    expect(diagnostics).toEqual([]);
  });

  it("gives back what stood there before", () => {
    const origin = "{ services.foo.enable = true; }\n";
    const { change, content } = unplanModule(there(ours), { baseline, origin }, mine);
    expect({ action: change.action, content }).toEqual({ action: "update", content: origin });
  });

  it("stays as long as something imports it", () => {
    const kept = unplanModule(there(ours), { baseline, origin: null }, { ...mine, keep: true });
    expect(kept).toMatchObject({ change: { action: "no-op" }, actions: [], baseline });
  });

  it("stays where it was edited since, and is said", () => {
    const edited = ours.replace("open = true", "open = false");
    const { change, diagnostics } = unplanModule(there(edited), { baseline, origin: null }, mine);
    expect(change.action).toBe("no-op");
    expect(diagnostics).toMatchObject([{ code: "NT408" }]);
  });

  it("stays where it is another project's", () => {
    const another = { ...mine, stateOwner: { kind: "another", directory: "/home/ada/vision" } } as const;
    const { change, actions } = unplanModule(there(ours), { baseline, origin: null }, another);
    expect({ action: change.action, actions }).toEqual({ action: "no-op", actions: [] });
  });
});

describe("nixtorch.nix that is handed over", () => {
  it("loses its first line, and no other byte", () => {
    const { change, content, baseline: left } = releaseModule(there(ours), { baseline, origin: null });
    expect(content).toBe(ours.slice(ours.indexOf("\n") + 1));
    expect(change).toMatchObject({ action: "update", details: [{ key: "header", after: null }] });
    expect(left).toEqual({});
  });
});
