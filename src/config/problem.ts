import type { Code, Diagnostic } from "../model/diagnostic.js";

/** A place in the config's value, such as `["packages", 2]`. */
export type ConfigPath = readonly (string | number)[];

/** One code and one summary for each way in which a config can be wrong. */
const summaries = {
  NT220: "A value in the config is of the wrong kind",
  NT221: "The config has a key that nixtorch does not know",
  NT222: "A required key is missing in the config",
  NT223: "A version in the config cannot be read",
  NT224: "A version in the config is written as a number",
  NT225: "A requirement in the config is not valid",
  NT226: "A URL in the config is not valid",
  NT227: "A URL in the config carries credentials",
  NT228: "A variable in the config has an invalid name",
  NT229: "A variable in the config belongs to nixtorch",
  NT230: "A package in the config is chosen by nixtorch",
  NT231: "The config says two different things about one name",
  NT232: "A text in the config holds a character that cannot be written",
  NT233: "A value in the config is empty",
  NT234: "The config takes nixpkgs from this machine",
  NT235: "A Nix attribute path in the config is not valid",
  NT236: "A bus address in the config is not valid",
  NT237: "A name in the config is not valid",
  NT238: "The config refers to an index that it does not declare",
  NT239: "A value in the config is not one of those allowed",
  NT240: "A path in the config is not valid",
  NT241: "Options in the config contradict each other",
  NT242: "The config declares no GPU",
  NT243: "A public key in the config is not valid",
  NT244: "The release of nixpkgs in the config is not known",
  NT245: "A package in the config has more than one source",
  NT246: "A Python package is asked from Nix",
} as const satisfies Partial<Record<Code, string>>;

export type ConfigCode = keyof typeof summaries;

const warnings: ReadonlySet<ConfigCode> = new Set(["NT234", "NT242", "NT246"]);

/** Failures of a key's name rather than its value: the key is what is underlined. */
const aboutKeys: ReadonlySet<string> = new Set<ConfigCode>(["NT221", "NT228", "NT229"]);

export function isAboutKey(diagnostic: Diagnostic): boolean {
  return aboutKeys.has(diagnostic.code);
}

export function problem(code: ConfigCode, path: ConfigPath, detail: string, hint?: string): Diagnostic {
  return {
    severity: warnings.has(code) ? "warning" : "error",
    code,
    summary: summaries[code],
    detail,
    ...(hint === undefined ? {} : { hint }),
    configPath: path,
  };
}

/** Collects what is wrong, so that all problems are reported at once. */
export type Report = (diagnostic: Diagnostic) => void;

const plainKey = /^[A-Za-z_$][\w$]*$/;

/** `shell.env`, `packages[2]`, `hosts["my host"].gpu`; the whole config is "the config". */
export function pathText(path: ConfigPath): string {
  const text = path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : plainKey.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join("");
  return text === "" ? "the config" : text.replace(/^\./, "");
}

/** A hint with a line of code to write instead. */
export function writeInstead(...lines: readonly string[]): string {
  return `Write:\n\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
