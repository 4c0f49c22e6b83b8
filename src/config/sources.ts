import type { Package, PackageSource } from "../model/config.js";
import { quoted } from "./describe.js";
import { didYouMean } from "./nearest.js";
import { pathText, problem, type ConfigPath, type Report } from "./problem.js";
import { checkFilled, readUrl } from "./texts.js";
import type { WrittenGitSource, WrittenPackageObject } from "./written.js";

/** What a package object may refer to. */
export interface PackageContext {
  /** Names of the declared indexes. */
  readonly indexes: readonly string[];
  /** Packages with a source of their own, by name, as they are read from list after list. */
  readonly placed: Map<string, Package>;
  readonly report: Report;
}

const gitKeys = ["rev", "tag", "branch", "subdirectory"] as const;

/** Where a package object takes the package from; `null`: from the default index, or reported. */
export function readSource(
  written: WrittenPackageObject,
  path: ConfigPath,
  context: PackageContext,
): PackageSource | null {
  const { report } = context;
  const sources = (["index", "git", "path", "url"] as const).filter((key) => written[key] !== undefined);
  reportStrayKeys(written, path, context);
  if (sources.length > 1) {
    const keys = sources.map((key) => `\`${key}\``).join(" and ");
    report(
      problem(
        "NT245",
        path,
        `\`${pathText(path)}\` has ${keys}. A package comes from one place.`,
        "Keep one.",
      ),
    );
    return null;
  }
  if (written.git !== undefined) return gitSource(written, path, context);
  if (written.path !== undefined) {
    if (!checkFilled(written.path, [...path, "path"], report)) return null;
    return { kind: "path", path: written.path, editable: written.editable ?? false };
  }
  if (written.url !== undefined) {
    const rule = {
      schemes: ["https:", "http:", "file:"],
      example: "https://files.example/my_kernels-1.0-py3-none-any.whl",
      credentials:
        "uv reads credentials for direct URLs from ~/.netrc, or keeps them:\n\n  uv auth login HOST",
    };
    const url = readUrl(written.url, rule, [...path, "url"], report);
    return url === null ? null : { kind: "url", url };
  }
  return written.index === undefined ? null : indexSource(written.index, [...path, "index"], context);
}

function reportStrayKeys(written: WrittenPackageObject, path: ConfigPath, { report }: PackageContext): void {
  const stray = [
    ...gitKeys.filter((key) => key in written && written.git === undefined).map((key) => [key, "git"]),
    ...("editable" in written && written.path === undefined ? [["editable", "path"]] : []),
  ];
  for (const [key, needed] of stray)
    report(
      problem(
        "NT241",
        [...path, key!],
        `\`${pathText([...path, key!])}\` means nothing without \`${needed}\`.`,
      ),
    );
}

function indexSource(index: string, path: ConfigPath, context: PackageContext): PackageSource | null {
  if (context.indexes.includes(index)) return { kind: "index", index };
  const known = context.indexes.length === 0 ? "none" : context.indexes.join(", ");
  context.report(
    problem(
      "NT238",
      path,
      `There is no index called ${quoted(index)} in \`indexes\`. Declared are: ${known}.`,
      didYouMean(index, context.indexes) ??
        `Declare it:\n\n  indexes: [{ name: ${JSON.stringify(index)}, url: "https://pypi.example/simple" }]`,
    ),
  );
  return null;
}

function gitSource(
  written: WrittenGitSource,
  path: ConfigPath,
  context: PackageContext,
): PackageSource | null {
  const { report } = context;
  const at = [...path, "git"];
  const pins = (["rev", "tag", "branch"] as const).filter((key) => written[key] !== undefined);
  if (pins.length > 1)
    report(
      problem(
        "NT241",
        [...path, pins[1]!],
        `\`${pathText(path)}\` has ${pins.map((key) => `\`${key}\``).join(" and ")}, which each choose a commit.`,
        "Keep one of them.",
      ),
    );
  const text = written.git.trim().replace(/^git\+/, "");
  const shorthand = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(text);
  if (shorthand !== null) {
    const instead = `git: "ssh://${shorthand[1]}/${shorthand[2]}"`;
    report(
      problem(
        "NT226",
        at,
        `${quoted(text)} is git's short form, which uv does not take.`,
        `Write:\n\n  ${instead}`,
      ),
    );
    return null;
  }
  const rule = {
    schemes: ["https:", "http:", "ssh:", "git:", "file:"],
    example: "https://git.example/my-kernels",
    credentials: "Let git ask for them: a credential helper, or an ssh:// address with a key.",
  };
  const git = readUrl(text, rule, at, report);
  if (git === null) return null;
  const extra = gitKeys.flatMap((key) => (written[key] === undefined ? [] : [[key, written[key]]]));
  return { kind: "git", git, ...Object.fromEntries(extra) };
}
