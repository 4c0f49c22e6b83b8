import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { planShellFile, renderShellFile, shellFile } from "../../../src/resources/shell-file/index.js";
import { renderFlake } from "../../../src/resources/flake/index.js";
import { desireOf, type DesireOptions } from "../../support/desire.js";
import { absent, fileOf } from "../../support/file-state.js";
import { enterShell, flakeDirectory } from "../../support/nix-shell.js";
import { requireTools } from "../../support/tools.js";

const nix = requireTools("nix");
const own = { nix: { flake: false } } satisfies DesireOptions;

/** The flake of a person who followed the hint. */
function handWritten(hint: string): string {
  const line = /devShells\..*;/.exec(hint)?.[0] ?? "";
  return `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  outputs = { nixpkgs, ... }: {
    ${line}
  };
}
`;
}

describe("the shell for a flake of one's own", () => {
  test("is written, with the line to add", () => {
    const { change, diagnostics, content } = planShellFile(absent, desireOf(own), "{ }");
    expect(change).toMatchObject({ address: "project.shell", action: "create", path: "nixtorch-shell.nix" });
    expect(content).toBe(renderShellFile(desireOf(own)));
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "NT460", place: { file: "flake.nix" } }]);
    expect(diagnostics[0]?.hint).toContain(
      'devShells.x86_64-linux.default = import ./nixtorch-shell.nix { inherit nixpkgs; system = "x86_64-linux"; };',
    );
  });

  test("needs no more words once the flake imports it", () => {
    const flake = handWritten(`devShells.x86_64-linux.default = import ./${shellFile} { };`);
    expect(planShellFile(absent, desireOf(own), flake).diagnostics).toEqual([]);
  });

  test("reads as reviewed", async () => {
    const options = { ...own, shell: { env: { HF_HOME: "./.hf" } } };
    await expect(renderShellFile(desireOf(options))).toMatchFileSnapshot(
      "../../fixtures/flake/nixtorch-shell.nix",
    );
  });

  test.skipIf(!requireTools("nixfmt"))("is laid out as nixfmt would", () => {
    for (const cuda of ["13.0", null]) {
      const text = renderShellFile(desireOf({ ...own, cuda }));
      expect(execFileSync("nixfmt", ["-"], { input: text, encoding: "utf8", stdio: "pipe" })).toBe(text);
    }
  });

  test("goes when the flake becomes nixtorch's", () => {
    const before = planShellFile(absent, desireOf(own), null);
    const after = planShellFile(fileOf(before.content ?? ""), desireOf({ baseline: before.baseline }), null);
    expect(after.change.action).toBe("delete");
    expect(planShellFile(absent, desireOf(), null)).toMatchObject({
      change: { action: "no-op" },
      diagnostics: [],
    });
  });

  test.skipIf(!nix)("is entered through the hinted line, and is the shell that our own flake makes", () => {
    const options = { ...own, shell: { env: { HF_HOME: "./.hf" } } };
    const planned = planShellFile(absent, desireOf(options), null);
    const files = { [shellFile]: planned.content ?? "" };
    const directory = flakeDirectory({
      ...files,
      "flake.nix": handWritten(planned.diagnostics[0]?.hint ?? ""),
    });
    const env = enterShell(directory);
    expect(env["HF_HOME"]).toBe(`${directory}/.hf`);

    const ours = enterShell(flakeDirectory({ "flake.nix": renderFlake(desireOf({ shell: options.shell })) }));
    const decisive = /CUDA|^NIX_LD|LD_LIBRARY|TRITON|^UV_|^C(C|XX)$|EXTRA|^PATH$/;
    const facts = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => decisive.test(name)));
    expect(facts(env)).toEqual(facts(ours));
    expect(Object.keys(facts(env)).length).toBeGreaterThan(12);
  });
});
