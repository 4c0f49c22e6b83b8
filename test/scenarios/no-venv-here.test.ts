import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { nixSystemOf } from "../../src/host/read.js";
import { createProject } from "../support/project.js";

const here = nixSystemOf(process.arch, process.platform);
const elsewhere = here === "x86_64-linux" ? "aarch64-linux" : "x86_64-linux";
const flake = { "flake.nix": "{ outputs = _: { }; }\n" };

it.each<[string, string, Record<string, string>, string, boolean?]>([
  [
    "another kind of machine",
    `nix: { systems: ["${elsewhere}"] }`,
    {},
    `nix: { systems: ["${elsewhere}", "${here}"] }`,
  ],
  ["a flake in conflict", "", flake, "Settle that first"],
  ["no flake of their own yet", "nix: { flake: false }", {}, "Write one that imports nixtorch-shell.nix"],
  ["one that git does not know", "nix: { flake: false }", flake, "git add --intent-to-add flake.nix", true],
  ["no Nix", "", {}, "Where Nix is, this makes it"],
])("a venv that is not managed because of %s comes with what to do about that", async (what, ...given) => {
  const [more, files, hint, git = false] = given;
  const config = `import { defineConfig } from "nixtorch";\nexport default defineConfig({ gpu: "none", ${more} });\n`;
  const project = createProject({ "nixtorch.config.ts": config, ...files }, { git });
  const bin = join(dirname(project.directory), "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "nix"), "#!/bin/sh\nexit 1\n");
  if (what !== "no Nix") chmodSync(join(bin, "nix"), 0o755);
  project.env.PATH = `${bin}:/usr/bin:/bin`;
  const { stderr } = await project.nixtorch("plan", "--target", "project.venv");
  expect(stderr).toContain("NT471");
  expect(stderr).toContain(hint);
});
