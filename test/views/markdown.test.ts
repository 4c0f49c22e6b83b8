import { describe, expect, it } from "vitest";
import { codeSpan, escapeMarkdown, planMarkdown, recordMarkdown } from "../../src/views/markdown.js";
import { change, choice, detail, everythingNew, planOf, resolution } from "./sample.js";

describe("a plan as Markdown", () => {
  it("is a comment for a pull request", () => {
    expect(planMarkdown(everythingNew())).toMatchInlineSnapshot(`
      "### nixtorch plan

      **Plan: 5 to add, 1 to change, 0 to destroy.**

      This needs sudo, a reboot, downloads of 2.5 GiB.

      #### Project

      \`\`\`diff
      + project.flake      flake.nix
            # there is no flake.nix yet
      +     nixpkgs     26.05
      +     shell.hook
      +         echo one
      +         echo two

      + project.uv_lock    uv.lock
      +     torch  2.13.0+cu126
      +     numpy  2.3.0
            downloads 2.5 GiB: 24 packages

      + project.envrc      .envrc
      \`\`\`

      #### On this machine

      \`\`\`diff
      + project.venv       .venv
            (known after apply: no nix on PATH)

      + system.module      /etc/nixos/nixtorch.nix
      +     hardware.nvidia.package  legacy_580
            needs sudo: writes /etc/nixos

      ~ system.generation
            (known after apply: nixos-rebuild builds it)
            needs sudo: nixos-rebuild switch
            needs a reboot: another driver branch
      \`\`\`

      <details><summary>Stack</summary>

      | Choice | Value | Reason |
      | --- | --- | --- |
      | torch | \`2.13.0\` | the newest release with cu126 wheels |
      | wheel | \`cu126\` | runs on the declared GTX 1080 Ti |
      | index | \`https://download.pytorch.org/whl/cu126\` | PyTorch's own index |
      | cuda | \`12.6\` | the wheel's CUDA |
      | python | \`3.12\` | as declared |
      | nixpkgs | \`26.05\` | as declared |
      | systems | \`x86_64-linux\` | the usual kind of machine |
      | driver | \`legacy_580\` | the last branch for Pascal |
      | openKernelModule | \`no\` | the open module needs Turing or newer |
      | graphicsOption | \`hardware.graphics\` | since 24.11 |
      | toolkit | \`cudaPackages_12_6\` | same minor as the wheel |
      | toolkitComponents | \`cuda_nvcc, cuda_cudart, cuda_cccl, libcublas, libcusparse\` | all it has |
      | hostCompiler | \`gcc14\` | the newest nvcc 12.6 accepts |
      | archList | \`6.1\` | the declared GPU |

      </details>

      <details><summary>New file <code>flake.nix</code></summary>

      \`\`\`
      {
        description = "demo";
      }
      \`\`\`

      </details>
      "
    `);
  });

  it("shows diagnostics, drift and conflicts", () => {
    const plan = planOf([change("project.flake", { action: "conflict", path: "flake.nix" })], {
      drift: [{ address: "project.flake", key: "bytes", base: "a", observed: "b" }],
      diagnostics: [{ severity: "error", code: "NT401", summary: "Not ours", address: "project.flake" }],
    });
    const text = planMarkdown(plan);
    expect(text).toContain("error NT401: Not ours (project.flake)");
    expect(text).toContain("#### Changed outside nixtorch since the last apply");
    expect(text).toContain("\n! project.flake  flake.nix\n");
    expect(text).toContain("1 conflict: nothing can be applied");
  });

  it("is short when nothing changes", () => {
    expect(planMarkdown(planOf([change("project.flake")]))).toBe(
      "### nixtorch plan\n\n**No changes. The environment matches nixtorch.config.ts.**\n",
    );
  });

  it("cannot be left by a value: fences, tables, mentions, references, markup", () => {
    const plan = planOf(
      [
        change("project.flake", {
          action: "update",
          path: "f`l|ake<img src=x>",
          details: [detail("hook", null, "```\n</details><img src=x>\n@everyone"), detail("b", null, "````")],
        }),
      ],
      {
        actions: [
          {
            type: "write-file",
            address: "project.flake",
            before: null,
            content: "```\n<b>",
            after: "sha256:0",
          },
        ],
        resolution: {
          ...resolution,
          torch: choice("2.0|`x`", "see #12, @octocat <b>|</b> [x](javascript:1)"),
        },
      },
    );
    const text = planMarkdown(plan);
    const opening = /^(`+)diff$/m.exec(text)?.[1] as string;
    expect(opening.length).toBe(5);
    const outside = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "");
    expect(outside).not.toMatch(/<img|@octocat|#12|<b>|[^\\]\]\(/);
    const torchRow = text.split("\n").find((line) => line.startsWith("| torch |")) as string;
    expect(torchRow.replace(/\\\|/g, "").split("|")).toHaveLength(5);
  });

  it("escapes what has a meaning in Markdown", () => {
    expect(escapeMarkdown("*a* _b_ `c` <d> & #1 @e | ~f~ [g]")).toBe(
      "\\*a\\* \\_b\\_ \\`c\\` &lt;d&gt; &amp; &#35;1 &#64;e \\| \\~f\\~ \\[g\\]",
    );
    expect(codeSpan("a`b")).toBe("``a`b``");
    expect(codeSpan("`a")).toBe("`` `a ``");
  });
});

describe("a record as Markdown", () => {
  it("says that nothing was applied yet", () => {
    expect(recordMarkdown(null)).toContain("Nothing was applied here yet");
  });
});
