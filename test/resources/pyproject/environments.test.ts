import { describe, expect, test } from "vitest";
import { handwritten, plan, settle, unplan } from "./world.js";
import type { Wanted } from "./world.js";

const linux = "sys_platform == 'linux' and platform_machine == 'x86_64'";
const key = `tool.uv.environments.${linux}`;
const listing = (...markers: string[]) =>
  `${handwritten}\n[tool.uv]\nenvironments = ${JSON.stringify(markers)}\n`;
const theirs = listing("sys_platform == 'darwin'");

async function problemsOf(text: string, wanted: Wanted = {}) {
  const { diagnostics, actions, change } = await plan(text, wanted);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) expect([change.action, actions]).toEqual(["conflict", []]);
  return errors;
}

describe("a list of environments that a person wrote", () => {
  test("without an entry for a chosen system is a conflict at the list", async () => {
    const [error, ...others] = await problemsOf(theirs);
    expect(others).toEqual([]);
    const line = theirs.split("\n").findIndex((one) => one.startsWith("environments")) + 1;
    expect(error).toMatchObject({ code: "NT445", place: { file: "pyproject.toml", line } });
    expect(error!.detail).toBe(
      `pyproject.toml:${line} has tool.uv.environments, and no entry holds for Python 3.12 on x86_64-linux, ` +
        "which comes from the chosen systems: uv locks nothing for it, and refuses to sync there.",
    );
    expect(error!.hint).toContain(`    "${linux}"\n`);
    expect(error!.hint).toContain("    nixtorch apply --adopt --target project.pyproject");
  });

  test("is asked about for each system it leaves out", async () => {
    const text = listing(linux, "sys_platform == 'darwin'");
    const systems = ["x86_64-linux", "aarch64-linux"];
    const errors = await problemsOf(text, { systems });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.detail).toContain("on aarch64-linux,");
    expect(errors[0]!.detail).toContain("nixtorch.config.ts (nix.systems)");
    expect(await problemsOf(theirs, { systems })).toHaveLength(2);
  });

  test.each([
    ["the kernel", "sys_platform == 'linux'"],
    ["another name of it", "platform_system == 'Linux'"],
    ["a later patch release", "sys_platform == 'linux' and python_full_version >= '3.12.4'"],
    ["a kernel's release", "platform_release >= '6'"],
    ["what cannot be read", "bogus"],
  ])("that covers the system stays as it is: by %s", async (_, marker) => {
    const text = listing("sys_platform == 'darwin'", marker);
    const { content, first } = await settle(text);
    expect(content).toContain(JSON.stringify(["sys_platform == 'darwin'", marker]));
    expect(Object.keys(first.baseline).filter((one) => one.startsWith("tool.uv.environments"))).toEqual([]);
  });

  test("without entries leaves out nothing", async () => {
    expect((await settle(listing())).content).toContain("environments = []\n");
  });

  test("takes the marker in where the person agrees, and gives it back", async () => {
    const adopted = await settle(theirs, { adopt: true });
    expect(adopted.content).toContain(`environments = ["sys_platform == 'darwin'", "${linux}"]\n`);
    expect(unplan(adopted.content, adopted.first.baseline).content).toBe(theirs);
    const asked = await plan(theirs);
    expect(asked.change.conflicts).toEqual([
      {
        key,
        label: "tool.uv.environments",
        base: null,
        observed: "sys_platform == 'darwin'",
        desired: linux,
      },
    ]);
    const answered = await plan(theirs, { answers: { [key]: "theirs" } });
    expect(answered.content).toBe(adopted.content);
  });

  test("does not take in what a wider entry says already, once a marker in it is nixtorch's", async () => {
    const systems = ["x86_64-linux", "aarch64-linux"];
    const { content } = await settle(listing("platform_machine == 'x86_64'"), { systems, adopt: true });
    expect(content).toContain(
      `["platform_machine == 'x86_64'", "sys_platform == 'linux' and platform_machine == 'aarch64'"]\n`,
    );
  });

  test("stays without it where the person wants that", async () => {
    const kept = await plan(theirs, { answers: { [key]: "mine" } });
    expect(kept.content).toContain(`environments = ["sys_platform == 'darwin'"]\n`);
    expect(kept.baseline[`${key}~mine`]).toBe(linux);
    const again = await plan(kept.content, {}, kept.baseline);
    expect([again.change.action, again.diagnostics, again.baseline]).toEqual(["no-op", [], kept.baseline]);
  });

  test("is the person's to widen where uv would refuse the marker beside an entry", async () => {
    const narrow = "sys_platform == 'linux' and python_version < '3.12'";
    const { change, diagnostics } = await plan(listing(narrow), { adopt: true });
    expect([change.action, change.conflicts ?? []]).toEqual(["conflict", []]);
    expect(diagnostics).toMatchObject([{ code: "NT445" }]);
    expect(diagnostics[0]!.hint).toContain(`\`${narrow}\``);
  });
});
