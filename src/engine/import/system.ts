import { sep } from "node:path";
import { cudaCache, loadCatalog, newestStableNixpkgs } from "../../compat/catalog.js";
import { checkConfig } from "../../config/check.js";
import { Collector, type Reading, type Understood } from "../../importing/types.js";
import type { Place } from "../../model/diagnostic.js";
import { below } from "../../model/rooted.js";
import { probeNixos } from "../../probe/nixos.js";
import { systemFrom } from "../../resources/nixos-module/index.js";
import { systemFlake, walkConfiguration, type WalkedConfiguration } from "../../resources/nixos-walk.js";
import type { Session } from "../session.js";
import { refused, type Lookup } from "./sources.js";

const directory = "/etc/nixos";
const usualModule = `${directory}/configuration.nix`;

/** The machine's NixOS configuration, as a path of this machine; `null`: there is none where it usually lies. */
export function systemModule({ system, root }: Session): string | null {
  const path = below(root, usualModule);
  return system.lstat(below(root, "/etc/NIXOS")) !== null && system.lstat(path) !== null ? path : null;
}

/** Whether a path belongs to the configuration of the machine. */
export function isSystemFile({ root }: Session, path: string): boolean {
  const place = below(root, directory);
  return path === place || path.startsWith(`${place}${sep}`);
}

/**
 * Reads the NVIDIA section of a NixOS configuration, with what it imports; `null`: it has none, and nobody asked.
 * @throws Failure NT494
 */
export function readSystem(lookup: Lookup, path: string, isNamed: boolean): Reading | null {
  const { session } = lookup;
  const { system, root } = session;
  const module = moduleBelow(lookup, path);
  const { config } = checkConfig({ gpu: "none", system: { module } });
  const declared = config?.system ?? null;
  if (declared === null) throw refused(lookup, path, "it is no Nix file");
  const nixos = probeNixos(system, { root, hostName: session.options.hostname ?? null, config: declared });
  const flake = systemFlake(declared, nixos);
  const walked = walkConfiguration(system, { root, module }, flake);
  if (walked.module.kind !== "parsed")
    throw refused(lookup, path, `it cannot be read as Nix: ${walked.module.reason}`);
  const catalog = loadCatalog();
  const release = nixos.release?.value ?? newestStableNixpkgs(catalog).release;
  const { nvidia, understood, not } = systemFrom(walked, release, [cudaCache(catalog)]);
  if (!nvidia) {
    const why = "it switches no NVIDIA driver on, so there is nothing to declare of the system";
    return isNamed ? { understood: [], not: [{ what: module, place: { file: module }, why }] } : null;
  }
  const found = new Collector();
  const place: Place = { file: module };
  const own = (key: string, value: unknown, source: string, note: string) =>
    found.understood.push({ path: ["system", key], value, source, place, note });
  found.understood.push({ path: ["system"], value: {}, source: "an NVIDIA driver", place });
  if (module !== usualModule) own("module", module, module, "the module that gets the import");
  if (nixos.flake !== null)
    own("rebuild", "flake", `${nixos.flake}/flake.nix`, "the system is built from a flake");
  found.understood.push(
    ...understood.map((one): Understood => {
      const options = optionsAt(walked, one.file, one.line);
      const source = options.length === 0 ? one.path.join(".") : options.join(", ");
      return {
        path: one.path,
        value: one.value,
        source,
        place: { file: one.file, line: one.line },
        keys: options,
      };
    }),
  );
  if (!sets(walked, "programs.nix-ld"))
    own("nixLd", false, "no programs.nix-ld", "as it is now; the default is true");
  found.not.push(...not.map(({ what, file, line, why }) => ({ what, place: { file, line }, why })));
  return found;
}

/** An absolute path below the root. */
function moduleBelow(lookup: Lookup, path: string): string {
  const { root } = lookup.session;
  const prefix = below(root, "");
  const inside = root === "/" ? path : path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : null;
  if (inside === null) throw refused(lookup, path, `it does not lie below ${root}, which --root names`);
  return inside === directory ? usualModule : inside;
}

function optionsAt({ configuration }: WalkedConfiguration, file: string, line: number): string[] {
  const { assignments = [] } = configuration.find(({ path }) => path === file) ?? {};
  return assignments.filter((one) => one.line === line).map(({ option }) => option);
}

function sets({ configuration }: WalkedConfiguration, prefix: string): boolean {
  return configuration.some(({ assignments }) => assignments.some(({ option }) => option.startsWith(prefix)));
}
