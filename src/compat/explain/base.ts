import type { ExplanationStep } from "../../model/explanation.js";
import { findNixpkgs } from "../catalog.js";
import { pythonLimits } from "../stack/companions.js";
import { inOrder } from "./builds.js";
import { citation, companionsRow, pythonRow, ruleRows } from "./rows.js";
import {
  candidatesTitle,
  configLine,
  pythonSupport,
  section,
  type Particulars,
  type Subject,
} from "./words.js";
import { machinesWith } from "../stack/machines.js";
import { compareDotted, listing } from "../order.js";
import { placeText } from "../choices/torch-reasons.js";

export function aboutPython({ demand, stack }: Subject): Particulars {
  const { catalog } = demand;
  const { release, companions, nixpkgs, python } = stack;
  const { interpreters } = nixpkgs.python;
  const limits = pythonLimits(companions, demand);
  const own = citation(`nixpkgs ${nixpkgs.release}, Pythons`, catalog.nixpkgs, interpreters);
  const support = pythonRow(release, catalog);
  const known = [
    { text: `torch ${release.minor}: ${pythonSupport(release, limits)}.`, rows: [...support] },
    {
      text: `nixpkgs ${nixpkgs.release} has ${listing(interpreters.value.map((one) => one.version + (one.prerelease ? " (a pre-release)" : "")))}; its default is ${nixpkgs.python.default.value}.`,
      rows: [
        ...own,
        ...citation(`nixpkgs ${nixpkgs.release}, default Python`, catalog.nixpkgs, nixpkgs.python.default),
      ],
    },
  ];
  const all = [
    ...new Set([
      ...release.python.stable,
      ...release.python.experimental,
      ...interpreters.value.map(({ version }) => version),
    ]),
  ];
  const objection = (version: string): string | null => {
    const row = interpreters.value.find((one) => one.version === version);
    const range = demand.requirements.find((one) => one.range?.admits(version) === false);
    if (demand.python !== null && version !== demand.python)
      return `project.python asks for ${demand.python}`;
    if (![...release.python.stable, ...release.python.experimental].includes(version))
      return `torch ${release.minor} has no wheels for it`;
    if (row === undefined && !demand.managedPython) return `nixpkgs ${nixpkgs.release} does not have it`;
    if (range !== undefined) return `${range.text} in ${placeText(range.place)} does not admit it`;
    const lacking = limits.filter((one) => !one.python.includes(version)).map(({ name }) => name);
    if (lacking.length > 0)
      return `${listing(lacking)} ${lacking.length === 1 ? "has" : "have"} no wheels for it`;
    if (!release.python.stable.includes(version))
      return "an experiment of torch, taken only if it is asked for";
    return row?.prerelease && !demand.managedPython ? "a pre-release, taken only if it is asked for" : null;
  };
  const steps = all
    .sort((a, b) => compareDotted(b, a))
    .map((version): ExplanationStep => {
      if (version === python)
        return { text: `${version}: ${takenText(version, { demand, stack })}.`, verdict: "chosen", rows: [] };
      const text = objection(version);
      return {
        text: `${version}: ${text ?? "would do"}.`,
        verdict: text === null ? "fits" : "out",
        rows: [],
      };
    });
  return {
    sections: [...section("What there is", known), ...section(candidatesTitle, inOrder(steps))],
    change: `\`project.python\` fixes it:\n\n${configLine(`project: { python: "${python}" }`)}`,
  };
}

function takenText(version: string, { demand, stack }: Pick<Subject, "demand" | "stack">): string {
  if (demand.python !== null) return "stated";
  if (demand.kept?.python === version) return `${demand.kept.from} has it`;
  return version === stack.nixpkgs.python.default.value
    ? "the default of nixpkgs goes before the newest: most is built for it"
    : "the newest that fits, as the default of nixpkgs does not";
}

export function aboutNixpkgs({ demand, stack }: Subject): Particulars {
  const { catalog } = demand;
  const chosen = stack.nixpkgs.release;
  const steps = catalog.nixpkgs.releases.toReversed().map((row): ExplanationStep => {
    const rows = citation(`nixpkgs ${row.release}`, catalog.nixpkgs, row);
    const status = `${row.status.value}${row.status.note ? ` (${row.status.note})` : ""}`;
    if (row.release === chosen)
      return {
        text: `${row.release}: ${status}; ${whyNixpkgs({ demand, stack })}.`,
        verdict: "chosen",
        rows,
      };
    const text = row.status.value === "stable" ? "an older one" : "taken only if it is asked for";
    return { text: `${row.release}: ${status}; ${text}.`, verdict: "out", rows };
  });
  return {
    sections: section("Releases", inOrder(steps)),
    change: `\`nix.nixpkgs\` fixes it:\n\n${configLine('nix: { nixpkgs: "unstable" }')}`,
  };
}

function whyNixpkgs({ demand, stack }: Pick<Subject, "demand" | "stack">): string {
  const { release } = stack.nixpkgs;
  if (demand.nixpkgs !== null) return "stated";
  return demand.kept?.nixpkgs === release ? `${demand.kept.from} has it` : "the newest that is stable";
}

export function aboutGraphics({ demand, stack }: Subject): Particulars {
  const { catalog } = demand;
  const releases = new Set(
    machinesWith(stack, demand).map(({ host }) => host.release ?? stack.nixpkgs.release),
  );
  const steps = [...releases].flatMap((release) => {
    const row = findNixpkgs(catalog, release);
    if (row === null) return [];
    return [
      {
        text: `NixOS ${release} calls it ${row.graphicsOption.value}. It puts the driver's libraries, libcuda among them, to /run/opengl-driver.`,
        rows: [
          ...citation(`nixpkgs ${release}, graphics option`, catalog.nixpkgs, row.graphicsOption),
          ...ruleRows(catalog.nixpkgs, "graphics-rename"),
        ],
      },
    ];
  });
  return {
    sections: section("What is known", steps),
    change: "It follows from the NixOS release of the machine (`system.release`).",
  };
}

/** torchvision, torchaudio and triton: each torch has its own. */
export function aboutCompanion(name: "torchvision" | "torchaudio" | "triton") {
  const key = { torchvision: "vision", torchaudio: "audio", triton: "triton" }[name];
  return ({ demand, stack, resolution }: Subject): Particulars => {
    const own = stack.companions?.[name] ?? null;
    const newest = demand.catalog.torch.unpinnedTorchaudio;
    const isFree = name === "torchaudio" && own === null;
    const text =
      own !== null
        ? `torch ${stack.torch} goes with ${name} ${own}. They are compiled against each other, so another pair fails to load or to lock.`
        : isFree
          ? `No torchaudio was released with torch ${stack.torch}. The newest is ${newest.value}, which declares no torch and so can be installed beside it.`
          : `No ${name} is known that goes with torch ${stack.torch}.`;
    const rows = [
      ...companionsRow(stack.release, demand.catalog),
      ...(isFree ? citation("the newest torchaudio", demand.catalog.torch, newest) : []),
    ];
    const absent = {
      text:
        name === "triton"
          ? "torch depends on it and brings it along, so it is no dependency of its own unless you ask for it."
          : "It is not part of this stack: nothing asks for it.",
      rows: [],
    };
    return {
      sections: section("What is known", [...(resolution[name] === null ? [absent] : []), { text, rows }]),
      change:
        resolution[name] === null
          ? `To have it:\n\n${configLine(`torch: { ${key}: true }`)}`
          : "Another version comes with another torch: see `nixtorch explain torch`.",
    };
  };
}
