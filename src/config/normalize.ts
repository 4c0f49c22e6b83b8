import { normalizeName } from "../lang/python/name.js";
import type { Config, Package, PackageIndex } from "../model/config.js";
import { readAttributes } from "./attributes.js";
import { readBuilds } from "./builds.js";
import { readEnvironment, readHook } from "./environment.js";
import { readGpus } from "./gpus.js";
import { readCaches, readNixpkgs, readSystems } from "./nixpkgs.js";
import { readPackages } from "./packages.js";
import { pathText, problem, type Report } from "./problem.js";
import type { PackageContext } from "./sources.js";
import { readStated, readVersionKey } from "./stated.js";
import { readSystem } from "./systems.js";
import { checkName, readUrl } from "./texts.js";
import { entriesOf, itemsOf } from "./value.js";
import type {
  WrittenConfig,
  WrittenIndex,
  WrittenPackage,
  WrittenTorch,
  WrittenUnchecked,
} from "./written.js";

const uvCredentials = "uv reads credentials from ~/.netrc, or keeps them:\n\n  uv auth login HOST";

/**
 * The config with defaults and in normal form; whatever cannot be brought into it is reported.
 *
 * `indexNames` are the names that packages may refer to.
 */
export function normalize(written: WrittenConfig, indexNames: readonly string[], report: Report): Config {
  const { nix = {}, shell = {}, policy = {} } = written;
  const versions = {
    cuda: readVersionKey("cuda", written.cuda, ["cuda"], report),
    torch: readVersionKey("torch", written.torch, ["torch"], report),
    python: readStated("python", written.project?.python, ["project", "python"], report),
  };
  const context = { indexes: indexNames, placed: new Map(), report };
  const python = nix.python ?? (shell.libraryMode === "nix-ld" ? "uv" : "nixpkgs");
  return {
    project: readProject(written.project ?? {}, versions.python.version, report),
    gpu: written.gpu === undefined ? [] : readGpus(written.gpu, ["gpu"], report),
    cuda: versions.cuda.version,
    torch: readTorch(written.torch, versions.torch.version, report),
    unchecked: {
      cuda: versions.cuda.unchecked,
      torch: versions.torch.unchecked,
      python: versions.python.unchecked,
    },
    packages: readPackages(written.packages, ["packages"], context),
    groups: readNamedLists("group", written.groups, context),
    extras: readNamedLists("extra", written.extras, context),
    indexes: readIndexes(written.indexes, report),
    buildIsolation: readBuilds(written.buildIsolation ?? {}, ["buildIsolation"], report),
    nix: {
      nixpkgs: readNixpkgs(nix.nixpkgs, ["nix", "nixpkgs"], report),
      systems: readSystems(nix.systems, ["nix", "systems"], report),
      packages: readAttributes(nix.packages, ["nix", "packages"], report),
      libraries: readAttributes(nix.libraries, ["nix", "libraries"], report),
      caches: readCaches(nix.caches, ["nix", "caches"], report),
      python,
      flake: nix.flake ?? true,
    },
    shell: {
      env: readEnvironment(shell.env, "shell", ["shell", "env"], report),
      hook: readHook(shell.hook, ["shell", "hook"], report),
      direnv: shell.direnv ?? true,
      libraryMode: shell.libraryMode ?? (python === "uv" ? "nix-ld" : "export"),
    },
    system: written.system === undefined ? null : readSystem(written.system, ["system"], report),
    hosts: readHosts(written.hosts, report),
    policy: {
      allowReboot: policy.allowReboot ?? true,
      neverDestroy: [...new Set(itemsOf(policy.neverDestroy).map(([, address]) => address))].sort(),
    },
  };
}

function readProject(
  written: NonNullable<WrittenConfig["project"]>,
  python: string | null,
  report: Report,
): Config["project"] {
  const { name, description } = written;
  const named = name !== undefined && checkName("project", name, ["project", "name"], report);
  if (description !== undefined && /[\r\n]/.test(description))
    report(
      problem(
        "NT232",
        ["project", "description"],
        "`project.description` has several lines; it must be one.",
      ),
    );
  return {
    name: named ? name : null,
    python,
    description: description === undefined || description.trim() === "" ? null : description.trim(),
    package: written.package ?? null,
  };
}

function readTorch(written: WrittenConfig["torch"], version: string | null, report: Report): Config["torch"] {
  const torch: Partial<WrittenTorch & WrittenUnchecked> = typeof written === "object" ? written : {};
  const mirror = {
    schemes: ["https:", "http:", "file:"],
    example: "https://mirror.example/pytorch/whl",
    credentials: uvCredentials,
  };
  const index = torch.index === undefined ? null : readUrl(torch.index, mirror, ["torch", "index"], report);
  return {
    version,
    vision: torch.vision ?? false,
    audio: torch.audio ?? false,
    triton: torch.triton ?? false,
    index: index === null ? null : index.replace(/\/+$/, ""),
  };
}

function readIndexes(written: readonly WrittenIndex[] | undefined, report: Report): readonly PackageIndex[] {
  return itemsOf(written).flatMap(([at, index]) => {
    const named = checkName("index", index.name, ["indexes", at, "name"], report);
    const variable = index.name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
    const rule = {
      schemes: ["https:", "http:", "file:"],
      example: "https://pypi.example/simple",
      credentials:
        "uv takes them from the environment, for this index:\n\n" +
        `  export UV_INDEX_${variable}_USERNAME=…\n  export UV_INDEX_${variable}_PASSWORD=…`,
    };
    const url = readUrl(index.url, rule, ["indexes", at, "url"], report);
    if (!named || url === null) return [];
    return [{ name: index.name, url, explicit: index.explicit ?? false, default: index.default ?? false }];
  });
}

/** Groups or extras, by name in normal form. */
function readNamedLists(
  kind: "group" | "extra",
  written: Readonly<Record<string, readonly WrittenPackage[]>> | undefined,
  context: PackageContext,
): Readonly<Record<string, readonly Package[]>> {
  const { report } = context;
  const lists = new Map<string, readonly Package[]>();
  for (const [name, list] of entriesOf(written)) {
    const path = [`${kind}s`, name];
    const normal = normalizeName(name);
    if (!checkName(kind, name, path, report)) continue;
    if (lists.has(normal))
      report(
        problem(
          "NT231",
          path,
          `\`${pathText(path)}\` is another spelling of the ${kind} \`${normal}\`, said before.`,
        ),
      );
    lists.set(normal, readPackages(list, path, context));
  }
  return Object.fromEntries(lists);
}

function readHosts(written: WrittenConfig["hosts"], report: Report): Config["hosts"] {
  const seen = new Map<string, string>();
  for (const [name] of entriesOf(written)) {
    const first = seen.get(name.toLowerCase());
    if (first === undefined) seen.set(name.toLowerCase(), name);
    else {
      const path = ["hosts", name];
      const detail = `\`${pathText(path)}\` and \`${pathText(["hosts", first])}\` differ only in case: host names do not.`;
      report(problem("NT231", path, detail, "Keep one of them, spelled as `hostname` prints it."));
    }
  }
  return Object.fromEntries(
    entriesOf(written)
      .filter(([name]) => checkName("host", name, ["hosts", name], report))
      .map(([name, system]) => [name, readSystem(system, ["hosts", name], report)]),
  );
}
