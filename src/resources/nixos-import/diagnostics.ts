import type { ImportEdit } from "../../lang/nix/imports.js";
import { shellQuote } from "../../lang/shell/quote.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { parentOf } from "../nixos-files.js";
import type { OwnImport, UnreadFile } from "../nixos-walk.js";
import { address } from "./change.js";
import type { ObservedImport } from "./observe.js";

export function absent(observed: ObservedImport): Diagnostic {
  return diagnose(observed, {
    severity: "error",
    code: "NT421",
    summary: "The module of the system configuration does not exist",
    detail: `nixtorch.nix has to be imported by a NixOS module, and ${observed.path} is not there.`,
    hint: `Name the module that does exist in nixtorch.config.ts:\n\n${moduleLines(observed)}`,
  });
}

export function binary(observed: ObservedImport): Diagnostic {
  return diagnose(observed, {
    severity: "error",
    code: "NT422",
    summary: "The module of the system configuration is no text",
    detail: `${observed.path} is not UTF-8 text, so nothing can be added to it safely.`,
    hint: otherModule(observed),
  });
}

export function invalid(observed: ObservedImport, { reason, line, column }: UnreadFile): Diagnostic {
  return {
    ...diagnose(observed, {
      severity: "error",
      code: "NT423",
      summary: "The module of the system configuration is not valid Nix",
      detail: `${observed.path}:${line}:${column}: ${reason}.`,
      hint: `Correct it first. Nix says more about it:\n\n    nix-instantiate --parse ${shellQuote(observed.path)}`,
    }),
    place: placeOf({ file: observed.path, line, column }),
  };
}

/** @param reason A clause about the file, such as "it is a flake". */
export function noModule(observed: ObservedImport, reason: string): Diagnostic {
  const { lists, flake } = observed;
  const hosts = lists.length > 0 ? lists.flatMap(({ name }) => name ?? []) : (flake?.hosts ?? []);
  const named = lists.length > 0 || hosts.length > 0 ? hosts[0] : undefined;
  const choose =
    lists.length > 1 && named !== undefined
      ? "Say which host this machine is, in nixtorch.config.ts:\n\n" +
        `    system: { rebuild: { kind: "flake", host: ${JSON.stringify(named)} } }\n\nOr name`
      : "Name";
  return diagnose(observed, {
    severity: "error",
    code: "NT426",
    summary: "The file that should import nixtorch.nix is no NixOS module",
    detail:
      `${observed.path} cannot take the import: ${reason}. An \`imports\` there would not be one, and could break what ` +
      "the file is.",
    hint:
      `${choose} a module of this machine` +
      `${flake === null ? "" : `, one that ${flake.file} lists`}, in nixtorch.config.ts:\n\n${moduleLines(observed)}`,
  });
}

/** NT424: a warning, because the rest of the plan does not need the import. */
export function byHand(
  observed: ObservedImport,
  refused: Extract<ImportEdit, { outcome: "refused" }>,
  key: string,
): Diagnostic {
  const { path, imported } = observed;
  const { reason, line, column } = refused;
  return {
    ...diagnose(observed, {
      severity: "warning",
      code: "NT424",
      summary: "The import has to be added by a person",
      detail:
        `No edit of ${path} is safe: ${reason} (line ${line}, column ${column}). nixtorch.nix is written all the same; ` +
        "until something imports it, it has no effect, and the system is not rebuilt.",
      hint:
        `Add ${imported} by hand to the list of modules there:\n\n    ${key} = [ ${imported} ];\n\n` +
        `Then run \`nixtorch apply\` again, which rebuilds. ${otherModule(observed)}`,
    }),
    place: placeOf({ file: path, line, column }),
  };
}

/** NT464: the entry is a person's, or its surroundings are, so it is left as it is. */
export function conditional(observed: ObservedImport): Diagnostic {
  const [entry] = observed.entries;
  const file = entry?.file ?? observed.path;
  return {
    ...diagnose(observed, {
      severity: "warning",
      code: "NT464",
      summary: "nixtorch.nix is imported only under a condition",
      detail:
        `${entry ? `${file}:${entry.line}` : file} imports it where a condition holds. Where it does not, this machine ` +
        "gets nothing of what is planned.",
      hint: "If the condition holds on this machine, nothing is to be done. If not, import it outside the condition.",
    }),
    place: placeOf({ file, line: entry?.line, column: entry?.column }),
  };
}

/** NT428: what is planned would have no effect on this machine. */
export function unreached(observed: ObservedImport): Diagnostic[] {
  const { flake, path } = observed;
  if (flake === null || flake.reaches !== false) return [];
  const { file, host, hosts, modules } = flake;
  const isHost = host !== null && hosts.includes(host);
  const known = hosts.length > 0 ? `, only ${hosts.join(", ")}` : "";
  return [
    diagnose(observed, {
      severity: "warning",
      code: "NT428",
      summary: "The system's flake does not build the module for this machine",
      detail: isHost
        ? `${file} builds ${host} from other modules, and none of them leads to ${path}. What is planned there has no ` +
          "effect on this machine."
        : `${file} has no host ${host ?? "of this machine"}${known}. A rebuild would look for that one and fail.`,
      hint:
        isHost && modules.length > 0
          ? `Name one that it is built from, in nixtorch.config.ts:\n\n${moduleLines(observed)}`
          : "Say which host this machine is, in nixtorch.config.ts:\n\n" +
            `    system: { rebuild: { kind: "flake", host: ${JSON.stringify(hosts[0] ?? "…")} } }`,
    }),
  ];
}

/** NT429: the driver of this machine reaches others. */
export function shared(observed: ObservedImport): Diagnostic[] {
  const { flake, path } = observed;
  if (flake === null || flake.shared.length === 0) return [];
  return [
    diagnose(observed, {
      severity: "info",
      code: "NT429",
      summary: "Other hosts of the flake get nixtorch.nix as well",
      detail:
        `${flake.file} builds ${path} into ${flake.shared.join(", ")} too. They get this machine's driver with their ` +
        "next rebuild.",
      hint: 'If they should not, name a module that only this host has:\n\n    system: { module: "…" }',
    }),
  ];
}

/** NT467: without the entry gone the module cannot go, or NixOS would not evaluate any more. */
export function staysByHand(
  observed: ObservedImport,
  entries: readonly OwnImport[],
  reason: string | null,
): Diagnostic {
  const [first] = entries;
  const file = first?.file ?? observed.path;
  const places = entries.map((entry) => `${entry.file}:${entry.line}`).join(", ");
  return {
    ...diagnose(observed, {
      severity: "warning",
      code: "NT467",
      summary: "An import of nixtorch.nix has to be taken out by a person",
      detail:
        (reason === null
          ? `${places} imports nixtorch.nix, and nothing records that nixtorch wrote that.`
          : `nixtorch put its import there, and cannot take it out safely: ${reason}.`) +
        " As long as it is imported nixtorch.nix has to stay: without it NixOS could not be rebuilt.",
      hint: "Delete that entry, then run the same command again.",
    }),
    place: placeOf({ file, line: first?.line, column: first?.column }),
  };
}

function otherModule(observed: ObservedImport): string {
  return (
    "Or name another module of this machine, one with an ordinary list of imports, in nixtorch.config.ts:\n\n" +
    moduleLines(observed)
  );
}

/** Longer lists of examples help nobody. */
const maximalExamples = 5;

/** `system: { module: … }` for each file that could be meant. */
function moduleLines({ flake, path }: ObservedImport): string {
  const isFlake = flake !== null || path.endsWith("/flake.nix");
  const known = (flake?.modules ?? []).filter((module) => module !== path).slice(0, maximalExamples);
  const example = isFlake ? `${parentOf(path)}/configuration.nix` : "/etc/nixos/…";
  return (known.length > 0 ? known : [example])
    .map(
      (module) => `    system: { module: ${JSON.stringify(module)}${isFlake ? ', rebuild: "flake"' : ""} }`,
    )
    .join("\n");
}

function placeOf({ file, line, column }: { file: string; line?: number; column?: number }) {
  return { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}

function diagnose(
  { path }: ObservedImport,
  given: Pick<Diagnostic, "severity" | "code" | "summary" | "detail" | "hint">,
): Diagnostic {
  return { ...given, address, place: { file: path } };
}
