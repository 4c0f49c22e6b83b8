import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shapes } from "./shapes.js";
import { handwritten, plan, unplan } from "./world.js";

const own = handwritten.replace("'matplotlib'", "'transformers<4'");
const wanted = { packages: ["transformers>=4.50"] };
const key = "project.dependencies.transformers";

describe("a conflict over a value", () => {
  test("tells both sides, credentials masked", async () => {
    const { change } = await plan(own, wanted);
    expect(change.conflicts).toEqual([
      { key, label: "transformers", base: null, observed: "transformers<4", desired: "transformers>=4.50" },
    ]);
    const secret = own.replace("transformers<4", "transformers @ https://ada:secret@files.example/t.whl");
    const conflicts = (await plan(secret, wanted)).change.conflicts;
    expect(conflicts).toMatchObject([{ observed: "transformers @ https://***@files.example/t.whl" }]);
  });

  test("tells what nixtorch had written, where both have moved on", async () => {
    const { content, baseline } = await plan(handwritten, wanted);
    const edited = content!.replace("transformers>=4.50", "transformers<4");
    const { change } = await plan(edited, { packages: ["transformers>=4.60"] }, baseline);
    expect(change.conflicts).toMatchObject([{ key, base: "transformers>=4.50", observed: "transformers<4" }]);
  });

  test("is decided for that value alone", async () => {
    const both = own.replace("numpy>=1.26", "einops<0.5");
    const more = { packages: ["transformers>=4.50", "einops>=0.8"] };
    const asked = await plan(both, more);
    expect(asked.change.conflicts).toHaveLength(2);
    const half = await plan(both, { ...more, answers: { [key]: "theirs" } });
    expect(half.change.conflicts?.map((one) => one.label)).toEqual(["einops"]);
    const whole = await plan(both, {
      ...more,
      answers: { [key]: "theirs", "project.dependencies.einops": "mine" },
    });
    expect(whole.content).toContain("'transformers>=4.50'");
    expect(whole.content).toContain('"einops<0.5"');
    expect(unplan(whole.content, whole.baseline).content).toBe(both);
  });

  test("for one's own value is quiet as long as the same is wanted", async () => {
    const kept = await plan(own, { ...wanted, answers: { [key]: "mine" } });
    expect(kept.content).toContain("'transformers<4'");
    expect(kept.baseline[`${key}~mine`]).toBe("transformers>=4.50");
    const again = await plan(kept.content, wanted, kept.baseline);
    expect([again.change.action, again.drift, again.diagnostics]).toEqual(["no-op", [], []]);
    expect(again.baseline).toEqual(kept.baseline);

    const moved = await plan(kept.content, { packages: ["transformers>=4.60"] }, kept.baseline);
    expect(moved.change.conflicts).toHaveLength(1);
    const adopted = await plan(kept.content, { ...wanted, adopt: true }, kept.baseline);
    expect(adopted.content).toContain("'transformers>=4.50'");
    const dropped = await plan(kept.content, {}, kept.baseline);
    expect([dropped.content, dropped.baseline[`${key}~mine`]]).toEqual([kept.content, undefined]);
  });

  test("for one's own edit makes it a person's: it stays when nixtorch goes", async () => {
    const { content, baseline } = await plan(handwritten, wanted);
    const edited = content!.replace("transformers>=4.50", "transformers<4");
    const moved = { packages: ["transformers>=4.60"] };
    const kept = await plan(edited, { ...moved, answers: { [key]: "mine" } }, baseline);
    expect([kept.change.action, kept.drift]).toEqual(["no-op", []]);
    const again = await plan(edited, moved, kept.baseline);
    expect([again.change.action, again.drift]).toEqual(["no-op", []]);
    expect(unplan(edited, kept.baseline).content).toContain('"transformers<4"');
  });

  test("that nothing could decide is not asked", async () => {
    const twice = own.replace("numpy>=1.26", "Transformers<5");
    const { change, diagnostics } = await plan(twice, { ...wanted, adopt: true });
    expect([change.action, change.conflicts, diagnostics[0]?.code]).toEqual(["conflict", undefined, "NT454"]);
  });
});

test("every answer settles any file, and taking nixtorch away gives it back", async () => {
  const wants = { packages: ["numpy<1", "einops>=0.8"], indexes: [] };
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.array(fc.constantFrom("mine" as const, "theirs" as const), { minLength: 1 }),
      async (text, drawn) => {
        const asked = await plan(text, wants);
        fc.pre(asked.change.conflicts !== undefined);
        const answers = Object.fromEntries(
          asked.change.conflicts!.map((one, index) => [one.key, drawn[index % drawn.length]!]),
        );
        const decided = await plan(text, { ...wants, answers });
        fc.pre(decided.diagnostics.every(({ severity }) => severity !== "error"));
        const again = await plan(decided.content, wants, decided.baseline);
        expect([again.change.action, again.drift]).toEqual(["no-op", []]);
        expect(again.baseline).toEqual(decided.baseline);
        expect(unplan(decided.content, decided.baseline).content).toBe(text);
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? 60) },
  );
});
