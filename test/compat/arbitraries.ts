import fc from "fast-check";
import { byHand } from "./ask.js";

/** A card of each kind that drivers and wheels tell apart. */
export const someCards = [
  "Tesla K80",
  "GTX 970",
  "GTX 1080",
  "V100",
  "T4",
  "A100",
  "RTX 3090",
  "RTX 4090",
  "H100",
  "B200",
  "B300",
  "RTX 5090",
  "GB10",
  "Jetson AGX Orin",
];

/** One of the values, or often enough none. */
export const maybe = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

export const someSystems = maybe([["aarch64-linux"], ["x86_64-linux", "aarch64-linux"]]);

/** What a person may have written in pyproject.toml. */
export const someStatements = fc.uniqueArray(
  fc.constantFrom(
    byHand("torch", ">=2.5", 5),
    byHand("torch", "<2.12", 6),
    byHand("torchvision", ">=0.20", 7),
    byHand("requires-python", ">=3.9", 3),
    byHand("requires-python", ">=3.11,<3.14", 4),
  ),
  { maxLength: 2 },
);
