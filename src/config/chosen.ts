import { problem, type ConfigPath, type Report } from "./problem.js";

/** Packages that follow from the stack, and the key that decides about each. */
const chosen: Readonly<Record<string, string>> = {
  torch: 'Its version is the key `torch`:\n\n  torch: "2.11"',
  torchvision: "It goes with torch:\n\n  torch: { vision: true }",
  torchaudio: "It goes with torch:\n\n  torch: { audio: true }",
  triton:
    "It comes with torch, in the version that torch was built with. To depend on it yourself:\n\n  torch: { triton: true }",
  "pytorch-triton":
    "It comes with torch, in the version that torch was built with. To depend on it yourself:\n\n  torch: { triton: true }",
  pytorch: 'PyTorch is called torch on package indexes, and has a key of its own:\n\n  torch: "2.11"',
  python: 'The version of Python is the key `project.python`:\n\n  project: { python: "3.12" }',
};

/** Whether a package is one that nixtorch chooses by itself, after reporting it. */
export function refuseChosenPackage(name: string, path: ConfigPath, report: Report): boolean {
  if (!Object.hasOwn(chosen, name)) return false;
  report(
    problem(
      "NT230",
      path,
      `\`${name}\` must fit the GPU, the CUDA version and the driver, so it is not listed among the packages.`,
      chosen[name],
    ),
  );
  return true;
}
