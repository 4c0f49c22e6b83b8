import { describe, expect, it } from "vitest";
import { pythonRange } from "../../../src/compat/stack/python-range.js";

const minors = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];
const admitted = (specifier: string) => minors.filter(pythonRange(specifier).admits);

describe("requires-python", () => {
  it("admits a minor if it admits any patch of it", () => {
    expect(admitted(">=3.12,<3.13")).toEqual(["3.12"]);
    expect(admitted(">=3.12.4,<3.14")).toEqual(["3.12", "3.13"]);
    expect(admitted("==3.11.7")).toEqual(["3.11"]);
    expect(admitted("===3.11.7")).toEqual(["3.11"]);
    expect(admitted(">3.12")).toEqual(["3.12", "3.13", "3.14"]);
    expect(admitted("<=3.9")).toEqual(["3.8", "3.9"]);
    expect(admitted("~=3.12")).toEqual(["3.12", "3.13", "3.14"]);
    expect(admitted(">=3.10,!=3.11.*")).toEqual(["3.10", "3.12", "3.13", "3.14"]);
    expect(admitted("")).toEqual(minors);
  });

  it("has a lowest minor, below those that any torch supports as well", () => {
    expect(pythonRange(">=3.6").lowest).toBe("3.6");
    expect(pythonRange(">=3.12").lowest).toBe("3.12");
    expect(pythonRange("").lowest).toBe("2.7");
    expect(pythonRange("<3.12,>3.13").lowest).toBeNull();
  });
});
