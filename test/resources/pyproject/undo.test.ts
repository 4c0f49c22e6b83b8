import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Baseline } from "../../../src/resources/resource.js";
import { shapes } from "./shapes.js";
import { plan, recipe, unplan } from "./world.js";
import type { Wanted } from "./world.js";

type Lists = Readonly<Record<string, readonly string[]>>;

const house = { name: "house", url: "https://pypi.example/simple", explicit: true, default: false };

/** `--adopt` throughout, so that there is much to put back. */
const wants: fc.Arbitrary<Wanted> = fc.record({
  torch: fc.constantFrom("2.14.1", "2.15.0"),
  wheel: fc.constantFrom("cu126", "cu130"),
  packages: fc.subarray(["einops>=0.8", "flash-attn", "numpy<1", "timm>=1; sys_platform == 'linux'", "tqdm"]),
  groups: fc.constantFrom<Lists>({}, { dev: ["ipython"] }, { lint: ["ruff", "mypy>=1"], dev: ["pytest>=8"] }),
  extras: fc.constantFrom<Lists>({}, { serve: ["fastapi"] }),
  indexes: fc.constantFrom([], [house]),
  systems: fc.constantFrom(["x86_64-linux"], ["x86_64-linux", "aarch64-linux"]),
  recipes: fc.subarray([
    recipe("flash-attn", { env: { MAX_JOBS: "4" }, metadata: { version: "1", requiresDist: [] } }),
    recipe("tqdm", { mode: "no-build-isolation" }),
  ]),
  adopt: fc.constant(true),
});

/** Editors go on with the line endings that are there. */
function lastEnding(text: string): string {
  return /\r?\n(?![^]*\n)/.exec(text)?.[0] ?? "\n";
}

/** What a person may do elsewhere in the file meanwhile. */
const edits = fc.subarray([
  (text: string) => text.replace(/^\uFEFF?/, (mark) => `${mark}# mine, later\n`),
  (text: string) => text + "\n\n[tool.mine-later]\nx = 1\n".replaceAll("\n", lastEnding(text)),
  (text: string) => text.replace("'lab' # mine", "'lab' # mine and yours"),
]);

/** Applies one config after the other; `null` if one of them is refused. */
async function applied(text: string | null, configs: readonly Wanted[]) {
  let [present, baseline]: [string | null, Baseline] = [text, {}];
  for (const wanted of configs) {
    const contribution = await plan(present, wanted, baseline);
    if (contribution.change.action === "conflict") return null;
    [present, baseline] = [contribution.content, contribution.baseline];
    const again = await plan(present, { ...wanted, adopt: false }, baseline);
    expect([again.change.action, again.drift]).toEqual(["no-op", []]);
    expect(again.baseline).toEqual(baseline);
  }
  return { text: present!, baseline };
}

function comments(text: string): number {
  return text.split("# mine").length - 1;
}

describe("taking nixtorch away again", () => {
  test("gives back every byte of any file, also where a person edited elsewhere meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.array(wants, { minLength: 1, maxLength: 3 }),
        edits,
        async (text, configs, meanwhile) => {
          const result = await applied(text, configs);
          fc.pre(result !== null);
          expect(comments(result.text)).toEqual(comments(text));
          const edited = (one: string) => meanwhile.reduce((present, edit) => edit(present), one);
          const { content, change } = unplan(edited(result.text), result.baseline);
          expect(change.action).not.toBe("conflict");
          expect(content).toBe(edited(text));
          expect(unplan(content, {}).change.action).toBe("no-op");
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 150) },
    );
  });
});
