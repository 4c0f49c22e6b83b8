import { normalizeName } from "../lang/python/name.js";
import { parseVersion } from "../lang/python/version.js";
import type { BuildException, Config } from "../model/config.js";
import { describe, quoted } from "./describe.js";
import { readEnvironment } from "./environment.js";
import { pathText, problem, writeInstead, type ConfigPath, type Report } from "./problem.js";
import { readRequirements } from "./requirements.js";
import { checkName } from "./texts.js";
import { entriesOf } from "./value.js";
import type { WrittenBuildException, WrittenBuildIsolation } from "./written.js";

export function readBuilds(
  written: WrittenBuildIsolation,
  path: ConfigPath,
  report: Report,
): Config["buildIsolation"] {
  const exceptions = new Map<string, BuildException>();
  for (const [name, exception] of entriesOf(written.exceptions)) {
    const place = [...path, "exceptions", name];
    const normal = normalizeName(name);
    if (!checkName("package", name, place, report)) continue;
    if (exceptions.has(normal))
      report(
        problem("NT231", place, `\`${pathText(place)}\` is another spelling of \`${normal}\`, said before.`),
      );
    exceptions.set(normal, readException(exception, place, report));
  }
  return {
    exceptions: Object.fromEntries(exceptions),
    jobs: readJobs(written.jobs, [...path, "jobs"], report),
  };
}

function readException(written: WrittenBuildException, path: ConfigPath, report: Report): BuildException {
  const { needs = ["torch"], env, requires, version } = written;
  return {
    needs: readRequirements(needs, [...path, "needs"], report),
    env: readEnvironment(env, "build", [...path, "env"], report),
    requires: requires === undefined ? null : readRequirements(requires, [...path, "requires"], report),
    version: version === undefined ? null : readRelease(version, [...path, "version"], report),
  };
}

function readRelease(text: string, path: ConfigPath, report: Report): string | null {
  if (parseVersion(text) !== null) return text.trim();
  const detail = `\`${pathText(path)}\` is ${quoted(text)}, which is not a version of a Python package.`;
  report(problem("NT223", path, detail, writeInstead('version: "1.2.0"')));
  return null;
}

function readJobs(jobs: number | undefined, path: ConfigPath, report: Report): number | null {
  if (jobs === undefined) return null;
  if (Number.isSafeInteger(jobs) && jobs >= 1) return jobs;
  const detail = `\`${pathText(path)}\` is ${describe(jobs)}. It must be a whole number from 1.`;
  report(
    problem("NT239", path, detail, "Leave the key out to decide by free memory, when the build starts."),
  );
  return null;
}
