import { isFlake } from "../../lang/nix/flake.js";
import { addImport, type ImportEdit } from "../../lang/nix/imports.js";
import { NixSyntaxError } from "../../lang/nix/syntax-error.js";
import { shellQuote } from "../../lang/shell/quote.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { digestOf, type Digest } from "../../model/digest.js";
import { readObstacle, writeObstacle } from "../obstacle.js";
import type { Baseline, Contribution } from "../resource.js";
import type { SystemDesire } from "../system-desire.js";
import { parentOf } from "../nixos-files.js";
import { decodeText } from "../text.js";
import type { ObservedImport } from "./observe.js";

const address = "system.import";

/** Baseline keys: the path that was added, and how, which taking it out again must know. */
const pathKey = "import";
const kindKey = "kind";

/**
 * Plans one entry in the `imports` of the person's module, as an edit that touches nothing else.
 * `needed`: whether there is a module to import; without one nothing is planned.
 */
export function planImport(observed: ObservedImport, desire: SystemDesire, needed = true): Contribution {
  if (!needed) return keep(observed, "there is no module to import", {});
  const obstacle = readObstacle(target(observed));
  if (obstacle) return conflict(observed, obstacle);
  if (observed.file.kind !== "file") return conflict(observed, absent(observed));
  const text = decodeText(observed.file);
  if (text === null) return conflict(observed, binary(observed));
  try {
    if (isFlake(text)) return conflict(observed, flake(observed));
    const edit = addImport(text, observed.imported);
    if (observed.importedBy === "module") {
      return keep(observed, "it is imported", present(observed, desire.baseline));
    }
    if (observed.importedBy === "another") return keep(observed, "another module imports it", {});
    return planned(observed, desire, text, observed.file.digest, edit);
  } catch (error) {
    if (error instanceof NixSyntaxError) return conflict(observed, invalid(observed, error));
    throw error;
  }
}

function planned(
  observed: ObservedImport,
  { baseline }: SystemDesire,
  text: string,
  before: Digest,
  edit: ImportEdit,
): Contribution {
  if (edit.outcome === "refused") return conflict(observed, refused(observed, text, edit.reason));
  if (edit.outcome === "unchanged") return keep(observed, "it is imported", present(observed, baseline));
  const obstacle = writeObstacle(target(observed));
  if (obstacle) return conflict(observed, obstacle);
  const after = digestOf(edit.text);
  const removed = baseline[pathKey];
  return {
    change: {
      ...changeOf(observed, "NixOS reads nixtorch.nix only where it is imported"),
      action: "update",
      after,
      details: [{ key: "imports", before: null, after: observed.imported }],
    },
    actions: [{ type: "write-spans", address, before, spans: edit.spans, after }],
    drift:
      removed === undefined
        ? []
        : [{ address, key: pathKey, base: removed, observed: null, detail: "removed since the last apply" }],
    diagnostics: [],
    baseline: { [pathKey]: observed.imported, [kindKey]: edit.kind },
    content: edit.text,
  };
}

/** The file is named as the config does: a link is only news by the name that is one. */
function target({ stated, file }: ObservedImport) {
  return { address, path: stated, observed: file } as const;
}

function present(observed: ObservedImport, baseline: Baseline): Baseline {
  return { ...baseline, [pathKey]: observed.imported };
}

function keep(observed: ObservedImport, reason: string, baseline: Baseline): Contribution {
  return {
    change: { ...changeOf(observed, reason), action: "no-op" },
    actions: [],
    drift: [],
    diagnostics: [],
    baseline,
    content: decodeText(observed.file),
  };
}

function conflict(observed: ObservedImport, diagnostic: Diagnostic): Contribution {
  const kept = keep(observed, "nixtorch.nix must be imported", {});
  return { ...kept, change: { ...kept.change, action: "conflict" }, diagnostics: [diagnostic] };
}

function changeOf(observed: ObservedImport, reason: string) {
  const digest = observed.file.kind === "file" ? observed.file.digest : null;
  return {
    address,
    path: observed.path,
    before: digest,
    after: digest,
    details: [],
    reason,
    needs: [],
  } as const;
}

function absent(observed: ObservedImport): Diagnostic {
  return diagnose(observed, {
    code: "NT421",
    summary: "The module of the system configuration does not exist",
    detail: `nixtorch.nix has to be imported by a NixOS module, and ${observed.path} is not there.`,
    hint: 'Name the module that does exist in nixtorch.config.ts:\n\n    system: { module: "/etc/nixos/…" }',
  });
}

function binary(observed: ObservedImport): Diagnostic {
  return diagnose(observed, {
    code: "NT422",
    summary: "The module of the system configuration is no text",
    detail: `${observed.path} is not UTF-8 text, so nothing can be added to it safely.`,
    hint: byHand(observed.imported),
  });
}

function invalid(observed: ObservedImport, error: NixSyntaxError): Diagnostic {
  return {
    ...diagnose(observed, {
      code: "NT423",
      summary: "The module of the system configuration is not valid Nix",
      detail: `${observed.path}:${error.line}:${error.column}: ${error.message}.`,
      hint: `Correct it first. Nix says more about it:\n\n    nix-instantiate --parse ${shellQuote(observed.path)}`,
    }),
    place: { file: observed.path, line: error.line, column: error.column },
  };
}

function flake(observed: ObservedImport): Diagnostic {
  return diagnose(observed, {
    code: "NT426",
    summary: "A flake is no module of the system configuration",
    detail:
      `${observed.path} is a flake: it has \`outputs\`. nixtorch.nix has to be imported by a NixOS module, and Nix ` +
      "would refuse `imports` in a flake.",
    hint:
      "Name a module that this flake lists under `modules`, in nixtorch.config.ts:\n\n" +
      `    system: { module: "${parentOf(observed.path)}/configuration.nix", rebuild: "flake" }`,
  });
}

function refused(observed: ObservedImport, text: string, reason: string): Diagnostic {
  const line = /^.*\bimports\b/m.exec(text.replace(/#.*$/gm, (remark) => " ".repeat(remark.length)));
  const place = line ? { line: text.slice(0, line.index).split("\n").length } : {};
  return {
    ...diagnose(observed, {
      code: "NT424",
      summary: "The import cannot be added without a person",
      detail: `${observed.path} has no list of imports that can be extended safely: ${reason}.`,
      hint: byHand(observed.imported),
    }),
    place: { file: observed.path, ...place },
  };
}

/** The ways out where no edit can be made; both are seen by the next plan. */
function byHand(imported: string): string {
  return (
    "Name another module of this machine, one with an ordinary list of imports, in nixtorch.config.ts:\n\n" +
    '    system: { module: "/etc/nixos/…" }\n\n' +
    `Or write ${imported} by hand into the \`imports\` of this module or of one that it imports, as a path:\n\n` +
    `    imports = [ ${imported} ];`
  );
}

function diagnose(
  { path }: ObservedImport,
  given: Pick<Diagnostic, "code" | "summary" | "detail" | "hint">,
): Diagnostic {
  return { severity: "error", ...given, address, place: { file: path } };
}
