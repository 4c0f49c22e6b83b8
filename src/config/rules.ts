import type { Config, SystemConfig } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { isDatacenterBranch } from "../model/driver-branch.js";
import { maskCredentials } from "../model/mask.js";
import { pathText, problem, type ConfigPath, type Report } from "./problem.js";
import { meansNone } from "./gpus.js";
import { entriesOf, itemsOf } from "./value.js";
import type { WrittenConfig, WrittenSystem } from "./written.js";

/** What a rule looks at: the config in normal form, and what was said to get there. */
export interface Subject {
  readonly written: WrittenConfig;
  readonly config: Config;
  /** Whether something was written there, well-formed or not. */
  readonly stated: (path: ConfigPath) => boolean;
}

type Rule = (subject: Subject, report: Report) => void;

/** Runs every rule that needs more than one key. */
export function applyRules(subject: Subject, report: Report): void {
  for (const rule of rules) rule(subject, report);
}

const rules: readonly Rule[] = [
  gpuIsDeclared,
  cudaHasGpu,
  libraryModeGoesWithPython,
  indexesAreDistinct,
  textsCanBeWritten,
  eachSystem(primeNamesOneOtherGpu),
  eachSystem(fineGrainedNeedsOffload),
  eachSystem(datacenterHasNoPrime),
  eachSystem(datacenterHasItsDriver),
  eachSystem(driverHasGpu),
  eachSystem(nixLdModeKeepsNixLd),
  eachSystem(bootNeedsReboot),
];

function gpuIsDeclared({ config, stated }: Subject, report: Report): void {
  if (stated(["gpu"]) || config.cuda !== null) return;
  const detail = "Without `gpu` the stack is for the CPU only.";
  const hint = 'Name the card, or say that none is meant:\n\n  gpu: "RTX 4090"\n  gpu: "none"';
  report(problem("NT242", [], detail, hint));
}

function cudaHasGpu({ written, config, stated }: Subject, report: Report): void {
  if (config.cuda === null || config.gpu.length > 0) return;
  if (stated(["gpu"]) && !meansNone(written.gpu)) return;
  const said = stated(["gpu"]) ? "`gpu` says that there is none" : "no GPU is declared";
  const detail = `\`cuda\` is ${config.cuda}, but ${said}. A CPU-only stack has no CUDA.`;
  report(problem("NT241", ["cuda"], detail, 'Name the card that it is for:\n\n  gpu: "RTX 4090"'));
}

function libraryModeGoesWithPython({ written }: Subject, report: Report): void {
  const python = written.nix?.python;
  const mode = written.shell?.libraryMode;
  if (python === undefined || mode === undefined || (python === "uv") === (mode === "nix-ld")) return;
  const why =
    python === "uv"
      ? "A Python from uv starts only through nix-ld"
      : "A Python from nixpkgs does not go through nix-ld, and finds wheels' libraries only when they are exported";
  report(
    problem(
      "NT241",
      ["shell", "libraryMode"],
      `\`nix.python\` is "${python}", but \`shell.libraryMode\` is "${mode}". ${why}.`,
      "Keep one of the two keys: the other follows from it.",
    ),
  );
}

function indexesAreDistinct({ written, config }: Subject, report: Report): void {
  const seen = new Map<string, string>();
  for (const [at, index] of itemsOf(written.indexes)) {
    // The variables for its credentials have the name in capitals.
    const name = index.name.toLowerCase();
    const first = seen.get(name);
    if (first === undefined) seen.set(name, index.url);
    else {
      const urls = first === index.url ? "" : `: ${maskCredentials(first)} and ${maskCredentials(index.url)}`;
      report(problem("NT231", ["indexes", at, "name"], `Two indexes are called \`${index.name}\`${urls}.`));
    }
    if (/^pytorch(?:$|-)/i.test(index.name))
      report(
        problem(
          "NT237",
          ["indexes", at, "name"],
          `\`${index.name}\` is the name under which nixtorch writes PyTorch's own index.`,
          'A mirror of that is declared so:\n\n  torch: { index: "https://mirror.example/pytorch/whl" }',
        ),
      );
  }
  const defaults = config.indexes.filter((index) => index.default).map((index) => index.name);
  if (defaults.length > 1)
    report(
      problem(
        "NT241",
        ["indexes"],
        `Only one index can be the default, but several are: ${defaults.join(", ")}.`,
      ),
    );
}

/** Control characters, but for the two that lay out a text. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\0-\x08\x0b-\x1f\x7f]/;

const nameOfCharacter: Readonly<Record<string, string>> = {
  "\0": "a NUL character (\\0)",
  "\r": "a carriage return (\\r)",
  "\x1b": "an escape character (\\x1b)",
};

/** Nix and the shell pass control characters on to programs that stumble over them, wherever they stand. */
function textsCanBeWritten({ written }: Subject, report: Report): void {
  const visit = (value: unknown, path: ConfigPath): void => {
    if (typeof value === "string") {
      const character = unwritable.exec(value)?.[0];
      if (character !== undefined) report(unwritableText(character, path));
    } else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index]));
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(written, []);
}

function unwritableText(character: string, path: ConfigPath): Diagnostic {
  const code = `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  const name = nameOfCharacter[character] ?? `a control character (${code})`;
  const isHook = pathText(path) === "shell.hook";
  return problem(
    "NT232",
    path,
    `\`${pathText(path)}\` holds ${name}.`,
    character === "\r"
      ? "Lines end with \\n alone."
      : isHook
        ? `Let the shell make it when the hook runs. In the config:\n\n  hook: "printf '\\${code}'"`
        : "Take it out: of control characters, only newline and tab can be written.",
  );
}

interface SystemSubject extends Subject {
  readonly system: SystemConfig;
  readonly writtenSystem: WrittenSystem;
  readonly path: ConfigPath;
}

function eachSystem(rule: (subject: SystemSubject, report: Report) => void): Rule {
  return (subject, report) => {
    const { written, config } = subject;
    if (config.system !== null)
      rule({ ...subject, system: config.system, writtenSystem: written.system!, path: ["system"] }, report);
    for (const [name, writtenSystem] of entriesOf(written.hosts)) {
      const system = config.hosts[name];
      if (system !== undefined) rule({ ...subject, system, writtenSystem, path: ["hosts", name] }, report);
    }
  };
}

function primeNamesOneOtherGpu({ system, path, stated }: SystemSubject, report: Report): void {
  if (system.prime === null) return;
  const place = [...path, "prime"];
  const named = ["intelBusId", "amdgpuBusId"].filter((key) => stated([...place, key]));
  if (named.length === 1) return;
  const detail =
    named.length === 0
      ? `\`${pathText(place)}\` needs the address of the other GPU too.`
      : `\`${pathText(place)}\` has \`intelBusId\` and \`amdgpuBusId\`; NixOS takes one of them.`;
  const hint =
    'Write the one that drives the screen:\n\n  intelBusId: "PCI:0:2:0"\n  amdgpuBusId: "PCI:6:0:0"';
  report(problem("NT241", place, detail, hint));
}

function fineGrainedNeedsOffload({ system, path, stated }: SystemSubject, report: Report): void {
  if (!system.powerManagement.finegrained || system.prime?.mode === "offload") return;
  const place = [...path, "prime"];
  if (system.prime === null && stated(place)) return;
  const state = system.prime === null ? "is not declared" : `has the mode "${system.prime.mode}"`;
  report(
    problem(
      "NT241",
      [...path, "powerManagement", "finegrained"],
      `An idle GPU can be switched off only with PRIME in offload mode, but \`${pathText(place)}\` ${state}.`,
      'Take `finegrained` out, or declare:\n\n  prime: { mode: "offload", nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" }',
    ),
  );
}

function datacenterHasNoPrime({ system, path }: SystemSubject, report: Report): void {
  if (!system.datacenter || system.prime === null) return;
  const detail = `\`${pathText(path)}\` has both \`datacenter\` and \`prime\`. The data-centre driver drives no screen.`;
  report(
    problem(
      "NT241",
      [...path, "datacenter"],
      detail,
      "Only NVSwitch systems need `datacenter`: take it out.",
    ),
  );
}

function datacenterHasItsDriver({ system, path }: SystemSubject, report: Report): void {
  const { branch } = system.driver;
  if (!system.datacenter || branch === null || isDatacenterBranch(branch)) return;
  const detail =
    `\`${pathText(path)}\` has both \`datacenter\` and the driver branch "${branch}". Data-centre mode needs the fabric ` +
    "manager, which only the branches named `dc` have.";
  const hint =
    "Take `driver.branch` out: data-centre mode brings `dc`. Only NVSwitch systems need `datacenter`: without it any " +
    "branch will do.";
  report(problem("NT241", [...path, "driver", "branch"], detail, hint));
}

function driverHasGpu(
  { written, config, system, writtenSystem, path, stated }: SystemSubject,
  report: Report,
) {
  if ((system.gpu ?? config.gpu).length > 0) return;
  const ownGpu = stated([...path, "gpu"]);
  const declared = ownGpu ? writtenSystem.gpu : written.gpu;
  // A declaration that was refused for another reason is no missing one.
  if ((ownGpu || stated(["gpu"])) && !meansNone(declared)) return;
  const { driver, prime, datacenter } = system;
  const hasDriver = driver.branch !== null || driver.open !== null;
  const key = hasDriver ? "driver" : prime !== null ? "prime" : datacenter ? "datacenter" : null;
  if (key === null) return;
  const place = [...path, key];
  const detail = `\`${pathText(place)}\` is about an NVIDIA driver, but no GPU is declared for this machine.`;
  report(problem("NT241", place, detail, 'Name the card:\n\n  gpu: "RTX 4090"'));
}

function nixLdModeKeepsNixLd({ config, system, path }: SystemSubject, report: Report): void {
  if (config.shell.libraryMode !== "nix-ld" || system.nixLd.enable) return;
  const place = [...path, "nixLd"];
  const detail = `\`${pathText(place)}\` switches nix-ld off, but the shell's Python comes from uv and starts only through it.`;
  report(problem("NT241", place, detail, "Take the key out: nix-ld is on by default."));
}

function bootNeedsReboot({ config, system, path }: SystemSubject, report: Report): void {
  if (system.activation !== "boot" || config.policy.allowReboot) return;
  const detail = `\`${pathText([...path, "activation"])}\` is "boot", which takes effect by a reboot, and \`policy.allowReboot\` is false.`;
  report(problem("NT241", [...path, "activation"], detail));
}
