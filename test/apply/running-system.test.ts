import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/executor.js";
import type { ApplyOptions } from "../../src/apply/types.js";
import { memorySystem, type MemoryOptions } from "../../src/host/memory.js";
import type { System } from "../../src/host/system.js";
import { Failure } from "../../src/model/diagnostic.js";
import { owedKey } from "../../src/model/record.js";
import { encodeSystemState, readSystemState, systemStatePath } from "../../src/state/system-state.js";
import { edit, effect, file, planOf } from "./plans.js";

const configuration = "{ imports = [ ./hardware-configuration.nix ]; }\n";
const module = "# by nixtorch\n{ }\n";
const state = "/home/me/.local/state/nixtorch";
const project = "/home/me/lab";

const rebuild = effect({
  type: "rebuild",
  address: "system.generation",
  method: "channel",
  host: null,
  activation: "switch",
});
const parts = [
  file("system.module", null, module, "/etc/nixos/nixtorch.nix"),
  edit("system.import", configuration, "[ ", "[ ./nixtorch.nix ", "/etc/nixos/configuration.nix"),
  rebuild,
];

type Run = NonNullable<MemoryOptions["run"]>;

/** A machine of a user who may write /etc/nixos; `onSwitch` is the privileged process, which is asked for once. */
function machine(
  onSwitch: Run = () => ({}),
  files: Record<string, string> = {},
  options: MemoryOptions = {},
) {
  return memorySystem(
    {
      "/etc/hostname": "workstation\n",
      "/etc/nixos/configuration.nix": configuration,
      "/run/current-system/sw/bin/nixos-rebuild": "",
      [`${project}/nixtorch.config.ts`]: "",
      ...files,
    },
    {
      programs: { sudo: "/run/wrappers/bin/sudo" },
      run: (command) => (command.args.includes("true") ? {} : onSwitch(command)),
      ...options,
    },
  );
}

function apply(system: System, options: Partial<ApplyOptions> = {}, plan = planOf(parts)) {
  return applyPlan(system, plan, {
    project,
    root: "/",
    stateDirectory: state,
    lockTimeoutMs: 0,
    interactive: false,
    onEvent: () => {},
    ...options,
  });
}

const isOwed = (system: System) =>
  readSystemState(system, state, "/")?.baseline["system.generation"]?.[owedKey] !== undefined;

describe("a request to stop while the system switches", () => {
  it("does not undo the files that the system was built with", async () => {
    const stop = new AbortController();
    const system = machine(() => {
      stop.abort();
      return {};
    });
    const outcome = await apply(system, { signal: stop.signal });
    expect(outcome).toMatchObject({ status: "applied", diagnostics: [{ code: "NT568" }] });
    expect(system.files()["/etc/nixos/nixtorch.nix"]).toBe(module);
    expect(system.files()["/etc/nixos/configuration.nix"]).toContain("./nixtorch.nix");
    expect(isOwed(system)).toBe(false);
  });

  it("undoes them if the switch did not succeed", async () => {
    const stop = new AbortController();
    const system = machine(() => {
      stop.abort();
      return { outcome: "exit", exitCode: 14 };
    });
    expect((await apply(system, { signal: stop.signal })).status).toBe("interrupted");
    expect(system.files()["/etc/nixos/nixtorch.nix"]).toBeUndefined();
    expect(system.files()["/etc/nixos/configuration.nix"]).toBe(configuration);
  });
});

describe("a system that has switched", () => {
  it("keeps its files also if that cannot be noted", async () => {
    const inner = machine();
    let switched = false;
    const system: System = {
      ...inner,
      run: (command) => {
        switched ||= !command.args.includes("true");
        return inner.run(command);
      },
      replaceFile: (path, ...rest) => {
        if (switched && path.endsWith("journal.jsonl")) {
          throw new Failure({ severity: "error", code: "NT510", summary: "The disk is full" });
        }
        inner.replaceFile(path, ...rest);
      },
    };
    const outcome = await apply(system);
    expect(outcome).toMatchObject({
      status: "applied",
      diagnostics: [{ code: "NT510", severity: "warning" }],
    });
    expect(inner.files()["/etc/nixos/nixtorch.nix"]).toBe(module);
  });

  it("keeps its files also when whoever listens fails afterwards", async () => {
    const system = machine();
    const onEvent: ApplyOptions["onEvent"] = (event) => {
      if (event.type === "done" && event.action === "rebuild") throw new TypeError("a bug");
    };
    await expect(apply(system, { onEvent })).rejects.toThrow("a bug");
    expect(system.files()["/etc/nixos/nixtorch.nix"]).toBe(module);
  });
});

describe("the rebuild that changed files ask for", () => {
  it("is noted as owed before they are touched, and not after it", async () => {
    const seen: boolean[] = [];
    const system = machine(() => {
      seen.push(isOwed(system));
      return {};
    });
    const baseline = { "system.generation": { module: "sha256:1" } };
    await apply(system, {}, planOf(parts, { systemBaseline: baseline }));
    expect(seen).toEqual([true]);
    expect(readSystemState(system, state, "/")?.baseline).toEqual(baseline);
  });

  it("stays owed if the process ends in between", async () => {
    const system = machine(() => {
      throw new Error("the power is cut");
    });
    const cut: System = { ...system, removeFile: () => {}, replaceFile: keepAfter(system) };
    await expect(apply(cut)).rejects.toThrow("the power is cut");
    expect(system.files()["/etc/nixos/nixtorch.nix"]).toBe(module);
    expect(isOwed(system)).toBe(true);
  });

  it("is not owed when the files are as before", async () => {
    const failing = machine(() => ({ outcome: "exit", exitCode: 13 }));
    expect((await apply(failing)).status).toBe("failed");
    expect(readSystemState(failing, state, "/")).toBeNull();

    const before = encodeSystemState("/", {
      nixtorchVersion: "0.1.0",
      catalogVersion: "1",
      owner: project,
      host: null,
      resolution: {},
      baseline: { "system.module": { digest: "sha256:1" } },
    });
    const path = systemStatePath(state, "/");
    const again = machine(() => ({ outcome: "exit", exitCode: 13 }), { [path]: before });
    await apply(again);
    expect(again.files()[path]).toBe(before);
  });
});

/** Lets nothing be put back: whatever is undone would have to write. */
function keepAfter(system: System): System["replaceFile"] {
  return (path, bytes, options) => {
    if (Buffer.from(bytes).toString() !== configuration) system.replaceFile(path, bytes, options);
  };
}

describe("the system's owner", () => {
  const ownedBy = (owner: string) => ({
    [systemStatePath(state, "/")]: encodeSystemState("/", {
      nixtorchVersion: "0.1.0",
      catalogVersion: "1",
      owner,
      host: null,
      resolution: {},
      baseline: {},
    }),
    "/home/me/vision/nixtorch.config.ts": "",
  });
  const ownerAfter = async (owner: string, plan = planOf(parts)) => {
    const system = machine(undefined, ownedBy(owner));
    expect((await apply(system, {}, plan)).status).toBe("applied");
    return readSystemState(system, state, "/")?.owner;
  };

  it("is whoever wrote the module", async () => {
    expect(await ownerAfter("/home/me/vision")).toBe(project);
  });

  it("stays another project, whose module does the same, after a mere rebuild", async () => {
    const same = planOf([file("system.module", module, module, "/etc/nixos/nixtorch.nix"), rebuild]);
    expect(await ownerAfter("/home/me/vision", same)).toBe("/home/me/vision");
    expect(await ownerAfter("/home/me/gone", same)).toBe(project);
  });
});

describe("files that this user cannot replace as they are", () => {
  it("go through the privileged step", async () => {
    const system = machine(undefined, {}, { readOnly: ["/etc/nixos"] });
    expect((await apply(system)).diagnostics.map((one) => one.code)).not.toContain("NT405");
    const payload = system.commands.at(-1)?.stdin ?? "";
    expect(payload.match(/^file /gm)).toHaveLength(2);
  });
});

describe("the privilege to change the system", () => {
  it("is not asked for where there is no sudo, and a terminal is no advice then", async () => {
    const system = machine(undefined, {}, { programs: {} });
    const outcome = await apply(system, { interactive: true });
    expect(outcome).toMatchObject({ status: "refused", diagnostics: [{ code: "NT555" }] });
    expect(outcome.diagnostics[0]?.hint).not.toContain("terminal");
    expect(outcome.diagnostics[0]?.hint).toContain("/run/wrappers/bin");
  });

  it("was given, and the activation ended with errors: it may run all the same", async () => {
    const system = machine(() => ({ outcome: "exit", exitCode: 14 }));
    const outcome = await apply(system);
    expect(outcome.diagnostics[0]).toMatchObject({
      code: "NT558",
      summary: "The new system was built, and its activation ended with errors",
    });
    expect(outcome.diagnostics[0]?.hint).toContain("may be the running system");
  });
});
