import type { Diagnostic } from "../../model/diagnostic.js";
import { findCapability } from "../catalog.js";
import { wantsVision, type Demand, type Vouched } from "../demand.js";
import type { Stack } from "../stack/solve.js";
import { platformObjections, pythonObjections, wheelObjections } from "./objections.js";

/** What was taken at the person's word: what nobody checked, and what would have been refused. */
export function vouchedNotices(stack: Stack, demand: Demand): readonly Diagnostic[] {
  const { vouched } = demand;
  if (vouched === null) return [];
  return [
    ...(vouched.cuda && stack.variant !== null ? [cudaNotice(stack, demand, vouched)] : []),
    ...(vouched.torch ? [torchNotice(stack, demand, vouched)] : []),
    ...(vouched.python ? [pythonNotice(stack, demand, vouched)] : []),
    ...capabilityNotices(demand, vouched),
  ];
}

function cudaNotice(stack: Stack, demand: Demand, vouched: Vouched): Diagnostic {
  const cuda = stack.variant!.cuda;
  return notice(
    { code: "NT345", summary: "This CUDA is taken at your word", configPath: ["cuda"] },
    [...wheelObjections(stack, demand, vouched), ...platformObjections(stack, demand, vouched)],
    {
      isKnown: vouched.released.torch.releases.some(({ variants }) =>
        variants.some((one) => one.cuda === cuda),
      ),
      plain: `cuda: "${cuda}"`,
    },
  );
}

function torchNotice(stack: Stack, demand: Demand, vouched: Vouched): Diagnostic {
  const { released } = vouched;
  const { torch, companions } = stack;
  const isKnown = released.torch.releases.some(({ patches }) => patches.includes(torch));
  const unknown = `The catalog does not know torch ${torch}: its wheels, their kernels and its Pythons are taken to be as before`;
  const guess =
    wantsVision(demand) && companions?.torchvision ? `, and torchvision to be ${companions.torchvision}` : "";
  return notice(
    { code: "NT346", summary: "This torch is taken at your word", configPath: ["torch", "version"] },
    [
      ...(isKnown ? guessedVision(stack, demand, vouched) : [`${unknown}${guess}.`]),
      ...(vouched.cuda
        ? []
        : [
            ...(isKnown ? wheelObjections(stack, demand, vouched) : []),
            ...platformObjections(stack, demand, vouched),
          ]),
      ...(vouched.python ? [] : pythonObjections(stack, demand, vouched)),
    ],
    { isKnown, plain: `torch: "${demand.torch}"` },
  );
}

function guessedVision(
  { torch, companions }: Stack,
  demand: Demand,
  { released }: Vouched,
): readonly string[] {
  const rows = released.torch.releases.flatMap((release) => release.companions.rows);
  const isKnown = rows.some((row) => row.torch === torch && row.torchvision !== null);
  return isKnown || !wantsVision(demand)
    ? []
    : [
        `The catalog knows no torchvision for torch ${torch}: it is taken to go with ${companions?.torchvision}.`,
      ];
}

function pythonNotice(stack: Stack, demand: Demand, vouched: Vouched): Diagnostic {
  const { nixpkgs, python } = stack;
  const row = vouched.released.nixpkgs.releases.find(({ release }) => release === nixpkgs.release);
  const isThere = row?.python.interpreters.value.some((one) => one.version === python) === true;
  return notice(
    { code: "NT347", summary: "This Python is taken at your word", configPath: ["project", "python"] },
    [
      ...pythonObjections(stack, demand, vouched),
      ...(isThere || demand.managedPython
        ? []
        : [`The catalog knows no Python ${python} in nixpkgs ${nixpkgs.release}.`]),
    ],
    { isKnown: isThere, plain: `project: { python: "${python}" }` },
  );
}

function capabilityNotices(demand: Demand, { capabilities, released }: Vouched): readonly Diagnostic[] {
  const declared = [demand.cards, ...demand.hosts.map((host) => host.cards ?? [])].flat();
  return capabilities.map((capability) =>
    notice(
      {
        code: "NT348",
        summary: "This compute capability is taken at your word",
        configPath: declared.find((card) => card.id === capability)?.path ?? ["gpu"],
      },
      findCapability(released, capability) !== null
        ? []
        : [
            `The catalog knows no GPU of compute capability ${capability}: from which CUDA on a toolkit compiles for it, ` +
              `and which driver it needs, was not checked. Wheels are chosen by the usual rule, and the kernel module as for the newest GPU.`,
          ],
      { isKnown: false, plain: `gpu: { computeCapability: "${capability}" }` },
    ),
  );
}

function notice(
  what: Pick<Diagnostic, "code" | "summary" | "configPath">,
  objections: readonly string[],
  { isKnown, plain }: { readonly isKnown: boolean; readonly plain: string },
): Diagnostic {
  const hasNone = objections.length === 0;
  return {
    severity: "warning",
    ...what,
    detail: hasNone
      ? "The catalog knows it and has nothing against it here, so `unchecked` only hides mistakes to come."
      : `${objections.join("\n")}\nWritten without \`unchecked\` this would be refused.`,
    hint: hasNone
      ? `Write it plainly:\n\n  ${plain}`
      : isKnown
        ? "Try it out before others rely on it. If it does not run, leave the version out: one that is known to run is then chosen."
        : `Try it out before others rely on it. Once a nixtorch knows it, write it plainly:\n\n  ${plain}`,
  };
}
