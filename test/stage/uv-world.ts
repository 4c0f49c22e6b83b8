import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { stageUvLock, type UvLockRequest } from "../../src/stage/uv-lock.js";
import { startPackageIndex, type PackageIndex } from "../support/package-index.js";
import { find, requireTools } from "../support/tools.js";
import type { World } from "./world.js";

export let index: PackageIndex;
export let minor: string;

beforeAll(async () => {
  if (!requireTools("uv")) return;
  index = await startPackageIndex([
    { name: "tiny", version: "1.0" },
    { name: "tiny", version: "2.0" },
    { name: "other", version: "1.0", requiresDist: ["tiny"] },
  ]);
  const options = ["python", "find", "--system", "--no-project", "--no-python-downloads", "--show-version"];
  minor = execFileSync(find("uv")!, options, { encoding: "utf8" }).split(".").slice(0, 2).join(".");
});
afterAll(async () => index?.close());

/** A project that gets its packages from the index here. */
export const pyproject = (
  parts: { project?: string; rest?: string; dependencies?: string } = {},
) => `[project]
name = "lab"
${parts.project ?? 'version = "0.1.0"'}
requires-python = ">=${minor}"
dependencies = [${parts.dependencies ?? '"tiny<2"'}]

[[tool.uv.index]]
name = "local"
url = "${index.url}/any"
default = true
${parts.rest ?? ""}`;

export function ask(here: World, pyprojectText: string, more: Partial<UvLockRequest> = {}) {
  return stageUvLock(here.context, {
    project: join(here.directory, "lab"),
    pyprojectText,
    existingLock: null,
    flake: null,
    requiresPython: `>=${minor}`,
    pythonVersion: minor,
    uvSince: { "extra-build-dependencies": "0.8.5", "extra-build-variables": "0.8.6" },
    upgrade: null,
    recorded: {},
    ...more,
  });
}

export async function lockOf(
  here: World,
  pyprojectText: string,
  more: Partial<UvLockRequest> = {},
): Promise<string> {
  const staged = await ask(here, pyprojectText, more);
  if (staged.kind !== "computed") throw new Error(JSON.stringify(staged));
  return staged.content;
}
