import type { Reader } from "../host/system.js";
import type { MachineFacts } from "../model/machine.js";
import { rebase } from "../model/rooted.js";
import { compareDotted } from "../model/version.js";
import { highestNeeded } from "./elf.js";

/** Where the driver's libraries lie: on NixOS, and in a Linux below Windows. */
const driverDirectories = ["/run/opengl-driver/lib", "/usr/lib/wsl/lib"];

/** Libraries of the driver that a process with torch loads, now or when it compiles code for the card. */
const loadedByTorch = /^lib(?:cuda|nvidia-ml|nvidia-nvvm\d*|nvidia-ptxjitcompiler)\.so\.\d+$/;

/** More than any of the kernel's files here has. */
const mostBytes = 4096;

/** Reads what the kernel and the driver say. Nothing of it needs to be there. */
export function probeHardware(system: Reader, root: string): MachineFacts {
  const at = (path: string) => rebase(system, root, path);
  const text = (path: string) => {
    const place = at(path);
    const bytes = place === null ? null : system.part(place, 0, mostBytes);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
  const list = (path: string) => {
    const place = at(path);
    return place === null ? [] : system.list(place);
  };
  const version =
    text("/sys/module/nvidia/version")?.trim() || versionIn(text("/proc/driver/nvidia/version"));
  const cards = "/proc/driver/nvidia/gpus";
  return {
    driver: version ? { version } : null,
    gpus: list(cards).flatMap((bus) => modelIn(text(`${cards}/${bus}/information`)) ?? []),
    wantedGlibc: wantedGlibc(system, list, at),
  };
}

/** "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.159.04  Release Build …" */
function versionIn(text: string | null): string | null {
  return /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(text ?? "")?.[1] ?? null;
}

function modelIn(text: string | null): string | null {
  return /^Model:\s*(.+?)\s*$/m.exec(text ?? "")?.[1] ?? null;
}

function wantedGlibc(
  system: Reader,
  list: (path: string) => readonly string[],
  at: (path: string) => string | null,
): MachineFacts["wantedGlibc"] {
  const directory = driverDirectories.find((one) => list(one).length > 0);
  if (directory === undefined) return null;
  let newest: MachineFacts["wantedGlibc"] = null;
  for (const name of list(directory).filter((one) => loadedByTorch.test(one))) {
    const library = `${directory}/${name}`;
    const path = at(library);
    const version =
      path === null ? null : highestNeeded("GLIBC", (from, count) => system.part(path, from, count));
    if (version !== null && (newest === null || compareDotted(version, newest.version) > 0))
      newest = { version, library };
  }
  return newest;
}
