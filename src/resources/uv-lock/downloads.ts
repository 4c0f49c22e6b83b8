import type { Need } from "../../model/plan.js";
import type { LockedPackage } from "./lock-text.js";

/** For which machine and Python wheels are chosen. */
export interface Platform {
  /** A Nix system, such as "x86_64-linux". */
  readonly nixSystem: string;
  /** A minor, such as "3.12". */
  readonly python: string;
}

interface Distribution {
  readonly file: string;
  /** Bytes; `null`: the index does not say. */
  readonly size: number | null;
}

/** What it takes to get these packages here: wheels to download, and what has none and must be built. */
export function distributionNeeds(packages: readonly LockedPackage[], platform: Platform): readonly Need[] {
  const chosen = packages.flatMap(({ name, version, text }) => {
    const wheels = distributionsIn(arrayOf(text, "wheels"));
    const wheel = bestWheel(wheels, platform);
    if (wheel !== null) return [{ label: `${name} ${version}`, size: wheel.size, built: false }];
    const [sdist] = distributionsIn(/^sdist = (.*)$/m.exec(text)?.[1] ?? "");
    if (sdist !== undefined) return [{ label: `${name} ${version}`, size: sdist.size, built: true }];
    // Neither for this machine (a Windows package), or a source that is no file (git, a directory).
    return /^source = \{ git = /m.test(text)
      ? [{ label: `${name} ${version}`, size: null, built: true }]
      : [];
  });
  const built = chosen.filter((one) => one.built).map((one) => one.label);
  return [
    ...(chosen.length === 0 ? [] : [downloadNeed(chosen.map((one) => one.size))]),
    ...(built.length === 0 ? [] : [{ kind: "build" as const, detail: `${built.join(", ")} from source` }]),
  ];
}

function downloadNeed(sizes: readonly (number | null)[]): Need {
  const known = sizes.filter((size) => size !== null);
  const packages = `${sizes.length} ${sizes.length === 1 ? "package" : "packages"}`;
  if (known.length === 0) return { kind: "download", detail: `${packages}; the index tells no sizes` };
  const unknown = sizes.length - known.length;
  return {
    kind: "download",
    detail: unknown === 0 ? packages : `${packages}, and ${unknown} of them of unknown size`,
    bytes: known.reduce((sum, size) => sum + size, 0),
  };
}

function arrayOf(text: string, key: string): string {
  return new RegExp(`^${key} = \\[([\\s\\S]*?)^\\]`, "m").exec(text)?.[1] ?? "";
}

function distributionsIn(text: string): Distribution[] {
  return [...text.matchAll(/\{ (?:url|path|filename) = "([^"]+)"([^}]*)\}/g)].map(
    ([, location = "", rest = ""]) => {
      const size = /\bsize = (\d+)/.exec(rest)?.[1];
      const file = decodeURIComponent(location.split(/[?#]/)[0]!.split("/").at(-1)!);
      return { file, size: size === undefined ? null : Number(size) };
    },
  );
}

/** The wheel an installer would take: the most specific of those that run here. */
export function bestWheel(wheels: readonly Distribution[], platform: Platform): Distribution | null {
  const ranked = wheels
    .map((wheel) => ({ wheel, rank: wheelRank(wheel.file, platform) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  return ranked[0]?.wheel ?? null;
}

/** 0: does not run there. Tags: `name-version(-build)?-python-abi-platform.whl` (PyPA, binary distribution format). */
function wheelRank(file: string, { nixSystem, python }: Platform): number {
  const parts = file.replace(/\.whl$/, "").split("-");
  const [interpreters, abis, platforms] = parts.slice(-3).map((part) => part.split("."));
  if (parts.length < 5 || !interpreters || !abis || !platforms) return 0;
  const own = `cp${python.replace(".", "")}`;
  const platformRank = platforms.includes("any")
    ? 1
    : platforms.some((tag) => runsOn(tag, nixSystem))
      ? 2
      : 0;
  if (platformRank === 0) return 0;
  if (interpreters.includes(own) && (abis.includes(own) || abis.includes("none"))) return 20 + platformRank;
  if (abis.includes("abi3") && interpreters.some((tag) => olderOrSame(tag, python))) return 10 + platformRank;
  const pure = interpreters.some(
    (tag) => tag === "py3" || (tag.startsWith("py") && olderOrSame(tag, python)),
  );
  return pure && abis.includes("none") ? platformRank : 0;
}

function olderOrSame(interpreter: string, python: string): boolean {
  const minor = /^(?:cp|py)3(\d+)$/.exec(interpreter)?.[1];
  return minor !== undefined && Number(minor) <= Number(python.split(".")[1]);
}

function runsOn(platform: string, nixSystem: string): boolean {
  const [cpu = "", os] = nixSystem.split("-");
  if (os === "linux") return new RegExp(`^(?:linux|manylinux\\w*)_${cpu}$`).test(platform);
  const mac = cpu === "aarch64" ? "arm64|universal2" : `${cpu}|universal2`;
  return new RegExp(`^macosx_\\d+_\\d+_(?:${mac})$`).test(platform);
}
