import { describe, expect, it } from "vitest";
import { evaluateShell } from "../../src/stage/evaluate-shell.js";
import { stageFlakeLock } from "../../src/stage/flake-lock.js";
import { requireTools } from "../support/tools.js";
import { leftovers, stub, world, type World } from "./world.js";

const url = stub("26.05");
const flake = (packages: string) => `{
  inputs.nixpkgs.url = "${url}";
  outputs = { self, nixpkgs }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
    devShells.x86_64-linux.default = pkgs.mkShell {
      packages = [ ${packages} ];
    };
  };
}
`;

async function evaluated(here: World, packages: string) {
  const flakeText = flake(packages);
  const lock = await stageFlakeLock(here.context, {
    flakeText,
    existing: null,
    nixpkgsUrl: url,
    update: false,
  });
  if (lock.kind !== "computed") throw new Error(JSON.stringify(lock));
  return evaluateShell(here.context, { flakeText, lockText: lock.content, system: "x86_64-linux" });
}

describe.skipIf(!requireTools("nix"))("evaluating the shell", () => {
  it("gives its derivation, and knows it the second time", async () => {
    const here = world();
    const shell = await evaluated(here, "pkgs.python312");
    expect(shell).toMatchObject({ drvPath: expect.stringMatching(/^\/nix\/store\/.*\.drv$/) });
    expect(leftovers(here)).toEqual([]);
    here.started();
    expect(await evaluated(here, "pkgs.python312")).toEqual(shell);
    expect(here.started()).toEqual([]);
  });

  it("says in a few lines what is wrong, and where in flake.nix", async () => {
    const diagnostics = await evaluated(world(), "pkgs.python399");
    expect(diagnostics).toMatchObject([
      {
        severity: "error",
        code: "NT523",
        address: "project.flake",
        detail: expect.stringMatching(
          /^While evaluating the development shell: attribute 'python399' missing\nDid you mean .*\?$/,
        ),
        place: { file: "flake.nix", line: 5 },
      },
    ]);
  });

  it("tells an unfree package from other trouble", async () => {
    const diagnostics = await evaluated(world(), "pkgs.cudaPackages.cuda_nvcc");
    expect(diagnostics).toMatchObject([{ code: "NT524", detail: expect.stringContaining("cuda_nvcc") }]);
  });
});

it("has nothing to say where there is no Nix", async () => {
  const here = world().with({ env: { PATH: "/nowhere" } });
  const request = { flakeText: "", lockText: "", system: "x86_64-linux" };
  expect(await evaluateShell(here.context, request)).toEqual([]);
});
