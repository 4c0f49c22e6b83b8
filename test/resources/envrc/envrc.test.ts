import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { planEnvrc, releaseEnvrc, unplanEnvrc } from "../../../src/resources/envrc/index.js";
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
    expect(planned.diagnostics.map(({ code }) => code)).toEqual(own.includes("\r") ? ["NT461"] : []);
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

describe("a file with Windows line endings", () => {
  const own = "# mine\r\nexport A=1\r\n";
  const planned = planEnvrc(fileOf(own), desireOf());

  test("keeps the person's lines, and what is written works", () => {
    expect(planned.content?.startsWith(own)).toBe(true);
    expect(load(planned.content ?? "", "new").did).toContain("use flake");
  });

  test("is warned about, with the way to convert it, until it is converted", () => {
    expect(planned.diagnostics).toMatchObject([
      { severity: "warning", code: "NT461", place: { file: ".envrc" } },
    ]);
    expect(planned.diagnostics[0]?.detail).toContain(
      "1 of your lines in .envrc end in CR LF, such as `export A=1`",
    );
    const [command] = /sed .*\.envrc/.exec(planned.diagnostics[0]?.hint ?? "") ?? [];
    const run = spawnSync("bash", ["-c", (command ?? "").replace(" -i", "").replace(" .envrc", "")], {
      input: planned.content ?? "",
      encoding: "utf8",
    });
    const after = planEnvrc(fileOf(run.stdout), desireOf({ baseline: planned.baseline }));
    expect(after).toMatchObject({ change: { action: "no-op" }, diagnostics: [], drift: [] });
    const removed = unplanEnvrc(fileOf(run.stdout), { baseline: planned.baseline, origin: null });
    expect(removed.content).toBe(own.replaceAll("\r\n", "\n"));
  });

  test("also where git turned ours into one", () => {
    const crlf = fileOf(envrc.replaceAll("\n", "\r\n"));
    const { baseline } = planEnvrc(absent, desireOf());
    const mended = planEnvrc(crlf, desireOf({ baseline }));
    expect(mended).toMatchObject({ content: envrc, drift: [{ detail: "line endings" }], diagnostics: [] });
  });

  test("is no matter where direnv is not used", () => {
    expect(planEnvrc(fileOf(own), desireOf({ shell: { direnv: false } })).diagnostics).toEqual([]);
  });
});

test("an indented block works, and is left where a person put it", () => {
  const { baseline } = planEnvrc(absent, desireOf());
  const indented = `if true; then\n${envrc.replaceAll(/^(?=.)/gm, "  ")}fi\n`;
  expect(planEnvrc(fileOf(indented), desireOf({ baseline })).change.action).toBe("no-op");
  expect(load(indented, "new").did).toContain("use flake");
});

test("taken out, it leaves what was there; ejected, it leaves its lines", () => {
  const planned = planEnvrc(fileOf("export A=1"), desireOf());
  const removal = { baseline: planned.baseline, origin: "export A=1" };
  expect(unplanEnvrc(fileOf(planned.content ?? ""), removal).content).toBe("export A=1");
  const released = releaseEnvrc(fileOf(planned.content ?? ""), removal).content ?? "";
  expect(released).not.toContain("nixtorch >>>");
  expect(load(released, "new").did).toContain("use flake");
});
