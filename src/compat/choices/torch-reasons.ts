import { cardText, type Demand } from "../demand.js";
import { listing } from "../order.js";
import { othersThatRun, otherVariants, type Stack } from "../stack/solve.js";
import { isUnverified, isVouchedFor } from "../stack/preference.js";
import { nameOf } from "../stack/wheels.js";

/** Why this torch, in one sentence. */
export function torchReason(stack: Stack, demand: Demand): string {
  if (isVouchedFor(stack.release)) return `torch.version vouches for ${demand.torch}`;
  if (demand.torch === stack.torch) return `torch.version asks for ${stack.torch}`;
  if (demand.torch !== null)
    return `torch.version asks for ${demand.torch}, and this is the newest release of it that fits`;
  if (demand.vouched?.cuda || demand.vouched?.python)
    return "the newest release that goes with what is taken at your word";
  const kind = isUnverified(stack) ? "the newest release" : "the newest verified release";
  const conditions = [
    ...(demand.cpu || demand.cards.length === 0 ? [] : [`runs on ${listing(demand.cards.map(cardText))}`]),
    ...(demand.cuda === null ? [] : [`has wheels for CUDA ${demand.cuda}`]),
    ...(demand.python === null ? [] : [`supports Python ${demand.python}`]),
    ...(demand.requirements.length === 0
      ? []
      : [
          `agrees with ${listing(demand.requirements.map((one) => `${one.text} in ${placeText(one.place)}`))}`,
        ]),
  ];
  return conditions.length === 0 ? kind : `${kind} that ${listing(conditions)}`;
}

/** Why this variant of it. */
export function wheelReason(stack: Stack, demand: Demand): string {
  const { variant, release, torch } = stack;
  if (variant === null) return "no GPU is declared";
  if (demand.cuda !== null) return `cuda asks for ${demand.cuda}`;
  const others = otherVariants(demand, stack);
  if (others.length === 0) return `the only variant of torch ${torch} ${limitOf(stack, demand)}`;
  const names = listing(others.map(nameOf));
  if (release.defaultVariant.value === variant.name) {
    return `${variant.status}, and PyPI's own variant of torch ${release.minor}; ${names} would run too`;
  }
  return `the best supported of those that fit${cardsText(demand)}; ${names} would run too`;
}

/** What keeps the other variants out. */
function limitOf(stack: Stack, demand: Demand): string {
  if (othersThatRun(demand, stack).length === 0) {
    return demand.cards.length === 0
      ? "that fits"
      : `with kernels for ${listing(demand.cards.map(cardText))}`;
  }
  if (otherVariants({ ...demand, hosts: [] }, stack).length === 0) {
    return `of whose CUDA major nixpkgs ${stack.nixpkgs.release} has a toolkit`;
  }
  const releases = demand.hosts.map((host) => host.release ?? stack.nixpkgs.release);
  return `that the driver of NixOS ${listing([...new Set(releases)])} is new enough for`;
}

function cardsText(demand: Demand): string {
  return demand.cards.length === 0 ? "" : ` ${listing(demand.cards.map(cardText))}`;
}

export function placeText({ file, line }: { readonly file: string; readonly line?: number }): string {
  return line === undefined ? file : `${file}:${line}`;
}
