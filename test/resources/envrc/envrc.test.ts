import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { planEnvrc } from "../../../src/resources/envrc/index.js";
import { desireOf } from "../../support/desire.js";
import { absent, fileOf } from "../../support/file-state.js";

/** Runs an .envrc as direnv does, with its library replaced by functions that tell what was asked of them. */
function load(envrc: string, nixDirenv: "absent" | "old" | "new") {
  const library = [
    `has() { [ ${nixDirenv} != absent ]; }`,
    `nix_direnv_version() { [ ${nixDirenv} = new ]; }`,
    ...["watch_file", "use", "dotenv_if_exists"].map((name) => `${name}() { echo "${name} $*"; }`),
  ];
  const script = [...library, envrc].join("\n");
  // A bash whose input is a socket may take it for a remote login, and read its start-up files.
  const run = spawnSync("bash", ["-eu", "-c", script], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(run.status).toBe(0);
  return { did: run.stdout.trim().split("\n"), said: run.stderr };
}

const envrc = planEnvrc(absent, desireOf()).content ?? "";

test("it enters the flake, watches what decides it, and lets .env win", () => {
  expect(load(envrc, "new")).toEqual({
    did: ["watch_file nixtorch.config.ts pyproject.toml uv.lock", "use flake", "dotenv_if_exists .env"],
    said: "",
  });
});

test("without nix-direnv, or with an old one, it says so and still works", () => {
  for (const version of ["absent", "old"] as const) {
    const { did, said } = load(envrc, version);
    expect(did).toContain("use flake");
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(said).toContain("programs.direnv.nix-direnv.enable = true");
  }
});

test("what a person has in .envrc stays", () => {
  const planned = planEnvrc(fileOf("export A=1"), desireOf());
  expect(planned.change.action).toBe("update");
  expect(planned.content?.startsWith("export A=1\n")).toBe(true);
});

describe("there is no block", () => {
  test.each([
    ["where direnv is not wanted", desireOf({ shell: { direnv: false } }), "shell.direnv"],
    ["with a flake of one's own", desireOf({ nix: { flake: false } }), "nix.flake"],
  ])("%s", (_name, desire, reason) => {
    const planned = planEnvrc(fileOf("export A=1\n"), desire);
    expect(planned.change.action).toBe("no-op");
    expect(planned.change.reason).toContain(reason);
  });

  test.each(["use flake\n", "\tuse_flake . --impure\r\n"])("where a person has written %j", (own) => {
    const planned = planEnvrc(fileOf(own), desireOf());
    expect(planned.change).toMatchObject({ action: "no-op", reason: ".envrc already says `use flake`" });
  });
});

test("our own block is no statement of the person", () => {
  const first = planEnvrc(absent, desireOf());
  const second = planEnvrc(fileOf(first.content ?? ""), desireOf({ baseline: first.baseline }));
  expect(second.change.action).toBe("no-op");
  expect(second.baseline).toEqual(first.baseline);
  const off = planEnvrc(
    fileOf(first.content ?? ""),
    desireOf({ baseline: first.baseline, shell: { direnv: false } }),
  );
  expect(off.change.action).toBe("delete");
});
