import fc from "fast-check";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { realSystem } from "../../src/host/real.js";
import { Failure } from "../../src/model/diagnostic.js";
import { digestOf } from "../../src/model/digest.js";
import type { Plan } from "../../src/model/plan.js";
import { decodePlan, encodePlan } from "../../src/plan/codec.js";
import { readPlanFile, writePlanFile } from "../../src/plan/file.js";
import { planJsonSchema } from "../../src/plan/json-schema.js";
import { edit, effect, file, planOf } from "../apply/plans.js";

const pyproject = '[project]\nname = "lab"\n# token = "hunter2"\ndependencies = []\n';
const configuration = "{ imports = [ ./hardware-configuration.nix ]; }\n";

const full: Plan = planOf(
  [
    file("project.flake", null, "# by nixtorch\n{ }\n"),
    file("project.uv_lock", "old\n", "new\n"),
    edit("project.pyproject", pyproject, "[]", '["torch==2.11.0"]'),
    file("project.envrc", "use flake\n", "use flake\n"),
    effect({ type: "intent-to-add", address: "project.flake_lock" }),
    effect({ type: "venv-sync", address: "project.venv", recreate: false, groups: ["dev"], extras: [] }),
    file("system.module", null, "{ }\n", "/etc/nixos/nixtorch.nix"),
    edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", "/etc/nixos/configuration.nix"),
    effect({
      type: "rebuild",
      address: "system.generation",
      method: "flake",
      host: "workstation",
      activation: "switch",
    }),
  ],
  {
    inputs: {
      files: { "pyproject.toml": digestOf(pyproject), "uv.lock": digestOf("old\n"), ".python-version": null },
      tools: { uv: { version: "0.11.2", path: "/usr/bin/uv" } },
    },
    drift: [{ address: "project.flake", key: "digest", base: null, observed: "sha256:…" }],
    systemBaseline: { "system.module": { digest: digestOf("{ }\n") } },
    diagnostics: [
      {
        severity: "warning",
        code: "NT301",
        summary: "A warning",
        detail: "More of it.",
        place: { file: "nixtorch.config.ts", line: 3, column: 5 },
      },
    ],
  },
);

/** The plan as JSON with one thing changed, as somebody with an editor would. */
function tampered(change: (document: any) => void, plan: Plan = full): string {
  const document = JSON.parse(encodePlan(plan));
  change(document);
  return JSON.stringify(document);
}

function failureOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure)
      return error.diagnostics.map((one) => `${one.code} ${one.detail}`).join("\n");
    throw error;
  }
  throw new Error("nothing was refused");
}

function actionOn(document: any, address: string): any {
  return document.actions.find((action: any) => action.address === address);
}

function changeOf(document: any, address: string): any {
  return document.changes.find((change: any) => change.address === address);
}

describe("a plan as JSON", () => {
  it("comes back as it was", () => {
    expect(decodePlan(encodePlan(full), "my.plan")).toEqual(full);
  });

  it("comes back also when it takes an environment away", () => {
    const removed = file("project.flake", "{ }\n", null);
    const plan = planOf(
      [
        {
          change: removed.change,
          actions: [{ type: "untrack", address: "project.flake" }, ...removed.actions],
        },
        effect({ type: "remove-venv", address: "project.venv" }, "delete"),
      ],
      { purpose: "destroy", configDigest: null, resolution: null },
    );
    expect(decodePlan(encodePlan(plan), "my.plan")).toEqual(plan);
  });

  it("comes back with what a person has to decide, and with files that are taken over", () => {
    const adopted = file("project.flake", "mine\n", "{ }\n");
    const asked = file("project.envrc", "mine\n", "mine\n");
    const values = { key: "block", label: "the block", base: "a", observed: "b", desired: null };
    const plan = planOf([
      { ...adopted, change: { ...adopted.change, takesOver: true } },
      { ...asked, change: { ...asked.change, action: "conflict", conflicts: [values] } },
    ]);
    expect(decodePlan(encodePlan(plan), "my.plan")).toEqual(plan);
  });

  it("has the same bytes whatever order its keys were made in", () => {
    const reversed = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, reversed(inner)]),
          )
        : Array.isArray(value)
          ? value.map(reversed)
          : value;
    expect(encodePlan(reversed(full) as Plan)).toBe(encodePlan(full));
    expect(encodePlan(full)).toMatch(/^\{\n {2}"formatVersion": 1,\n[^]*\}\n$/);
  });

  it("has inputs as one object, with the tools beside the files", () => {
    const { inputs } = JSON.parse(encodePlan(full));
    expect(inputs).toEqual({
      tools: { uv: { version: "0.11.2", path: "/usr/bin/uv" } },
      ".python-version": null,
      "pyproject.toml": digestOf(pyproject),
      "uv.lock": digestOf("old\n"),
    });
  });

  it("keeps the digest of a file that is called tools", () => {
    const plan = { ...full, inputs: { files: { tools: digestOf("a script") }, tools: full.inputs.tools } };
    expect(decodePlan(encodePlan(plan), "my.plan").inputs).toEqual(plan.inputs);
  });

  it("says nothing of what is in a partly owned file besides the edit", () => {
    expect(encodePlan(full)).not.toContain("hunter2");
  });

  it("masks the credentials of URLs in what it tells", () => {
    const plan: Plan = {
      ...full,
      changes: full.changes.map((change) => ({
        ...change,
        details: [{ key: "index", before: "https://me:s3cret@pypi.example/simple", after: null }],
      })),
      diagnostics: [
        { severity: "info", code: "NT301", summary: "A URL", detail: "git+https://t0ken@git.example/x" },
      ],
    };
    const text = encodePlan(plan);
    expect(text).toContain("https://***@pypi.example/simple");
    expect(text).not.toMatch(/s3cret|t0ken/);
  });

  it("is not made when it would write credentials", () => {
    const secret = edit("project.pyproject", pyproject, "[]", '["x @ git+https://t0ken@git.example/x"]');
    expect(failureOf(() => encodePlan(planOf([secret])))).toMatch(/^NT480 .*project\.pyproject/);
  });

  it("comes back whatever the texts are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (content, reason) => {
        fc.pre(!/:\/\//.test(content + reason));
        const part = file("project.flake", content === "before" ? null : "before", content);
        const plan = planOf([{ ...part, change: { ...part.change, reason } }]);
        expect(decodePlan(encodePlan(plan), "my.plan")).toEqual(plan);
      }),
    );
  });

  it("is read with keys that are not known here", () => {
    const text = tampered((document) => {
      document.newer = { key: 1 };
      document.changes[0].newer = true;
      document.actions[0].newer = [];
    });
    expect(decodePlan(text, "my.plan")).toEqual(full);
  });
});

describe("a plan file that is refused", () => {
  it("is not JSON", () => {
    expect(failureOf(() => decodePlan("<<<<<<< HEAD", "my.plan"))).toMatch(/^NT481 my\.plan/);
  });

  it("has a newer format, and the message names the nixtorch that wrote it", () => {
    const text = tampered((document) => {
      document.formatVersion = 2;
      document.nixtorchVersion = "3.1.4";
    });
    const message = failureOf(() => decodePlan(text, "my.plan"));
    expect(message).toMatch(/^NT482 /);
    expect(message).toContain("nixtorch 3.1.4");
  });

  it.each<[string, (document: any) => void]>([
    ["a path outside the project", (d) => (changeOf(d, "project.flake").path = "../../.bashrc")],
    ["another file of the project", (d) => (changeOf(d, "project.flake").path = ".git/hooks/pre-commit")],
    ["a module that is no nixtorch.nix", (d) => (changeOf(d, "system.module").path = "/etc/nixos/other.nix")],
    [
      "a module with dots in its path",
      (d) => (changeOf(d, "system.module").path = "/etc/nixos/../nixtorch.nix"),
    ],
    ["an import in no Nix file", (d) => (changeOf(d, "system.import").path = "/etc/passwd")],
    ["a relative system path", (d) => (changeOf(d, "system.import").path = "configuration.nix")],
    ["no path for a system file", (d) => (changeOf(d, "system.import").path = null)],
    ["a control character in a path", (d) => (changeOf(d, "system.import").path = "/etc/a\nb.nix")],
    ["an unknown action", (d) => (actionOn(d, "project.flake").type = "run-command")],
    ["an unknown address", (d) => (actionOn(d, "project.flake").address = "project.bashrc")],
    ["a file written as the venv", (d) => (actionOn(d, "project.flake").address = "project.venv")],
    ["a relative root", (d) => (d.root = "mnt")],
    ["a root with dots", (d) => (d.root = "/mnt/../")],
    ["a digest that is none", (d) => (actionOn(d, "project.flake").after = "sha256:abc")],
    ["content that is not what is announced", (d) => (actionOn(d, "project.flake").content = "evil")],
    ["an action that no change announces", (d) => d.changes.splice(0, 1)],
    [
      "a before that its change does not have",
      (d) => (actionOn(d, "project.uv_lock").before = digestOf("x")),
    ],
    ["an action under a no-op", (d) => (changeOf(d, "project.flake").action = "no-op")],
    ["an action under a conflict", (d) => (changeOf(d, "project.flake").action = "conflict")],
    ["two changes of one address", (d) => d.changes.push(changeOf(d, "project.flake"))],
    ["a summary that hides something", (d) => (d.summary.add = 0)],
    ["a negative span", (d) => (actionOn(d, "project.pyproject").spans[0].start = -1)],
    ["a fractional span", (d) => (actionOn(d, "project.pyproject").spans[0].start = 1.5)],
    ["a span that ends first", (d) => (actionOn(d, "project.pyproject").spans[0].end = 0)],
    [
      "overlapping spans",
      (d) => actionOn(d, "project.pyproject").spans.push(...actionOn(d, "project.pyproject").spans),
    ],
    ["a group that is an option", (d) => (actionOn(d, "project.venv").groups = ["--index-url=http://evil"])],
    ["an extra that is an option", (d) => (actionOn(d, "project.venv").extras = ["-v"])],
    ["a host that is an option", (d) => (actionOn(d, "system.generation").host = "--impure")],
    ["a switch under another root", (d) => (d.root = "/mnt")],
    ["an unknown activation", (d) => (actionOn(d, "system.generation").activation = "test")],
    ["no resolution", (d) => delete d.resolution],
    ["no resolution, and is one to apply", (d) => (d.resolution = null)],
    ["no digest of the config, and is one to apply", (d) => (d.configDigest = null)],
    ["no purpose", (d) => delete d.purpose],
    ["an unknown purpose", (d) => (d.purpose = "upgrade")],
    ["a purpose that does not install packages", (d) => (d.purpose = "destroy")],
    [
      "the environment removed in a plan to apply",
      (d) => d.actions.push({ type: "remove-venv", address: "project.venv" }),
    ],
    [
      "another thing removed as the environment",
      (d) => d.actions.push({ type: "remove-venv", address: "project.flake" }),
    ],
    [
      "a file out of git's index that Nix does not need",
      (d) => d.actions.push({ type: "untrack", address: "project.pyproject" }),
    ],
  ])("has %s", (_name, change) => {
    expect(failureOf(() => decodePlan(tampered(change), "my.plan"))).toMatch(/^NT483 my\.plan/);
  });
});

describe("the file of a plan", () => {
  const system = realSystem();

  function place(): string {
    const directory = mkdtempSync(join(tmpdir(), "nixtorch-plan-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    return join(directory, "my.plan");
  }

  it("is for its owner alone, also over a file that was not", () => {
    const path = place();
    writeFileSync(path, "", { mode: 0o644 });
    writePlanFile(system, path, full);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readPlanFile(system, path)).toEqual(full);
  });

  it.each([0o620, 0o602, 0o666])("is refused with mode %o: others can write it", (mode) => {
    const path = place();
    writePlanFile(system, path, full);
    chmodSync(path, mode);
    expect(failureOf(() => readPlanFile(system, path))).toMatch(/^NT485 .*written by other users/);
  });

  it("is refused through a link as well", () => {
    const path = place();
    writePlanFile(system, path, full);
    chmodSync(path, 0o666);
    symlinkSync(path, `${path}.link`);
    expect(failureOf(() => readPlanFile(system, `${path}.link`))).toMatch(/^NT485 /);
  });

  it("is refused when it belongs to someone else", () => {
    const path = place();
    writePlanFile(system, path, full);
    const someoneElse = { ...system, uid: system.uid + 1 };
    expect(failureOf(() => readPlanFile(someoneElse, path))).toMatch(/^NT485 .*another user/);
  });

  it("is missed when it is not there", () => {
    expect(failureOf(() => readPlanFile(system, place()))).toMatch(/^NT484 .*no such file/);
  });
});

describe("the published schema", () => {
  const published = readFileSync(new URL("../../schema/plan.schema.json", import.meta.url), "utf8");

  it("is the one that plans are read with (else: node scripts/schema.mjs)", () => {
    expect(published).toBe(planJsonSchema());
  });

  it("takes an encoded plan, and one with keys of a later version", () => {
    const schema = z.fromJSONSchema(JSON.parse(published));
    expect(schema.safeParse(JSON.parse(encodePlan(full))).error).toBeUndefined();
    expect(schema.safeParse({ ...JSON.parse(encodePlan(full)), format: "later" }).success).toBe(true);
  });

  it("refuses what is no plan", () => {
    const schema = z.fromJSONSchema(JSON.parse(published));
    expect(schema.safeParse({}).success).toBe(false);
    expect(schema.safeParse(JSON.parse(tampered((d) => (d.actions[0].type = "run-command")))).success).toBe(
      false,
    );
  });
});
