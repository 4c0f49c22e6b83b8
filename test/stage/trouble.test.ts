import { describe, expect, it } from "vitest";
import { nixLog } from "../../src/stage/nix-log.js";
import { essenceOf, placeInFlake, troubleOf } from "../../src/stage/trouble.js";

const failed = { outcome: "exit", exitCode: 1 } as const;

describe("the essence of a log", () => {
  it("is Nix's last error, without the trace", () => {
    const log = `error:
       … while updating the flake input 'nixpkgs'

       … while fetching the input 'github:NixOS/nixpkgs/nixos-26.05'

       error: unable to download 'https://api.github.com/repos/NixOS/nixpkgs/commits/nixos-26.05': Could not resolve hostname (6)`;
    expect(essenceOf(log)).toMatch(/^unable to download .*\(6\)$/);
    expect(troubleOf(failed, log).kind).toBe("network");
  });

  it("is the message and the hint of an evaluation error, without source text", () => {
    const log = `error:
       … while evaluating derivation 'x'
         whose name attribute is located at /nix/store/aaa-source/pkgs/default.nix:90:19

       error: attribute 'python399' missing
       at /nix/store/bbb-source/flake.nix:3:138:
            2|   inputs.nixpkgs.url = "x";
            3|   outputs = { };
             |             ^
       Did you mean python39?`;
    expect(essenceOf(log)).toBe("attribute 'python399' missing\nDid you mean python39?");
    expect(troubleOf(failed, log).kind).toBe("missing-attribute");
    expect(placeInFlake(log)).toEqual({ line: 3, column: 138 });
  });

  it("is the cause of a failed build, with the last line of the traceback", () => {
    const log = `Using CPython 3.11.7
error: Failed to build \`apex @ git+https://git.example/apex\`
  cause: The build backend returned an error

         [stderr]
         Traceback (most recent call last):
           File "<string>", line 14, in <module>
         ModuleNotFoundError: No module named 'torch'

hint: Build failures usually indicate a problem`;
    expect(essenceOf(log)).toBe(`Failed to build \`apex @ git+https://git.example/apex\`
  cause: The build backend returned an error
hint: Build failures usually indicate a problem
  ModuleNotFoundError: No module named 'torch'`);
    expect(troubleOf(failed, log).kind).toBe("build");
  });

  it("is the end of a log that has no error line, and the exit code of a silent tool", () => {
    expect(essenceOf("one\ntwo\n")).toBe("one\ntwo");
    expect(troubleOf(failed, "")).toEqual({ kind: "other", message: "it ended with exit code 1" });
  });

  it("is never long", () => {
    const log = ["error: x", ...Array.from({ length: 99 }, (_, line) => `cause: ${line}`)].join("\n");
    expect(essenceOf(log).split("\n").length).toBeLessThanOrEqual(12);
  });
});

describe("what a tool's words mean", () => {
  it.each([
    ["error: experimental Nix feature 'flakes' is disabled", "no-flakes"],
    [
      "error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Connection refused",
      "no-nix-store",
    ],
    ["error: writing to file: No space left on device", "full-disk"],
    ["error: unable to download 'https://x.example': HTTP error 403", "denied"],
    ["error: error sending request for url (http://x.example/)", "network"],
    ["error: No interpreter found for Python >=3.20 in search path", "no-python"],
    [
      "error: No solution found when resolving dependencies\n  hint: Packages were unavailable because the network was disabled",
      "offline",
    ],
    ["error: No solution found when resolving dependencies", "no-solution"],
    ["error: something new", "other"],
  ])("%s", (log, kind) => {
    expect(troubleOf(failed, log).kind).toBe(kind);
  });

  it("does not matter for a tool that was stopped", () => {
    expect(troubleOf({ outcome: "timeout", exitCode: null }, "error: unable to download").kind).toBe(
      "timeout",
    );
  });
});

describe("Nix's log", () => {
  it("shows a download at most once a second", () => {
    let now = 0;
    const log = nixLog(() => now);
    const push = (event: object) => log.push(`@nix ${JSON.stringify(event)}`);
    const progress = (done: number) =>
      push({ action: "result", id: 7, type: 105, fields: [done, 2 ** 21, 0, 0] });
    expect(push({ action: "start", id: 7, type: 101, fields: ["https://x.example/a"] })).toBeNull();
    expect(progress(2 ** 20)).toBe("downloading https://x.example/a: 1.0 MiB of 2.0 MiB");
    expect(progress(2 ** 20 + 1)).toBeNull();
    now = 2000;
    expect(progress(2 ** 21)).toBe("downloading https://x.example/a: 2.0 MiB");
    expect(log.downloaded()).toBe(2 ** 21);
  });

  it("keeps what is said in plain text, also by a Nix that writes no JSON", () => {
    const log = nixLog(() => 0);
    log.push('@nix {"action":"msg","level":0,"msg":"\\u001b[31;1merror:\\u001b[0m bad"}');
    log.push('@nix {"action":"msg","level":4,"msg":"chatter"}');
    log.push("@nix {broken");
    log.push("error: worse");
    expect(log.text()).toBe("error: bad\nerror: worse");
  });
});
