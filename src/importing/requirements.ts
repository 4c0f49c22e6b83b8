import { readRequirement, RequirementSyntaxError } from "../lang/python/requirement.js";
import type { Requirement } from "../lang/python/requirement.js";
import { parseRequirementsFile, type RequirementsEntry } from "../lang/python/requirements-file.js";
import type { Place } from "../model/diagnostic.js";
import { carriesCredentials, maskCredentials } from "../model/mask.js";
import { gitOrigin, packageItem, unitOf, type Origin } from "./package.js";
import { uvAuth, withheld } from "./secret.js";
import { isChosen, readChosen, readTorchIndex, torchIndexOf } from "./torch.js";
import { Collector, type Facts, type Reading } from "./types.js";

/** How a requirements file reaches what lies around it. */
export interface Around {
  /** The text of a file by its path relative to the project; `null`: there is none. */
  read(path: string): string | null;
  /** The name of the Python project in a directory, relative to the project; `null`: it says none. */
  nameOf(directory: string): string | null;
  /** The path of a file as seen from another one's directory. */
  join(from: string, path: string): string;
  readonly facts: Facts;
}

/** Reads a requirements file of pip's and those it includes. */
export function readRequirements(file: string, text: string, around: Around): Reading {
  const reader = new RequirementsReader(around);
  reader.file(file, text);
  return reader.found;
}

class RequirementsReader {
  readonly found = new Collector();
  private readonly around: Around;
  private readonly seen = new Set<string>();
  private indexes = 0;

  constructor(around: Around) {
    this.around = around;
  }

  file(file: string, text: string): void {
    if (this.seen.has(file)) return;
    this.seen.add(file);
    for (const entry of parseRequirementsFile(text)) this.entry(entry, file);
  }

  private entry(entry: RequirementsEntry, file: string): void {
    const place: Place = { file, line: entry.line };
    const refuse = (why: string) => this.found.not.push({ what: maskCredentials(entry.text), place, why });
    if (/\$\{[A-Z0-9_]+\}/.test(entry.text))
      return void refuse("it takes a part from the environment, which the config does not do");
    switch (entry.kind) {
      case "requirement":
        return this.requirement(entry, place);
      case "reference":
        return this.reference(entry, file, place);
      case "index":
        return this.index(entry, place);
      case "file":
        return entry.constraints
          ? void refuse("constraints have no key in the config: put limits at the packages themselves")
          : this.include(entry, file, place);
      case "invalid":
        return void refuse(`it is no requirement: ${entry.message}`);
      case "option":
        return void this.option(entry, place);
    }
  }

  private requirement(entry: RequirementsEntry & { kind: "requirement" }, place: Place): void {
    const { requirement, text, comment, options } = entry;
    const source = maskCredentials(text.split(/\s+--/)[0]!);
    const secret = withheld(text, place, uvAuth);
    if (secret !== null) return void this.found.not.push(secret);
    const hashes = options.some((option) => option.startsWith("--hash"));
    const others = options.filter((option) => !option.startsWith("--hash"));
    if (others.length > 0)
      this.found.not.push({
        what: others.join(" "),
        place,
        why: "an option of pip's that uv does not have here",
      });
    if (isChosen(requirement.normalizedName))
      return this.found.add(readChosen(requirement, { source, place, key: null }, this.around.facts));
    this.package(requirement, null, {
      source,
      place,
      ...(hashes ? { note: "uv.lock holds the hashes" } : {}),
      ...remarkOf(comment),
    });
  }

  private package(
    requirement: Requirement,
    origin: Origin | null,
    at: { source: string; place: Place; note?: string; remark?: string },
  ): void {
    const keys = [`project.dependencies.${unitOf(requirement)}`];
    const value = packageItem(requirement, origin);
    this.found.understood.push({ path: ["packages"], item: true, value, keys, ...at });
  }

  /** `-e .`, `./lib`, `git+https://…#egg=name`, a wheel. */
  private reference(entry: RequirementsEntry & { kind: "reference" }, file: string, place: Place): void {
    const { target, editable, text, comment } = entry;
    const source = maskCredentials(text);
    const secret = withheld(target, place, uvAuth);
    if (secret !== null) return void this.found.not.push(secret);
    const [bare = "", marker] = target.split(/\s*;\s*/);
    const origin = this.originOf(bare, editable, file);
    if (origin === "itself") {
      const note = "the project itself: uv installs it";
      this.found.understood.push({ path: ["project", "package"], value: true, source, place, note });
      return;
    }
    const name = origin === null ? null : this.nameOf(bare, origin);
    const requirement = readRequirement(`${name ?? ""}${marker === undefined ? "" : `; ${marker}`}`);
    if (origin === null || requirement instanceof RequirementSyntaxError) {
      this.found.not.push({ what: source, place, why: namelessness(origin) });
      return;
    }
    this.package(requirement, origin, { source, place, ...remarkOf(comment) });
  }

  private originOf(target: string, editable: boolean, file: string): Origin | "itself" | null {
    const git = gitOrigin(target);
    if (git !== null) return git;
    if (/^https?:/.test(target)) return { url: target.replace(/#.*$/, "") };
    if (/^[a-z]+(?:\+[a-z]+)?:/.test(target)) return null;
    const path = this.around.join(file, target.replace(/\[.*\]$/, ""));
    if (path === "." || path === "") return "itself";
    return { path, ...(editable ? { editable } : {}) };
  }

  private nameOf(target: string, origin: Origin): string | null {
    const egg = /#(?:.*&)?egg=([A-Za-z0-9._-]+(?:\[[^\]]*\])?)/.exec(target)?.[1];
    if (egg !== undefined) return egg;
    const wheel = /([A-Za-z0-9._]+)-[^-/]+(?:-[^-/]+)?-[^-/]+-[^-/]+-[^-/]+\.whl(?:$|#)/.exec(target)?.[1];
    if (wheel !== undefined) return wheel;
    return "path" in origin ? this.around.nameOf(origin.path) : null;
  }

  private index(entry: RequirementsEntry & { kind: "index" }, place: Place): void {
    const { url, extra, text } = entry;
    const instead = "name the index in `indexes`, and set UV_INDEX_<NAME>_USERNAME and _PASSWORD";
    const secret = withheld(url, place, instead) ?? withheld(text, place, instead);
    if (secret !== null) return void this.found.not.push(secret);
    const torch = torchIndexOf(url);
    if (torch !== null)
      return this.found.add(readTorchIndex(torch, { source: text, place }, this.around.facts));
    this.indexes += 1;
    const name = indexNameOf(url) ?? `index-${this.indexes}`;
    this.found.understood.push({
      path: ["indexes"],
      item: true,
      value: { name, url, ...(extra ? {} : { default: true }) },
      source: text,
      place,
      keys: [`tool.uv.index.${name}`],
    });
  }

  private include(entry: RequirementsEntry & { kind: "file" }, file: string, place: Place): void {
    const path = this.around.join(file, entry.path);
    const text = /^[a-z]+:\/\//.test(entry.path) ? null : this.around.read(path);
    if (text !== null) return this.file(path, text);
    this.found.not.push({ what: maskCredentials(entry.text), place, why: "there is no such file here" });
  }

  private option({ name, value, text }: RequirementsEntry & { kind: "option" }, place: Place): void {
    const what = maskCredentials(text);
    if (carriesCredentials(text)) return void this.found.not.push(withheld(text, place, uvAuth)!);
    // The old way to PyTorch's wheels: pages with links, named after a variant.
    const torch = ["-f", "--find-links"].includes(name) ? torchIndexOf(value) : null;
    if (torch !== null) {
      this.found.add(readTorchIndex(torch, { source: what, place }, this.around.facts));
      return;
    }
    const why = options[name] ?? "an option of pip's that the config has no key for";
    this.found.not.push({ what, place, why });
  }
}

/** What to write for a package that does not say its name, with the name that it most likely has. */
function namelessness(origin: Origin | null): string {
  if (origin === null) return "uv takes packages from git, directories and archives only";
  const address = "git" in origin ? origin.git : "path" in origin ? origin.path : "";
  const guess = /([A-Za-z0-9._-]+?)(?:\.git)?\/*$/.exec(address)?.[1] ?? "…";
  const entries = Object.entries({ name: guess, ...origin }).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  return `it does not say its name: if that is right, add { ${entries.join(", ")} } to \`packages\``;
}

const links = "the config takes packages from indexes, not from pages of links";

const options: Readonly<Record<string, string>> = {
  "-f": links,
  "--find-links": links,
  "--no-index": "the config takes packages from indexes",
  "--pre": "pre-releases are allowed for the packages that name one, as in `foo>=1.0rc1`",
  "--require-hashes": "uv.lock always holds the hashes",
  "--trusted-host": "uv has `allow-insecure-host` for that, in uv.toml",
};

function remarkOf(comment: string | null): { remark?: string } {
  const isTools = comment !== null && /^via\b/.test(comment);
  return comment === null || isTools || carriesCredentials(comment) ? {} : { remark: comment };
}

/** A name for an index that has none: what tells its host apart. */
function indexNameOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parts = new URL(url).hostname
    .split(".")
    .filter((part) => !["www", "com", "org", "net", "io"].includes(part));
  const name = parts.join("-").replace(/[^A-Za-z0-9._-]+/g, "-");
  return name === "" || /^pytorch(?:$|-)/i.test(name) ? null : name;
}
