import { escapeHint, type Report } from "../cards/cards.js";
import { findNixpkgs, type Catalog } from "../catalog.js";
import type { Demand, HostDemand } from "../demand.js";
import { compareDotted, isWithin, listing } from "../order.js";
import type { ConfigPath } from "../question.js";
import { torchVersions } from "../stack/torch-versions.js";

/** Reports every declared version that does not exist, and what does. */
export function reportUnknownVersions(demand: Demand, report: Report): void {
  const { catalog } = demand;
  if (demand.cuda !== null) reportCuda(demand.cuda, catalog, report);
  if (demand.torch !== null) reportTorch(demand.torch, catalog, report);
  if (demand.python !== null) reportPython(demand.python, catalog, report);
  if (demand.nixpkgs !== null && findNixpkgs(catalog, demand.nixpkgs) === null) {
    reportRelease(demand.nixpkgs, ["nix", "nixpkgs"], catalog, report);
  }
  for (const host of demand.hosts) reportHost(host, demand, report);
  if (demand.here !== null && isNew(demand.here, demand)) reportHost(demand.here, demand, report);
}

/** Whether the machine has a release of its own that was not looked at where it is declared. */
function isNew(here: HostDemand, { hosts }: Demand): boolean {
  return !hosts.some((host) => host.name === here.name && host.release === here.release);
}

function reportCuda(cuda: string, catalog: Catalog, report: Report): void {
  if (isAnnounced(cuda, catalog)) return;
  const known = publishedCuda(catalog);
  const toolkit = catalog.cuda.toolkits.some((row) => row.version === cuda);
  report({
    severity: "error",
    code: "NT303",
    summary: "No PyTorch wheels for this CUDA",
    detail:
      `${toolkit ? `There is a CUDA ${cuda}, but PyTorch publishes no wheels for it` : `There is no CUDA ${cuda} in the catalog`}. ` +
      `Wheels exist for ${listing(known)}.`,
    hint:
      `Write the closest one that exists, or leave \`cuda\` out:\n\n  cuda: "${closest(cuda, known)}"` +
      escapeFor(cuda, known, `cuda: { unchecked: "${cuda}" }`),
    configPath: ["cuda"],
  });
}

function reportTorch(torch: string, catalog: Catalog, report: Report): void {
  if (torchVersions(catalog.torch, torch).length > 0) return;
  const patches = catalog.torch.releases.flatMap((release) => release.patches);
  const family = catalog.torch.releases.find((release) => isWithin(torch, release.minor));
  report({
    severity: "error",
    code: "NT304",
    summary: "Unknown torch version",
    detail: family
      ? `There is no torch ${torch} in the catalog. Of ${family.minor} it has ${listing(family.patches)}.`
      : `There is no torch ${torch} in the catalog. It has ${listing(catalog.torch.releases.map((one) => one.minor))}.`,
    hint:
      `Write one that exists, or leave the version out:\n\n` +
      `  torch: "${family?.minor ?? catalog.torch.releases.findLast((one) => one.confidence === "verified")?.minor}"` +
      escapeFor(torch, family?.patches ?? patches, `torch: { unchecked: "${torch}" }`),
    configPath: ["torch", "version"],
  });
}

function reportPython(python: string, catalog: Catalog, report: Report): void {
  const { releases } = catalog.torch;
  if (releases.some(({ python: row }) => row.stable.includes(python) || row.experimental.includes(python)))
    return;
  const known = [
    ...new Set(releases.flatMap(({ python: row }) => [...row.stable, ...row.experimental])),
  ].sort(compareDotted);
  report({
    severity: "error",
    code: "NT305",
    summary: "No PyTorch wheels for this Python",
    detail: `No torch in the catalog supports Python ${python}. Wheels exist for ${listing(known)}.`,
    hint:
      `Write one of them, or leave \`project.python\` out:\n\n  project: { python: "${closest(python, known)}" }` +
      escapeFor(python, known, `project: { python: { unchecked: "${python}" } }`),
    configPath: ["project", "python"],
  });
}

function reportRelease(release: string, path: ConfigPath, catalog: Catalog, report: Report): void {
  report({
    severity: "error",
    code: "NT306",
    summary: "Unknown NixOS release",
    detail: `There is no release ${release} in the catalog. It has ${listing(releasesOf(catalog))}.`,
    hint: `Write one of them. For a fork, name the release that it follows:\n\n  nixpkgs: { url: "github:me/nixpkgs", release: "26.05" }`,
    configPath: path,
  });
}

function reportHost(host: HostDemand, demand: Demand, report: Report): void {
  const { catalog } = demand;
  const release = host.release ?? demand.nixpkgs;
  const row = release === null ? null : findNixpkgs(catalog, release);
  if (host.release !== null && row === null) {
    if (host.releaseDeclared) return reportRelease(host.release, [...host.path, "release"], catalog, report);
    return report({
      severity: "warning",
      code: "NT307",
      summary: "The machine's NixOS release is not in the catalog",
      detail:
        `This machine follows NixOS ${host.release}; the catalog has ${listing(releasesOf(catalog))}. ` +
        `Which drivers it offers is not known, so no driver is chosen.`,
      hint:
        "Take a newer nixtorch, or name the release that the next rebuild evaluates:\n\n" +
        `  system: { release: "26.05" }`,
      configPath: host.path,
    });
  }
  // Whether a release has the branch of data-centre mode, or one that was found has a stated branch, is a matter of
  // what goes together.
  const isFound = host.release !== null && !host.releaseDeclared;
  if (host.branch === null || host.datacenter || isFound) return;
  const releases = row === null ? catalog.nixpkgs.releases : [row];
  const names = releases.flatMap((one) => one.drivers.attributes.map((attribute) => attribute.name));
  const elsewhere = catalog.nixpkgs.releases.flatMap((one) =>
    one.drivers.attributes.map((attribute) => attribute.name),
  );
  const known = names.includes(host.branch);
  if (known || (elsewhere.includes(host.branch) && releases.some((one) => !one.drivers.complete))) return;
  report({
    severity: "error",
    code: "NT308",
    summary: "Unknown driver branch",
    detail:
      `${row === null ? "No NixOS release in the catalog has a" : `NixOS ${row.release} has no`} driver branch ` +
      `"${host.branch}". ` +
      `There are ${listing([...new Set(names)])}.`,
    hint: "Write one of them, or leave the branch out.",
    configPath: [...host.path, "driver", "branch"],
  });
}

/** Whether some torch has wheels of it, or will: what is only planned is taken with a warning. */
function isAnnounced(cuda: string, catalog: Catalog): boolean {
  return catalog.torch.releases.some(({ variants }) =>
    variants.some((one) => one.cuda === cuda && one.status !== "removed"),
  );
}

/** CUDA versions with wheels that were seen, from old to new. */
export function publishedCuda(catalog: Catalog): string[] {
  const variants = catalog.torch.releases
    .filter((release) => release.confidence === "verified")
    .flatMap((release) => release.variants);
  const seen = variants.filter((one) => one.status !== "removed" && one.status !== "planned");
  return [...new Set(seen.map((one) => one.cuda))].sort(compareDotted);
}

function releasesOf(catalog: Catalog): string[] {
  return catalog.nixpkgs.releases.map((row) => row.release);
}

/** The way around the catalog, for what may have come out after it. */
function escapeFor(version: string, known: readonly string[], written: string): string {
  return known.every((one) => compareDotted(version, one) > 0) ? escapeHint(written) : "";
}

/** The known version next to one that does not exist. */
function closest(version: string, known: readonly string[]): string {
  return known.find((one) => compareDotted(one, version) > 0) ?? known.at(-1)!;
}
