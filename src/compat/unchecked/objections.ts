import { findToolkit, type Catalog } from "../catalog.js";
import { pythonLimits } from "../stack/companions.js";
import { cardText, systemsFor, systemsOf, type Demand, type Vouched } from "../demand.js";
import { cudaFloor } from "../stack/driver.js";
import { compilesFor, runsBy } from "../stack/kernels.js";
import { machinesWith } from "../stack/machines.js";
import { compareDotted, isWithin, listing, majorOf } from "../order.js";
import type { Stack } from "../stack/solve.js";

// What the catalog as released has against a stack that a person vouches for, in sentences.

/** Whether there is such a wheel, and whether it runs on the declared cards. */
export function wheelObjections(stack: Stack, demand: Demand, { released }: Vouched): readonly string[] {
  const variant = stack.variant;
  if (variant === null) return [];
  const rows = released.torch.releases.flatMap((release) => release.variants);
  if (!rows.some((one) => one.cuda === variant.cuda && one.status !== "removed"))
    return [
      `The catalog knows no wheels for CUDA ${variant.cuda}: that torch ${stack.torch} has some under ${variant.name}, and which ` +
        `GPUs${demand.cards.length === 0 ? "" : ` (${listing(demand.cards.map(cardText))})`} they hold kernels for, was not checked.`,
    ];
  const release = released.torch.releases.find(({ patches }) => patches.includes(stack.torch));
  const row = release?.variants.find(
    (one) =>
      one.name === variant.name && one.status !== "removed" && one.patches?.includes(stack.torch) !== false,
  );
  if (row === undefined) return [`The catalog knows no ${variant.name} wheels of torch ${stack.torch}.`];
  const without = demand.cards.filter((card) =>
    systemsFor(card, demand).some((system) => {
      const kernels = row.kernels[system];
      return kernels !== undefined && runsBy(kernels, card.capability.capability) === null;
    }),
  );
  const unread = systemsOf(demand).filter((system) => row.kernels[system] === undefined);
  const name = `${variant.name} wheels of torch ${stack.torch}`;
  return [
    ...(without.length === 0 ? [] : [`${name} hold no kernels for ${listing(without.map(cardText))}.`]),
    ...(unread.length === 0 ? [] : [`The catalog knows no ${name} for ${listing(unread)}.`]),
  ];
}

/** Whether toolkit and drivers suit the wheel. */
export function platformObjections(stack: Stack, demand: Demand, { released }: Vouched): readonly string[] {
  const { variant, toolkit, nixpkgs } = stack;
  if (variant === null) return [];
  const foreign = demand.cards.filter(
    (card) => toolkit !== null && !compilesFor(toolkit.toolkit, card.capability),
  );
  const floor = floorFor(variant.cuda, released);
  const old = machinesWith(stack, demand).flatMap(({ answer }) => {
    const version = answer.kind === "chosen" ? answer.driver.version : null;
    return version !== null && floor !== null && compareDotted(version, floor) < 0 ? [version] : [];
  });
  return [
    ...(toolkit === null
      ? [
          `nixpkgs ${nixpkgs.release} has no toolkit of CUDA ${majorOf(variant.cuda)} in the catalog, so the shell has none to build extensions with.`,
        ]
      : []),
    ...(foreign.length === 0
      ? []
      : [
          `CUDA ${toolkit!.scope.version} of nixpkgs does not compile for ${listing(foreign.map(cardText))}.`,
        ]),
    ...(old.length === 0
      ? []
      : [`Driver ${listing([...new Set(old)])} is older than the ${floor} that CUDA ${variant.cuda} needs.`]),
  ];
}

/** Of the CUDA, else of the last one of its major. */
function floorFor(cuda: string, released: Catalog): string | null {
  if (findToolkit(released, cuda) !== null) return cudaFloor(released, cuda, false);
  const last = released.cuda.toolkits.findLast((row) => majorOf(row.version) === majorOf(cuda));
  return last?.minDriver.minorCompatibility ?? null;
}

/** Whether torch and what goes with it have wheels for the Python. */
export function pythonObjections(
  { python, torch, release }: Stack,
  demand: Demand,
  { released }: Vouched,
): readonly string[] {
  const row = released.torch.releases.find(({ patches }) => patches.some((one) => isWithin(torch, one)));
  const { stable, experimental } = row?.python ?? release.python;
  const companions = row?.companions.rows.find((one) => one.torch === torch);
  const limits = pythonLimits(companions ?? null, { ...demand, catalog: released });
  const isKnown = released.torch.releases.some((one) =>
    [...one.python.stable, ...one.python.experimental].includes(python),
  );
  return [
    ...(isKnown ? [] : [`No torch in the catalog supports Python ${python}.`]),
    ...(!isKnown || row === undefined || stable.includes(python) || experimental.includes(python)
      ? []
      : [`torch ${torch} has no wheels for Python ${python}: it supports ${listing(stable)}.`]),
    ...limits
      .filter((one) => !one.python.includes(python))
      .map(({ name }) => `${name} for torch ${torch} has no wheels for Python ${python}.`),
  ];
}
