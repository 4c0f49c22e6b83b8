import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { renderFlake } from "../../../src/resources/flake/index.js";
import { desireOf } from "../../support/desire.js";
import { requireTools } from "../../support/tools.js";
import { variants } from "./variants.js";

describe.each(Object.entries(variants))("%s", (name, options) => {
  const text = renderFlake(desireOf(options));

  test("reads as reviewed", async () => {
    await expect(text).toMatchFileSnapshot(`../../fixtures/flake/${name}.nix`);
  });

  test.skipIf(!requireTools("nixfmt"))("is laid out as nixfmt would", () => {
    expect(execFileSync("nixfmt", ["-"], { input: text, encoding: "utf8", stdio: "pipe" })).toBe(text);
  });
});

test("the release decides the branch, and a URL of the config beats it", () => {
  const url = (text: string) => /inputs\.nixpkgs\.url = "(.*)";/.exec(text)?.[1];
  expect(url(renderFlake(desireOf({ release: "26.05" })))).toBe("github:NixOS/nixpkgs/nixos-26.05");
  expect(url(renderFlake(desireOf({ release: "unstable" })))).toBe("github:NixOS/nixpkgs/nixos-unstable");
  const own = { nixpkgs: { release: "26.05", url: "path:/srv/nixpkgs?dir=a" } };
  expect(url(renderFlake(desireOf({ nix: own })))).toBe("path:/srv/nixpkgs?dir=a");
});

test("a CPU-only shell has nothing of CUDA, of unfree licences or of the driver", () => {
  expect(renderFlake(desireOf({ cuda: null, nix: { caches: [] } }))).not.toMatch(
    /cuda|unfree|driver|triton|nvcc|nixConfig/i,
  );
});

test("the text does not depend on the order in which variables were written", () => {
  const one = renderFlake(desireOf({ shell: { env: { A: "1", B: "2" } } }));
  expect(renderFlake(desireOf({ shell: { env: { B: "2", A: "1" } } }))).toBe(one);
});
