import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assignments } from "../../src/lang/nix/assignments.js";
import { checkSystem } from "../../src/stage/evaluate-system-check.js";
import { evaluateSystem } from "../../src/stage/evaluate-system.js";
import { machineDesire, machineNames } from "../resources/nixos-module/machines.js";
import { requireTools } from "../support/tools.js";
import { questionAbout, systemWorld } from "./system-world.js";

const golden = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/nixos/golden/${name}.nix`, import.meta.url)), "utf8");

/** What is unfree in the driver, as any machine may need it. */
const unfree = [
  "nvidia-x11",
  "nvidia-kernel-modules",
  "nvidia-dc",
  "fabricmanager",
  "nvidia-settings",
  "nvidia-persistenced",
];

describe.skipIf(!requireTools("nix"))("a module that nixtorch writes", () => {
  it.each(machineNames)("says for %s the same to the module system as to a reader", async (name) => {
    const text = golden(name);
    const { release, resolution, system } = machineDesire(name);
    const here = systemWorld({ "etc/nixos/configuration.nix": text }, release);
    const read = assignments(text);
    const answer = await evaluateSystem(
      here.context,
      questionAbout(here.root, {
        release,
        options: read.map(({ option }) => option),
        drivers: resolution.driver === null ? [] : [resolution.driver.value],
        packages: system.nixLd.libraries,
        unfree,
      }),
    );
    if (answer.kind !== "evaluated") throw new Error(answer.reason.detail);
    expect(read.length).toBeGreaterThan(1);
    for (const { option, value, elements, source, priority } of read) {
      const evaluated = answer.options[option];
      const [said] = evaluated?.definitions.filter(({ file }) => file.endsWith("configuration.nix")) ?? [];
      expect([option, evaluated?.priority]).toEqual([option, priority]);
      if (elements !== null) expect(said?.elements).toEqual(expect.arrayContaining([...elements]));
      else if (value !== undefined) expect([option, said?.value]).toEqual([option, value]);
      else expect([option, said?.source]).toEqual([option, source.replace(/\s+/g, " ")]);
    }
  });

  it.each(machineNames)("is accepted for %s by NixOS", async (name) => {
    const { release } = machineDesire(name);
    const here = systemWorld({ "etc/nixos/configuration.nix": '{ networking.hostName = "box"; }' }, release);
    const asked = await evaluateSystem(here.context, questionAbout(here.root, { release }));
    if (asked.kind !== "evaluated") throw new Error(asked.reason.detail);
    const check = await checkSystem(here.context, asked.source, questionAbout(here.root, { release }), {
      text: golden(name),
      shownAs: "/etc/nixos/nixtorch.nix",
    });
    expect(check).toEqual({
      drvPath: expect.stringMatching(/-nixos-system-box\.drv$/),
      warnings: [],
      options: {},
      diagnostics: [],
    });
  });
});
