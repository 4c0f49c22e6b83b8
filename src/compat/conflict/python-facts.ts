import type { SourcedFact } from "../../model/diagnostic.js";
import { sourcesIn } from "../catalog.js";
import { audioPythons } from "../stack/companions.js";
import type { Demand } from "../demand.js";
import { compareDotted, isWithin } from "../order.js";

export function pythonFact(python: string, { catalog }: Demand): SourcedFact {
  const supporting = catalog.torch.releases.filter(
    ({ python: row, confidence }) =>
      confidence === "verified" && [...row.stable, ...row.experimental].includes(python),
  );
  const [first, last] = [supporting[0], supporting.at(-1)];
  if (first === undefined || last === undefined)
    return { text: `No verified torch supports Python ${python}.`, sources: [] };
  return {
    text: `It is supported by torch ${first === last ? first.minor : `${first.minor} to ${last.minor}`}.`,
    sources: sourcesIn(catalog.torch, first.python, last.python),
  };
}

/** Which torch has no torchvision, or none for the declared Python. */
export function visionFact({ catalog, python, torch }: Demand): readonly SourcedFact[] {
  const releases = catalog.torch.releases.filter(({ patches }) =>
    patches.some((patch) => torch === null || isWithin(patch, torch)),
  );
  const lacking = releases.find(({ companions }) =>
    companions.rows.some((row) => python !== null && row.torchvisionPython?.includes(python) === false),
  );
  if (lacking !== undefined)
    return [
      {
        text: `torchvision for torch ${lacking.minor} is not published for Python ${python}.`,
        sources: sourcesIn(catalog.torch, lacking.companions),
      },
    ];
  const without = releases.filter(({ companions }) =>
    companions.rows.every((row) => row.torchvision === null),
  );
  return without.slice(-1).map((release) => ({
    text: `No torchvision for torch ${release.minor} is known.`,
    sources: sourcesIn(catalog.torch, release.companions),
  }));
}

/** Which torch that supports the declared Python has a torchaudio that does not. */
export function audioFact(demand: Demand): readonly SourcedFact[] {
  const { catalog, python, torch } = demand;
  const { releases, unpinnedTorchaudio: newest } = catalog.torch;
  if (python === null) return [];
  const lacking = releases
    .filter((release) => [...release.python.stable, ...release.python.experimental].includes(python))
    .flatMap(({ companions }) => companions.rows.map((row) => ({ row, companions })))
    .findLast(
      ({ row }) =>
        (torch === null || isWithin(row.torch, torch)) &&
        audioPythons(row, demand)?.includes(python) === false,
    );
  if (lacking === undefined) return [];
  const { row, companions } = lacking;
  const own = row.torchaudio ?? newest.value;
  return [
    {
      text: `torchaudio ${own}, the ${row.torchaudio === null ? "newest" : `one for torch ${row.torch}`}, is not published for Python ${python}.`,
      sources: sourcesIn(catalog.torch, row.torchaudio === null ? newest : companions),
    },
  ];
}

export function rangeFacts(lowest: string | null, { catalog }: Demand): readonly SourcedFact[] {
  const { releases, rules } = catalog.torch;
  const supporting = releases.filter(
    (release) => lowest !== null && compareDotted(lowest, release.python.stable[0]!) >= 0,
  );
  const last = supporting.findLast((release) => release.python.stable.includes(lowest!));
  const admitted =
    lowest === null
      ? "no Python"
      : `Python ${lowest}, which ${last ? `torch supports up to ${last.minor}` : "no torch supports"}`;
  return [
    {
      text: `It admits ${admitted}, and uv locks for every Python that requires-python admits.`,
      sources: sourcesIn(catalog.torch, ...rules.filter((one) => one.id === "requires-python")),
    },
  ];
}
