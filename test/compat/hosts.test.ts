import { describe, expect, it } from "vitest";
import type { WrittenConfig } from "../../src/config/written.js";
import { resolve } from "../../src/compat/resolve.js";
import { perHostKeys } from "../../src/model/resolution.js";
import { ask, askOn, codesOf, errorsOf, questionOn, valuesOf } from "./ask.js";

/** What a project's committed files follow from. */
function projectPart(answer: ReturnType<typeof ask>) {
  const perHost: readonly string[] = perHostKeys;
  return Object.fromEntries(Object.entries(valuesOf(answer)).filter(([key]) => !perHost.includes(key)));
}

describe("the project's stack", () => {
  const team: WrittenConfig = {
    gpu: "RTX 4090",
    hosts: { old: { release: "24.11" }, new: { release: "26.05" } },
  };

  it("is the same on every machine and on none: the oldest declared driver counts", () => {
    const answers = [ask(team), askOn(team, "old", null), askOn(team, "new", null)];
    expect(projectPart(answers[0]!)).toMatchObject({ wheel: "cu126" });
    for (const answer of answers) expect(projectPart(answer)).toEqual(projectPart(answers[0]!));
  });

  it("has a driver for each machine, of that machine's release", () => {
    expect(askOn(team, "old", null).resolution!.driver!.reason).toContain("NixOS 24.11");
    expect(askOn(team, "new", null).resolution!.driver!.reason).toContain("NixOS 26.05");
  });

  it("minds machines without an entry of their own, which `system` declares", () => {
    const written: WrittenConfig = { ...team, hosts: { new: {} }, system: { release: "24.11" } };
    const answers = [ask(written), askOn(written, "new", "26.05"), askOn(written, null, null)];
    for (const answer of answers) expect(projectPart(answer)).toMatchObject({ wheel: "cu126" });
  });

  it("needs no driver for all cards at once from a `system` that has settings only", () => {
    const written: WrittenConfig = {
      gpu: ["V100", "RTX 5090"],
      system: { nixLd: true },
      hosts: { attic: { gpu: "V100" }, tower: { gpu: "RTX 5090" } },
    };
    expect(codesOf(ask(written))).toEqual([]);
    expect(valuesOf(askOn(written, "attic", "26.05"))).toMatchObject({ driver: "legacy_580" });
  });

  it("is not moved by a release that was only found on a machine", () => {
    const written: WrittenConfig = { gpu: "RTX 4090", system: {} };
    const answer = askOn(written, null, "25.05");
    expect(projectPart(answer)).toEqual(projectPart(ask(written)));
    expect(valuesOf(answer).driver).toBeNull();
    const [error] = errorsOf(answer);
    expect(error).toMatchObject({ code: "NT331", configPath: ["system"] });
    expect(error!.detail).toContain("This machine follows NixOS 25.05");
    expect(error!.detail).toContain("production is 570.195.03");
    expect(error!.detail).toMatch(/cu13\d wheels, which need driver 580/);
    expect(error!.hint).toContain('system: { release: "25.05" }');
    expect(error!.hint).toContain("upgrade this machine to NixOS 26.05");
  });

  it("follows the release once it is declared, as the message says", () => {
    const answer = askOn({ gpu: "RTX 4090", system: { release: "25.05" } }, null, "25.05");
    expect(errorsOf(answer)).toEqual([]);
    expect(valuesOf(answer)).toMatchObject({ wheel: "cu126", driver: "production" });
  });

  it("offers another branch of the machine's release where one suits", () => {
    const written = {
      gpu: "GTX 1080",
      nix: { nixpkgs: "25.11" },
      system: { driver: { branch: "production" } },
    };
    const [error] = errorsOf(askOn(written, null, "26.05"));
    expect(error).toMatchObject({ code: "NT331" });
    expect(error!.detail).toContain('under driver.branch "production"');
    expect(error!.hint).toContain("leave `system.driver.branch` out");
    expect(error!.hint).toContain('system: { driver: { branch: "legacy_580" } }');
    expect(errorsOf(askOn({ ...written, system: {} }, null, "26.05"))).toEqual([]);
  });

  it("is told of a machine that is not declared by release only there", () => {
    const question = questionOn({ gpu: "RTX 4090", hosts: { old: {}, new: {} } }, "old", "24.11");
    expect(codesOf(resolve(question))).toEqual(["NT331"]);
    expect(resolve(question).diagnostics[0]!.detail).toContain("The host old follows NixOS 24.11");
  });
});

describe("the cards of a machine", () => {
  it("must be among those that the project declares", () => {
    const answer = ask({ gpu: "RTX 4090", system: { gpu: "GTX 1080" } });
    expect(answer.resolution).toBeNull();
    expect(answer.diagnostics).toHaveLength(1);
    expect(answer.diagnostics[0]).toMatchObject({ code: "NT332", configPath: ["system", "gpu"] });
    expect(answer.diagnostics[0]!.hint).toContain('gpu: ["RTX 4090", "GTX 1080"]');
    expect(errorsOf(ask({ gpu: ["RTX 4090", "GTX 1080"], system: { gpu: "GTX 1080" } }))).toEqual([]);
  });

  it("are named by host", () => {
    const written = { gpu: "RTX 4090", hosts: { attic: { gpu: "GTX 1080" }, tower: { gpu: "RTX 5090" } } };
    const { diagnostics } = ask(written);
    expect(diagnostics.map((one) => one.detail?.split(" has ")[0])).toEqual([
      "The host attic",
      "The host tower",
    ]);
    for (const one of diagnostics) expect(one.hint).toContain('["RTX 4090", "GTX 1080", "RTX 5090"]');
  });

  it("are covered by any card of the same compute capability", () => {
    expect(codesOf(ask({ gpu: "RTX 3090", system: { gpu: "RTX A6000" } }))).toEqual([]);
    expect(codesOf(ask({ gpu: { computeCapability: "8.6" }, system: { gpu: "RTX A6000" } }))).toEqual([]);
  });
});
