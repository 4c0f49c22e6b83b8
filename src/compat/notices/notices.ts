import type { Diagnostic } from "../../model/diagnostic.js";
import { cardsOf, sortedSystems, systemsOf, wantsAudio, type Demand } from "../demand.js";
import { machinesWith } from "../stack/machines.js";
import { listing, majorOf, minorOf } from "../order.js";
import { bestStack, type Stack } from "../stack/solve.js";
import { nameOf } from "../stack/wheels.js";
import { lockedMoves } from "./locked-notice.js";
import { planned } from "./planned-notice.js";
import { unverified } from "./reliance.js";
import { vouchedNotices } from "../unchecked/notices.js";
import { placeText } from "../choices/torch-reasons.js";
import { nixCommand } from "../../lang/shell/nix-command.js";

/** What a person should know about a stack that satisfies. */
export function noticesOf(stack: Stack, demand: Demand): readonly Diagnostic[] {
  return [
    planned(stack, demand),
    unverified(stack, demand),
    lockedMoves(stack, demand),
    extraBuild(stack),
    newPython(stack, demand),
    otherToolkit(stack),
    endOfLife(stack),
    unpinnedAudio(stack, demand),
    heldBack(stack, demand),
    ...foreignSystems(demand),
    ...boardDrivers(stack, demand),
    ...unknownDrivers(stack, demand),
    ...vouchedNotices(stack, demand),
  ].filter((one) => one !== null);
}

function extraBuild({ variant, release, torch }: Stack): Diagnostic | null {
  if (variant?.status !== "extra") return null;
  return {
    severity: "warning",
    code: "NT321",
    summary: "This wheel variant has no upstream support",
    detail:
      `torch ${torch} for CUDA ${variant.cuda} is an extra build (${variant.note ?? "not in the support matrix"})` +
      `${Object.keys(variant.kernels).length === 0 ? "; which GPUs it holds kernels for was not read" : ""}.`,
    hint: `Supported variants of torch ${release.minor}: ${listing(
      release.variants.filter((one) => one.status !== "extra").map((one) => `${one.name} (CUDA ${one.cuda})`),
    )}.`,
    configPath: ["cuda"],
  };
}

function newPython({ release, python, nixpkgs }: Stack, demand: Demand): Diagnostic | null {
  const experimental = !release.python.stable.includes(python);
  const prerelease = nixpkgs.python.interpreters.value.some(
    (one) => one.version === python && one.prerelease === true,
  );
  if (!experimental && !(prerelease && !demand.managedPython)) return null;
  return {
    severity: "warning",
    code: "NT322",
    summary: "This Python is experimental",
    detail: experimental
      ? `torch ${release.minor} supports Python ${python} as an experiment; other packages may have no wheels for it.`
      : `nixpkgs ${nixpkgs.release} has a pre-release of Python ${python}.`,
    hint: `torch ${release.minor} fully supports ${listing(release.python.stable)}.`,
    configPath: ["project", "python"],
  };
}

function otherToolkit({ variant, toolkit, nixpkgs }: Stack): Diagnostic | null {
  if (variant === null || toolkit === null || toolkit.exact) return null;
  return {
    severity: "warning",
    code: "NT323",
    summary: "The toolkit's CUDA differs from the wheel's",
    detail:
      `The wheel brings CUDA ${variant.cuda}; nixpkgs ${nixpkgs.release} has no toolkit of it that compiles for the ` +
      `declared GPUs, so extensions are built with CUDA ${toolkit.scope.version}. torch accepts another minor of ` +
      `CUDA ${majorOf(variant.cuda)} with a warning; a few packages, NVIDIA apex among them, refuse it.`,
    hint: `Without packages that compile against torch this does not matter.`,
    configPath: ["cuda"],
  };
}

function endOfLife({ nixpkgs }: Stack): Diagnostic | null {
  if (nixpkgs.status.value !== "end-of-life") return null;
  return {
    severity: "warning",
    code: "NT324",
    summary: "This nixpkgs release gets no updates",
    detail: `nixpkgs ${nixpkgs.release} is past its end of life${nixpkgs.status.note ? ` (${nixpkgs.status.note})` : ""}.`,
    hint: "Leave `nix.nixpkgs` out to follow the newest stable release; a recorded one moves with:\n\n  nixtorch plan --upgrade",
    configPath: ["nix", "nixpkgs"],
  };
}

function unpinnedAudio({ companions, torch }: Stack, demand: Demand): Diagnostic | null {
  if (!wantsAudio(demand) || companions?.torchaudio !== null) return null;
  const { value, note } = demand.catalog.torch.unpinnedTorchaudio;
  const last = demand.catalog.torch.releases.findLast((release) =>
    release.companions.rows.some((row) => row.torchaudio !== null),
  );
  return {
    severity: "warning",
    code: "NT325",
    summary: "No torchaudio was released with this torch",
    detail: `The newest torchaudio is ${value}, and torch is ${torch}${note ? `: ${note}` : ""}.`,
    hint: `The last torch with a torchaudio of its own:\n\n  torch: { version: "${last?.minor}", audio: true }`,
    configPath: ["torch", "audio"],
  };
}

/** `requires-python` admits Pythons that newer torch has left behind, and uv locks for all of them. */
function heldBack(stack: Stack, demand: Demand): Diagnostic | null {
  const range = demand.requirements.find((one) => one.range !== null);
  if (range === undefined || demand.torch !== null || demand.kept?.torch === stack.torch) return null;
  const free = bestStack({ ...demand, requirements: demand.requirements.filter((one) => one !== range) });
  if (free === null || free.torch === stack.torch) return null;
  const lowest = free.release.python.stable[0]!;
  return {
    severity: "warning",
    code: "NT326",
    summary: "requires-python holds torch back",
    detail:
      `${range.text} in ${placeText(range.place)} admits Python ${range.range?.lowest}, and uv locks for every Python ` +
      `that it admits. torch ${free.torch} supports ${listing(free.release.python.stable)}, so torch ${stack.torch} is taken.`,
    hint: `For torch ${minorOf(free.torch)} write in pyproject.toml:\n\n  requires-python = ">=${lowest}"`,
    place: range.place,
  };
}

function foreignSystems(demand: Demand): readonly Diagnostic[] {
  const { cards, systems } = demand;
  if (systems === null) return [];
  const needed = sortedSystems(systemsOf({ cards, systems: null }));
  return cards.flatMap((card) => {
    if (card.system === null || systems.includes(card.system)) return [];
    return [
      {
        severity: "warning" as const,
        code: "NT327" as const,
        summary: "A GPU's machine is not among the systems",
        detail: `${card.label} sits in ${card.system} machines; \`nix.systems\` has only ${listing(systems)}, so the shell does not start there.`,
        hint: `Leave \`nix.systems\` out: the shell is then for ${listing(needed)}, where the declared cards are.`,
        configPath: card.path,
      },
    ];
  });
}

function boardDrivers(stack: Stack, demand: Demand): readonly Diagnostic[] {
  return machinesWith(stack, demand).flatMap(({ host, answer }) => {
    if (answer.kind !== "board") return [];
    return [
      {
        severity: "info" as const,
        code: "NT328" as const,
        summary: "A Jetson brings its own driver",
        detail:
          `The driver of ${listing(cardsOf(host, demand).map((card) => card.label))} comes with NVIDIA's board support ` +
          `package, not from \`hardware.nvidia.package\`: none is chosen.`,
        configPath: cardsOf(host, demand)[0]?.path,
      },
    ];
  });
}

function unknownDrivers(stack: Stack, demand: Demand): readonly Diagnostic[] {
  return machinesWith(stack, demand).flatMap(({ host, answer }) => {
    if (answer.kind !== "chosen" || answer.driver.isSure) return [];
    const { branch, release, floor } = answer.driver;
    return [
      {
        severity: "warning" as const,
        code: "NT329" as const,
        summary: "A driver branch's version is not in the catalog",
        detail:
          `The catalog does not know which driver "${branch}" is in NixOS ${release.release}, so nothing says that it ` +
          `drives the declared GPUs${floor === null ? "" : ` or is ${floor} or newer, which ${nameOf(stack)} wheels need`}.`,
        hint: `Look it up before the rebuild:\n\n  ${nixCommand} eval --raw github:NixOS/nixpkgs/${release.ref}#linuxPackages.nvidiaPackages.${branch}.version`,
        configPath: [...host.path, "driver", "branch"],
      },
    ];
  });
}
