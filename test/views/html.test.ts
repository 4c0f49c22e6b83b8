import { describe, expect, it } from "vitest";
import { planHtml, recordHtml } from "../../src/views/html.js";
import { change, detail, everythingNew, planOf } from "./sample.js";

describe("a plan as a page", () => {
  const page = planHtml(everythingNew());

  it("stands alone: nothing is loaded and nothing runs", () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|\ssrc=|@import|url\(/);
  });

  it("shows the sum, the stack, the changes and the new files", () => {
    expect(page).toContain("Plan: 5 to add, 1 to change, 0 to destroy.");
    expect(page).toContain("<td>torch</td><td><code>2.13.0</code></td>");
    expect(page).toContain('<span class="add">  + project.flake');
    expect(page).toContain("New file <code>flake.nix</code>");
    expect(page).toContain("description = &quot;demo&quot;;");
  });

  it("is one plain sentence and the stack when nothing changes", () => {
    const quiet = planHtml(planOf([change("project.flake")]));
    expect(quiet).toContain("No changes. The environment matches nixtorch.config.ts.");
    expect(quiet).not.toContain("<h2>Project</h2>");
  });

  it("escapes every value", () => {
    const nasty = "</pre><script>alert('1')</script>&\"";
    const content = `# ${nasty}\n`;
    const hostile = planHtml(
      planOf(
        [
          change("project.flake", {
            action: "create",
            path: nasty,
            reason: nasty,
            details: [detail(nasty, null, nasty)],
          }),
        ],
        {
          actions: [
            { type: "write-file", address: "project.flake", before: null, content, after: "sha256:0" },
          ],
          diagnostics: [{ severity: "warning", code: "NT401", summary: nasty, detail: nasty }],
          drift: [{ address: "project.flake", key: nasty, base: nasty, observed: null }],
        },
      ),
    );
    expect(hostile).not.toContain("<script");
    expect(hostile.match(/<\/pre>/g)?.length).toBe(hostile.match(/<pre>/g)?.length);
  });
});

describe("a record as a page", () => {
  it("is escaped text", () => {
    const page = recordHtml({
      nixtorchVersion: "<1>",
      catalogVersion: "1",
      resolution: { torch: "2.13.0" },
      baseline: { "project.flake": { digest: "sha256:0" } },
    });
    expect(page).toContain("nixtorch &lt;1&gt;");
    expect(page).toContain("torch  2.13.0");
  });
});
