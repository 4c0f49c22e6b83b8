import { findNixpkgs, newestStableNixpkgs, nixpkgsByPreference, type NixpkgsRelease } from "../catalog.js";
import { pythonLimits } from "./companions.js";
import type { Demand } from "../demand.js";
import { driverFor, type DriverAnswer } from "./driver.js";
import { toolkitFor, toolkitsFor, type ToolkitChoice } from "./toolkit.js";
import { torchVersions } from "./torch-versions.js";
import { codeFor, variantsOf, wheelsByPreference, type Wheel } from "./wheels.js";

/** One stack that satisfies everything. */
export interface Stack extends Wheel {
  readonly nixpkgs: NixpkgsRelease;
  readonly python: string;
  readonly toolkit: ToolkitChoice | null;
  /** By position in `demand.hosts`. */
  readonly drivers: readonly DriverAnswer[];
}

/** The best stack that satisfies the demand; `null`: there is none. */
export function bestStack(demand: Demand): Stack | null {
  for (const nixpkgs of nixpkgsFor(demand)) {
    const platform = platforms(demand, nixpkgs);
    for (const wheel of wheelsByPreference(demand, nixpkgs)) {
      const stack = complete(demand, nixpkgs, wheel, platform);
      if (stack !== null) return stack;
    }
  }
  return null;
}

/** The stacks with the same torch and nixpkgs and another variant that would satisfy as well. */
export function otherVariants(demand: Demand, stack: Stack): readonly Stack[] {
  const platform = platforms(demand, stack.nixpkgs);
  return othersThatRun(demand, stack).flatMap(
    (wheel) => complete(demand, stack.nixpkgs, wheel, platform) ?? [],
  );
}

/** The variants with kernels for the cards, whether driver and toolkit allow them or not. */
export function othersThatRun(demand: Demand, stack: Stack): readonly Wheel[] {
  return torchVersions(demand.catalog.torch, stack.torch)
    .filter(({ cpu }) => cpu.release === stack.release)
    .flatMap((version) => variantsOf(demand, stack.nixpkgs, version))
    .filter(({ variant }) => variant !== stack.variant && variant?.status !== "extra");
}

/** nixpkgs: what is stated, else what is kept, else the newest stable release. */
function nixpkgsFor(demand: Demand): readonly NixpkgsRelease[] {
  const { catalog, kept } = demand;
  const found = (release: string | null | undefined) => {
    const row = release ? findNixpkgs(catalog, release) : null;
    return row === null ? [] : [row];
  };
  if (demand.nixpkgs !== null) return found(demand.nixpkgs);
  if (demand.anyNixpkgs) return nixpkgsByPreference(catalog);
  return [...new Set([...found(kept?.nixpkgs), newestStableNixpkgs(catalog)])];
}

/** What goes with the CUDA of a wheel: it is the same for many wheels. */
interface Platform {
  readonly toolkit: ToolkitChoice | null;
  readonly drivers: readonly DriverAnswer[];
}

type Platforms = (cuda: string | null, code: "native" | "ptx") => Platform | null;

/** Finds toolkit and drivers for a CUDA, each once; `null`: something is missing. */
function platforms(demand: Demand, nixpkgs: NixpkgsRelease): Platforms {
  const found = new Map<string, Platform | null>();
  const find: Platforms = (cuda, code) => {
    const toolkit = cuda === null ? null : toolkitOf(demand, nixpkgs, cuda);
    if (cuda !== null && toolkit === null && !isLifted(demand)) return null;
    const drivers = demand.hosts.map((host) =>
      driverFor(host, demand, { nixpkgs, cuda, ptxOnly: code === "ptx" }),
    );
    return drivers.some((answer) => answer.kind === "impossible") ? null : { toolkit, drivers };
  };
  return (cuda, code) => {
    const key = `${cuda} ${code}`;
    if (!found.has(key)) found.set(key, find(cuda, code));
    return found.get(key) ?? null;
  };
}

/** Adds Python, toolkit and drivers to a wheel; `null`: something does not fit. */
function complete(demand: Demand, nixpkgs: NixpkgsRelease, wheel: Wheel, platform: Platforms): Stack | null {
  const code = codeFor(wheel, demand);
  const rest = code === null ? null : platform(wheel.variant?.cuda ?? null, code);
  if (rest === null) return null;
  const python = pythonFor(wheel, demand, nixpkgs);
  return python === null ? null : { ...wheel, nixpkgs, python, ...rest };
}

function isLifted({ vouched }: Demand): boolean {
  return vouched?.lifted === true;
}

/** The locked toolkit while nothing that it follows from has changed, else the best one. */
function toolkitOf(demand: Demand, nixpkgs: NixpkgsRelease, cuda: string): ToolkitChoice | null {
  const { kept, catalog, cards } = demand;
  if (kept?.nixpkgs === nixpkgs.release && kept.derived["cuda"] === cuda) {
    const choices = toolkitsFor(catalog, nixpkgs, cuda, cards);
    const same = choices.find(({ scope }) => scope.attribute === kept.derived["toolkit"]);
    if (same !== undefined) return same;
  }
  return (
    toolkitFor(catalog, nixpkgs, cuda, cards) ??
    (isLifted(demand) ? toolkitFor(catalog, nixpkgs, cuda, []) : null)
  );
}

/** Python: what is stated, else what is kept, else nixpkgs' default, else the newest that torch supports. */
function pythonFor(wheel: Wheel, demand: Demand, nixpkgs: NixpkgsRelease): string | null {
  const { stable, experimental } = wheel.release.python;
  const interpreters = nixpkgs.python.interpreters.value;
  const isThere = (python: string, asked: boolean) =>
    demand.managedPython ||
    interpreters.some((one) => one.version === python && (asked || one.prerelease !== true));
  const limits = pythonLimits(wheel.companions, demand);
  const isAdmitted = (python: string) =>
    limits.every((one) => one.python.includes(python)) &&
    demand.requirements.every((one) => one.range?.admits(python) ?? true);
  if (demand.python !== null) {
    const supported = stable.includes(demand.python) || experimental.includes(demand.python);
    return supported && isThere(demand.python, true) && isAdmitted(demand.python) ? demand.python : null;
  }
  const candidates = stable.filter((python) => isThere(python, false) && isAdmitted(python));
  const preferred = [demand.kept?.python, nixpkgs.python.default.value];
  return preferred.find((python) => python && candidates.includes(python)) ?? candidates.at(-1) ?? null;
}
