import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const src = join(dirname(dirname(fileURLToPath(import.meta.url))), "src");

/** Which rooms a room may import; `host types` means type-only imports of the System port. */
const rooms: Record<string, { imports: readonly string[]; hostTypes?: true }> = {
  model: { imports: [] },
  host: { imports: ["model"] },
  lang: { imports: ["model"] },
  diff: { imports: ["model"] },
  config: { imports: ["model", "lang"], hostTypes: true },
  compat: { imports: ["model", "lang"] },
  probe: { imports: ["model", "lang"], hostTypes: true },
  resources: { imports: ["model", "lang", "diff"], hostTypes: true },
  importing: { imports: ["model", "lang"] },
  stage: { imports: ["model", "lang"], hostTypes: true },
  state: { imports: ["model"], hostTypes: true },
  plan: { imports: ["model", "diff", "state"], hostTypes: true },
  apply: { imports: ["model", "lang", "state", "plan"], hostTypes: true },
  engine: {
    imports: [
      "model",
      "host",
      "lang",
      "diff",
      "config",
      "compat",
      "probe",
      "resources",
      "importing",
      "stage",
      "state",
      "plan",
      "apply",
    ],
  },
  views: { imports: ["model", "diff"] },
  cli: { imports: ["model", "engine", "views"] },
};

/** Packages and built-in modules with one home. */
const homes: Record<string, readonly string[]> = {
  zod: ["config", "plan", "state"],
  execa: ["host"],
  "node:fs": ["host", "bin"],
  "node:child_process": ["host"],
  "node:os": ["host", "bin"],
  "node:vm": ["config", "bin"],
  sucrase: ["config"],
  "@babel/parser": ["config"],
  commander: ["cli"],
  diff: ["diff"],
  "deep-diff": ["diff"],
  "smol-toml": ["lang"],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(/^(?:import|export)\s+(type\s)?[^;"']*?from\s+"([^"]+)"/gm))
    found.push({ file, specifier: match[2]!, typeOnly: match[1] !== undefined });
  for (const match of text.matchAll(/^import\s+"([^"]+)"/gm))
    found.push({ file, specifier: match[1]!, typeOnly: false });
  for (const match of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g))
    found.push({ file, specifier: match[1]!, typeOnly: false });
  return found;
}

function roomOf(file: string): string {
  const [first = "", ...rest] = relative(src, file).split("/");
  return rest.length === 0 ? first.replace(/\.ts$/, "") : first;
}

const all = sourceFiles(src).flatMap(importsOf);
const local = all.filter((one) => one.specifier.startsWith("."));
const packages = all.filter((one) => !one.specifier.startsWith("."));
const at = (one: Import) => `${relative(src, one.file)} imports ${one.specifier}`;

describe("the architecture", () => {
  it("is read from real imports", () => {
    expect(local.length).toBeGreaterThan(100);
  });

  it("has one-way imports between rooms", () => {
    const wrong = local.filter((one) => {
      const target = normalize(join(dirname(one.file), one.specifier));
      if (!target.startsWith(src)) return false;
      const [from, to] = [roomOf(one.file), roomOf(target.replace(/\.js$/, ".ts"))];
      if (from === to || from === "index" || from === "bin") return false;
      const rule = rooms[from];
      if (!rule) return true;
      return !(rule.imports.includes(to) || (to === "host" && rule.hostTypes && one.typeOnly));
    });
    expect(wrong.map(at)).toEqual([]);
  });

  it("keeps resources apart from each other", () => {
    const folderOf = (path: string) => {
      const [room, folder, ...rest] = relative(src, path).split("/");
      return room === "resources" && rest.length > 0 ? folder : null;
    };
    const wrong = local.filter((one) => {
      const target = folderOf(normalize(join(dirname(one.file), one.specifier)));
      const from = folderOf(one.file);
      return roomOf(one.file) === "resources" && target !== null && from !== target;
    });
    expect(wrong.map(at)).toEqual([]);
  });

  it("gives every package one home", () => {
    const wrong = packages.filter((one) => {
      const name = one.specifier.startsWith("@")
        ? one.specifier.split("/").slice(0, 2).join("/")
        : one.specifier.startsWith("node:")
          ? one.specifier.split("/")[0]!
          : one.specifier.split("/")[0]!;
      return homes[name] !== undefined && !homes[name].includes(roomOf(one.file));
    });
    expect(wrong.map(at)).toEqual([]);
  });

  it("leaves the process, its environment and the clock to the host and the command line", () => {
    const wrong = sourceFiles(src).filter((file) => {
      if (["host", "cli", "bin"].includes(roomOf(file))) return false;
      const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      return /\bprocess\.(env|exit|cwd|argv)\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(code);
    });
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });
});
