import type { Catalog, TorchRelease } from "../catalog.js";
import type { Demand } from "../demand.js";
import { compareDotted } from "../order.js";

/** Every nixpkgs has the Python that the person vouches for. */
export function withInterpreter(catalog: Catalog, { vouched, python }: Demand): Catalog {
  if (vouched?.python !== true || python === null) return catalog;
  const releases = catalog.nixpkgs.releases.map((row) => {
    const { interpreters } = row.python;
    if (interpreters.value.some((one) => one.version === python)) return row;
    const value = [...interpreters.value, { version: python }];
    return { ...row, python: { ...row.python, interpreters: { ...interpreters, value } } };
  });
  return { ...catalog, nixpkgs: { ...catalog.nixpkgs, releases } };
}

/** A Python that no torch supports is one that all do. */
export function withUnknownPython(catalog: Catalog, demand: Demand): Catalog {
  const isKnown = catalog.torch.releases.some((row) => supports(row, demand.python ?? ""));
  return demand.vouched?.python !== true || isKnown ? catalog : withPython(catalog, demand);
}

/** Every torch supports the Python vouched for; a torch vouched for supports all Pythons that are stated. */
export function withPython(catalog: Catalog, { vouched, python, torch, requirements }: Demand): Catalog {
  const stated = python === null ? [] : [python];
  const all = [...stated, ...requirements.flatMap((one) => one.range?.lowest ?? [])];
  const isVouched = ({ minor, patches }: TorchRelease) =>
    vouched?.torch === true && torch !== null && (torch === minor || patches.includes(torch));
  const releases = catalog.torch.releases.map((row) =>
    supporting(row, isVouched(row) ? all : vouched?.python === true ? stated : []),
  );
  const { unpinnedTorchaudio: audio } = catalog.torch;
  const unpinnedTorchaudio =
    vouched?.python === true ? { ...audio, python: union(audio.python, stated) } : audio;
  return { ...catalog, torch: { ...catalog.torch, releases, unpinnedTorchaudio } };
}

function supporting(release: TorchRelease, pythons: readonly string[]): TorchRelease {
  const missing = pythons.filter((one) => !supports(release, one));
  const { python, companions } = release;
  const rows = companions.rows.map((row) => ({
    ...row,
    ...(row.torchvisionPython && { torchvisionPython: union(row.torchvisionPython, pythons) }),
    ...(row.torchaudioPython && { torchaudioPython: union(row.torchaudioPython, pythons) }),
  }));
  return {
    ...release,
    python: { ...python, stable: union(python.stable, missing) },
    companions: { ...companions, rows },
  };
}

function supports({ python }: TorchRelease, wanted: string): boolean {
  return python.stable.includes(wanted) || python.experimental.includes(wanted);
}

function union(list: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...list, ...more])].sort(compareDotted);
}
