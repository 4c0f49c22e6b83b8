import type { Config } from "../../model/config.js";
import { findCapability, type Catalog } from "../catalog.js";
import type { Demand, Vouched } from "../demand.js";
import { compareDotted } from "../order.js";
import { bestStack } from "../stack/solve.js";
import { withInterpreter, withPython, withUnknownPython } from "./python.js";
import { withKernels, withTorch, withVariants, withVision, withWheels } from "./torch.js";

type Step = (demand: Demand, vouched: Vouched) => Demand;

/**
 * What is added to the catalog, or no longer looked at, so that it agrees with what a person vouches for: one step
 * after the other, until there is a stack. So a word is believed only as far as it must be.
 */
const steps: readonly Step[] = [
  (demand) => demand,
  changing(withInterpreter),
  changing(withTorch, withVariants, withUnknownPython),
  changing(withKernels, withPython, withVision),
  (demand, vouched) => ({ ...demand, vouched: { ...vouched, lifted: true } }),
  changing(withWheels),
];

/** The demand with a catalog that agrees with what the person vouches for. */
export function believed(demand: Demand): Demand {
  const { vouched } = demand;
  if (vouched === null || !(vouched.cuda || vouched.torch || vouched.python)) return demand;
  let current = demand;
  for (const step of steps) {
    current = step(current, current.vouched ?? vouched);
    if (bestStack(current) !== null) return current;
  }
  return current;
}

function changing(...changes: readonly ((catalog: Catalog, demand: Demand) => Catalog)[]): Step {
  return (demand) => ({
    ...demand,
    catalog: changes.reduce((catalog, change) => change(catalog, demand), demand.catalog),
  });
}

/** What the config takes at the person's word; `null`: nothing. */
export function vouchedIn({ unchecked, ...config }: Config, released: Catalog): Vouched | null {
  const declared = [config, ...[config.system ?? [], ...Object.values(config.hosts)].flat()].flatMap(
    ({ gpu }) => gpu ?? [],
  );
  const capabilities = declared.flatMap((one) =>
    one.kind === "capability" && one.unchecked ? [one.computeCapability] : [],
  );
  const { cuda, torch, python } = unchecked;
  if (!cuda && !torch && !python && capabilities.length === 0) return null;
  return { cuda, torch, python, capabilities: [...new Set(capabilities)], released, lifted: false };
}

/** Rows for capabilities that the catalog lacks: nothing limits them, and they need what the newest one needs. */
export function withCapabilities(catalog: Catalog, wanted: readonly string[]): Catalog {
  const rows = catalog.gpus.capabilities;
  const newest = rows.at(-1)!;
  const added = wanted
    .filter((capability) => findCapability(catalog, capability) === null)
    .map((capability) => ({
      capability,
      architecture: newest.architecture,
      jetson: false,
      firstCuda: { value: "0", confidence: "recalled" as const },
      lastCuda: null,
      openKernelModule: newest.openKernelModule,
      lastDriverBranch: null,
      confidence: "recalled" as const,
      source: [],
    }));
  if (added.length === 0) return catalog;
  const capabilities = [...rows, ...added].sort((a, b) => compareDotted(a.capability, b.capability));
  return { ...catalog, gpus: { ...catalog.gpus, capabilities } };
}
