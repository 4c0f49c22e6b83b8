import { posix } from "node:path";
import type { SystemConfig } from "../model/config.js";
import { plainSystem } from "../model/plain-system.js";
import { readAttributes } from "./attributes.js";
import { quoted } from "./describe.js";
import { readGpus } from "./gpus.js";
import { pathText, problem, writeInstead, type ConfigPath, type Report } from "./problem.js";
import { checkName } from "./texts.js";
import { readVersion } from "./versions.js";
import type { WrittenPrime, WrittenRebuild, WrittenSystem } from "./written.js";

/** One machine's configuration with its defaults. */
export function readSystem(written: WrittenSystem, path: ConfigPath, report: Report): SystemConfig {
  const { driver = {}, powerManagement = false, nixLd = true } = written;
  const power = typeof powerManagement === "boolean" ? { enable: powerManagement } : powerManagement;
  const loader = typeof nixLd === "boolean" ? { enable: nixLd } : nixLd;
  return {
    module: readModule(written.module, [...path, "module"], report),
    rebuild: readRebuild(written.rebuild, [...path, "rebuild"], report),
    release:
      written.release === undefined
        ? null
        : readVersion("nixpkgs", written.release, [...path, "release"], report),
    gpu: written.gpu === undefined ? null : readGpus(written.gpu, [...path, "gpu"], report),
    driver: {
      branch: readBranch(driver.branch, [...path, "driver", "branch"], report),
      open: driver.open ?? null,
    },
    powerManagement: { enable: power.enable ?? true, finegrained: power.finegrained ?? false },
    prime: written.prime === undefined ? null : readPrime(written.prime, [...path, "prime"], report),
    graphics32Bit: written.graphics32Bit ?? plainSystem.graphics32Bit,
    nixLd: {
      enable: loader.enable ?? true,
      libraries: readAttributes(loader.libraries, [...path, "nixLd", "libraries"], report),
    },
    containerToolkit: written.containerToolkit ?? plainSystem.containerToolkit,
    persistence: written.persistence ?? plainSystem.persistence,
    datacenter: written.datacenter ?? plainSystem.datacenter,
    direnv: written.direnv ?? plainSystem.direnv,
    caches: written.caches ?? plainSystem.caches,
    activation: written.activation ?? plainSystem.activation,
  };
}

function readModule(written: string | undefined, path: ConfigPath, report: Report): string {
  if (written === undefined) return plainSystem.module;
  const wrong = !written.startsWith("/")
    ? "it must be an absolute path"
    : !written.endsWith(".nix")
      ? "it must be a .nix file"
      : /[\n\r]/.test(written)
        ? "it must be one line"
        : null;
  if (wrong === null) return posix.normalize(written);
  report(
    problem(
      "NT240",
      path,
      `\`${pathText(path)}\` is ${quoted(written)}: ${wrong}.`,
      writeInstead(`module: "${plainSystem.module}"`),
    ),
  );
  return plainSystem.module;
}

function readRebuild(
  written: "channel" | "flake" | WrittenRebuild | undefined,
  path: ConfigPath,
  report: Report,
): SystemConfig["rebuild"] {
  const rebuild: WrittenRebuild =
    typeof written === "object" ? written : written === "flake" ? { kind: "flake" } : { kind: "channel" };
  if (rebuild.kind === "flake") {
    const named = rebuild.host !== undefined && checkName("host", rebuild.host, [...path, "host"], report);
    return { kind: "flake", host: named ? rebuild.host! : null };
  }
  if ("host" in rebuild)
    report(
      problem(
        "NT241",
        [...path, "host"],
        `\`${pathText(path)}\` names a host, which only a flake has.`,
        'Say kind: "flake".',
      ),
    );
  return { kind: "channel" };
}

function readBranch(written: string | undefined, path: ConfigPath, report: Report): string | null {
  if (written === undefined) return null;
  return checkName("driver branch", written, path, report) ? written : null;
}

function readPrime(written: WrittenPrime, path: ConfigPath, report: Report): SystemConfig["prime"] {
  const bus = (key: "nvidiaBusId" | "intelBusId" | "amdgpuBusId") =>
    written[key] === undefined ? null : readBusId(written[key], [...path, key], report);
  return {
    mode: written.mode ?? "offload",
    nvidiaBusId: bus("nvidiaBusId") ?? "",
    intelBusId: bus("intelBusId"),
    amdgpuBusId: bus("amdgpuBusId"),
  };
}

/** The form that hardware.nvidia.prime.*BusId takes; `@domain` from NixOS 24.11 on. */
const busId = /^PCI:\d{1,3}(?:@\d{1,10})?:\d{1,2}:\d$/;
/** As lspci prints it, in hexadecimal: `0000:01:00.0`. */
const lspci = /^(?:([\da-f]{4}):)?([\da-f]{2}):([\da-f]{2})\.([0-7])$/i;

function readBusId(written: string, path: ConfigPath, report: Report): string {
  const text = written.trim();
  if (busId.test(text)) return text;
  const printed = lspci.exec(text);
  const decimal = (index: number) => Number.parseInt(printed?.[index] ?? "0", 16);
  const domain = decimal(1) === 0 ? "" : `@${decimal(1)}`;
  const example = printed === null ? "PCI:1:0:0" : `PCI:${decimal(2)}${domain}:${decimal(3)}:${decimal(4)}`;
  report(
    problem(
      "NT236",
      path,
      `\`${pathText(path)}\` is ${quoted(written)}. The form is PCI:bus:device:function in decimal numbers; lspci ` +
        "prints hexadecimal ones.",
      writeInstead(`${path.at(-1)}: "${example}"`),
    ),
  );
  return text;
}
