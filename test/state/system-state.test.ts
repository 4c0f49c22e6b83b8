import { describe, expect, it } from "vitest";
import { memorySystem } from "../../src/host/memory.js";
import { perHostValues } from "../../src/model/record.js";
import {
  encodeSystemState,
  readSystemState,
  stateOwnerOf,
  systemStatePath,
  type SystemState,
} from "../../src/state/system-state.js";
import { resolution } from "../apply/plans.js";

const state: SystemState = {
  nixtorchVersion: "0.1.0",
  catalogVersion: "2026-11-01",
  owner: "/home/me/lab",
  host: "workstation",
  resolution: perHostValues(resolution),
  baseline: { "system.module": { digest: "sha256:1" } },
};
const directory = "/home/me/.local/state/nixtorch";

describe("the system's own store", () => {
  it("comes back for the root it was written for, and for no other", () => {
    const system = memorySystem({ [systemStatePath(directory, "/mnt")]: encodeSystemState("/mnt", state) });
    expect(readSystemState(system, directory, "/mnt")).toEqual(state);
    expect(readSystemState(system, directory, "/")).toBeNull();
    expect(readSystemState(system, directory, "/srv/mnt")).toBeNull();
  });

  it("holds what belongs to the host, which nixtorch.lock does not", () => {
    expect(state.resolution).toEqual({
      driver: "production",
      openKernelModule: true,
      graphicsOption: "hardware.graphics",
    });
  });

  it.each(["", "{", "null", '{ "formatVersion": 99 }', '{ "formatVersion": 1, "root": "/" }'])(
    "that reads %j is as good as none",
    (text) => {
      expect(
        readSystemState(memorySystem({ [systemStatePath(directory, "/")]: text }), directory, "/"),
      ).toBeNull();
    },
  );
});

describe("the state's owner", () => {
  const system = memorySystem({ "/home/me/lab": { directory: true }, "/lab": { link: "/home/me/lab" } });

  it("is this project, also through a link", () => {
    expect(stateOwnerOf(system, state, "/home/me/lab")).toEqual({ kind: "this" });
    expect(stateOwnerOf(system, state, "/lab")).toEqual({ kind: "this" });
  });

  it("is another one while its directory is there", () => {
    const another = { kind: "another", directory: "/home/me/lab" };
    expect(stateOwnerOf(system, state, "/home/me/vision")).toEqual(another);
    expect(stateOwnerOf(memorySystem({}), state, "/home/me/vision")).toEqual({ kind: "nobody" });
    expect(stateOwnerOf(system, null, "/home/me/lab")).toEqual({ kind: "nobody" });
  });
});
