import { systemsOf, type Demand, type HostDemand, type Requirement } from "../demand.js";
import { heldBy } from "./locked-values.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { isStated, statedIn, type Stated } from "./stated.js";

/** The best stack for the demand with these of its statements only; what is not stated may be anything. */
export function stackFor(statements: readonly Stated[], demand: Demand): Stack | null {
  for (const relaxed of relaxations(statements, demand)) {
    const stack = bestStack(relaxed);
    if (stack !== null) return stack;
  }
  return null;
}

/** The demand as it would be with the statement left out. */
export function without(demand: Demand, stated: Stated): Demand {
  const rest = statedIn(demand).filter((one) => !isSame(one, stated));
  return relaxations(rest, demand)[0]!;
}

/**
 * The demand reduced to these statements. Where one is left out, its subject may be as it was stated or as it would be
 * by default, whichever has a stack: so a statement less never takes a possibility away. The default comes first.
 */
function relaxations(statements: readonly Stated[], demand: Demand): readonly Demand[] {
  const has = (kind: Stated["kind"]) => statements.some((one) => one.kind === kind);
  const isFree = (kind: "nixpkgs" | "python" | "torch" | "cuda") => !has(kind) && isStated(kind, demand);
  const cards = statements.flatMap((one) => (one.kind === "gpu" ? [one.card] : []));
  const requirements = statements.flatMap((one) => (one.kind === "requirement" ? [one.requirement] : []));
  const base: Demand = {
    ...demand,
    cards: demand.cards.filter((card) => cards.includes(card)),
    vision: has("vision"),
    audio: has("audio"),
    torch: isFree("torch") ? null : demand.torch,
    hosts: hostsWith(statements, demand),
    nixpkgs: isFree("nixpkgs") ? null : demand.nixpkgs,
    anyNixpkgs: demand.anyNixpkgs || isFree("nixpkgs"),
    requirements: [
      ...demand.requirements.filter((one) => requirements.includes(one)),
      ...(asksForTorch(demand) ? [anyTorch] : []),
    ],
  };
  const isSilentOnCards = base.cards.length === 0 && !has("cpu");
  const cudas = isFree("cuda")
    ? [null, ...(isExtra(demand.cuda, demand) ? [demand.cuda] : [])]
    : [demand.cuda];
  const pythons = isFree("python") ? [null, demand.python] : [demand.python];
  const held = statements.flatMap((one) => (one.kind === "locked" ? [one.locked] : []));
  const choices: readonly Alternatives[] = [
    { key: "systems", values: has("systems") ? [demand.systems] : freeSystems(base, demand) },
    { key: "cpu", values: isSilentOnCards ? [false, true] : [demand.cpu] },
    { key: "cuda", values: cudas },
    { key: "python", values: pythons },
  ];
  return choices
    .reduce<readonly Demand[]>(
      (demands, { key, values }) =>
        demands.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
      [base],
    )
    .map((one) => held.reduce(heldBy, one));
}

interface Alternatives {
  readonly key: "systems" | "cpu" | "cuda" | "python";
  readonly values: readonly unknown[];
}

function isSame(a: Stated, b: Stated): boolean {
  const parts = (one: Stated) => Object.values(one) as readonly unknown[];
  return parts(a).every((part, index) => part === parts(b)[index]);
}

/** Those of the cards that are left, or any one of those that the project has now. */
function freeSystems({ cards }: Demand, demand: Demand): readonly Demand["systems"][] {
  const isAsBefore = demand.systems === null && cards.length > 0;
  return isAsBefore ? [null] : [null, ...systemsOf(demand).map((system) => [system])];
}

/** The machines with what is stated of them; a release or a branch that is not stated may be the stated one as well. */
function hostsWith(statements: readonly Stated[], demand: Demand): readonly HostDemand[] {
  return demand.hosts.map((host, index) => {
    const states = (kind: "release" | "branch" | "open") =>
      statements.some((one) => one.kind === kind && one.host === index);
    const cards = statements.flatMap((one) =>
      one.kind === "host-gpu" && one.host === index ? [one.card] : [],
    );
    const base: HostDemand = {
      ...host,
      cards: host.cards?.filter((card) => cards.includes(card)) ?? null,
      open: states("open") ? host.open : null,
    };
    const choices = (kind: "release" | "branch") =>
      states(kind) || host[kind] === null ? [host[kind]] : [null, host[kind]];
    const [first, ...alternatives] = choices("release").flatMap((release) =>
      choices("branch").map((branch) => ({ ...base, release, branch })),
    );
    return { ...first!, alternatives };
  });
}

/** Whether something asks for a torch by name, or for its CUDA: then plans count as well. */
function asksForTorch({ torch, cuda, requirements }: Demand): boolean {
  return torch !== null || cuda !== null || requirements.some((one) => one.name === "torch");
}

/** Whether some torch has the CUDA as an unsupported build, which only that statement admits. */
function isExtra(cuda: string | null, { catalog }: Demand): boolean {
  const variants = catalog.torch.releases.flatMap((release) => release.variants);
  return variants.some((variant) => variant.cuda === cuda && variant.status === "extra");
}

/** Asks for a torch, and is content with any. */
const anyTorch: Requirement = {
  name: "torch",
  text: "torch",
  place: { file: "pyproject.toml" },
  statement: { name: "torch", specifier: "", place: { file: "pyproject.toml" } },
  specifier: [],
  range: null,
};
