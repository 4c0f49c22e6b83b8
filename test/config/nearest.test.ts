import { describe, expect, it } from "vitest";
import { nearest } from "../../src/config/nearest.js";

describe("the nearest word", () => {
  it.each([
    ["verison", "version"],
    ["Torch", "torch"],
    ["pakages", "packages"],
    ["gpus", "gpu"],
    ["buildisolation", "buildIsolation"],
    ["hostss", "hosts"],
    ["dependencies", null],
    ["xyz", null],
  ])("to %s is %s", (word, expected) => {
    const known = ["version", "torch", "packages", "gpu", "buildIsolation", "hosts"];
    expect(nearest(word, known)).toBe(expected);
  });
});
