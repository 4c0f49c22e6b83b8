import { describe, expect, it } from "vitest";
import type { WrittenConfig } from "../../../src/config/written.js";
import { loadCatalog, type Catalog } from "../../../src/compat/catalog.js";
import { resolve } from "../../../src/compat/resolve.js";
import { ask, askOn, codesOf, errorsOf, questionOf, valuesOf } from "../ask.js";

type Attributes = Catalog["nixpkgs"]["releases"][number]["drivers"]["attributes"];

/** The catalog with other drivers in NixOS 26.05. */
function withDrivers(change: (attributes: Attributes) => Attributes, withoutOpenModule?: string[]): Catalog {
  const catalog = loadCatalog();
  const { nixpkgs } = catalog;
  const releases = nixpkgs.releases.map((row) =>
    row.release === "26.05"
      ? { ...row, drivers: { ...row.drivers, attributes: change(row.drivers.attributes) } }
      : row,
  );
  const closed = {
    ...nixpkgs.withoutOpenModule,
    value: withoutOpenModule ?? nixpkgs.withoutOpenModule.value,
  };
  return { ...catalog, nixpkgs: { ...nixpkgs, releases, withoutOpenModule: closed } };
}

const on = (branch: string, gpu: WrittenConfig["gpu"]): WrittenConfig => ({
  gpu,
  system: { release: "26.05", driver: { branch } },
});

describe("a driver branch that is another name", () => {
  const renamed = (aliasOf: string) => (attributes: Attributes) => [...attributes, { name: "mine", aliasOf }];

  it("has an open kernel module only if the branch itself has", () => {
    const catalog = withDrivers(renamed("production"), ["production"]);
    const answer = resolve(questionOf(on("mine", "RTX 4090"), { catalog }));
    expect(valuesOf(answer)).toMatchObject({ driver: "mine", openKernelModule: false });
    expect(answer.resolution!.openKernelModule!.reason).toBe("driver branch mine has no open kernel module");
    const blackwell = resolve(questionOf(on("mine", "RTX 5090"), { catalog }));
    expect(errorsOf(blackwell)[0]).toMatchObject({ code: "NT312" });
  });

  it("of unrecorded version is of the branch that the name behind it says", () => {
    const catalog = withDrivers((attributes) =>
      renamed("dc_535")([...attributes, { name: "dc_535", version: null }]),
    );
    const codes = (written: WrittenConfig) => codesOf(resolve(questionOf(written, { catalog })));
    expect(codes({ ...on("mine", "RTX 4090"), cuda: "12.6" })).toEqual(["NT329"]);
    expect(codes({ ...on("mine", "RTX 4090"), cuda: "13.2" })).toEqual(["NT312"]);
    expect(codes(on("mine", "RTX 5090"))).toEqual(["NT312"]);
  });
});

describe("a driver branch that is said to be as new as another", () => {
  it("is too new for cards that the other has left behind", () => {
    for (const branch of ["latest", "bleeding_edge"]) {
      const [error] = errorsOf(ask(on(branch, "GTX 1080")));
      expect(error).toMatchObject({ code: "NT312" });
      const facts = error!.related!.flatMap((one) => (one.facts ?? []).map(({ text }) => text));
      expect(facts).toContain("In NixOS 26.05 that is driver 595.71.05 or newer.");
    }
    expect(codesOf(ask(on("beta", "GTX 1080")))).toEqual(["NT329"]);
  });

  it("is new enough where the other is, so that nothing is to be looked up", () => {
    const answer = ask(on("latest", "RTX 4090"));
    expect(valuesOf(answer)).toMatchObject({ driver: "latest", wheel: "cu132" });
    expect(codesOf(answer)).toEqual([]);
  });

  it("may still be newer than an old card allows, which nobody knows", () => {
    const catalog = withDrivers((attributes) =>
      attributes.map((one) => (one.name === "production" ? { ...one, version: "575.1" } : one)),
    );
    expect(codesOf(resolve(questionOf(on("latest", "GTX 1080"), { catalog })))).toEqual(["NT329"]);
  });
});

describe("a release that was found on the machine", () => {
  it("without the stated branch moves nothing but the driver, as one with a driver that is too old", () => {
    const written: WrittenConfig = { gpu: "RTX 4090", system: { driver: { branch: "new_feature" } } };
    const shared = ask(written);
    const answer = askOn(written, null, "25.11");
    const [error] = errorsOf(answer);
    expect(error).toMatchObject({ code: "NT331" });
    expect(error!.detail).toContain('It has no driver branch "new_feature".');
    expect(valuesOf(answer)).toMatchObject({ torch: valuesOf(shared).torch, driver: null });
  });
});

describe("the first driver of a card", () => {
  it("keeps branch 470 from Ada and Hopper, and not from Ampere", () => {
    const beside = (gpu: string) => ask({ gpu: ["Tesla K80", gpu], nix: { nixpkgs: "25.05" } });
    expect(valuesOf(beside("RTX 3090"))).toMatchObject({ driver: "legacy_470", archList: ["3.7", "8.6"] });
    for (const gpu of ["RTX 4090", "H100"]) expect(errorsOf(beside(gpu))[0]).toMatchObject({ code: "NT312" });
  });
});
