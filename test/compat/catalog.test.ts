import { readFileSync } from "node:fs";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { loadCatalog, type Catalog } from "../../src/compat/catalog.js";
import { compareDotted } from "../../src/compat/order.js";
import { parseRequirement } from "../../src/lang/python/requirement.js";

const catalog = loadCatalog();

const confidence = z.enum(["verified", "derived", "planned", "recalled"]);
const source = z.array(z.string().min(1)).min(1);
const note = z.string().min(1).optional();
const sourced = { confidence, note, source };
const remark = <T extends z.ZodType>(value: T) => z.strictObject({ value, confidence, note });
const fact = <T extends z.ZodType>(value: T) => z.strictObject({ value, ...sourced });
const rules = z.array(z.strictObject({ id: z.string(), value: z.string(), ...sourced }));
const table = { asOf: z.iso.date(), sources: z.record(z.string(), z.string().min(5)) };
const minor = z.string().regex(/^\d+\.\d+$/);
const dotted = z.string().regex(/^\d+(\.\d+)+$/);
const capability = z.string().regex(/^\d+\.\d$/);
const system = z.enum(["x86_64-linux", "aarch64-linux"]);
const openModule = z.enum(["unsupported", "supported", "required", "not applicable"]);

const kernels = z.strictObject({ native: z.array(capability).min(1), ptx: z.array(capability) });
const variant = z.strictObject({
  name: z.string().regex(/^cu\d{3}$/),
  cuda: minor,
  status: z.enum(["stable", "experimental", "legacy", "extra", "planned", "removed"]),
  kernels: z.partialRecord(system, kernels),
  patches: z.array(dotted).min(1).optional(),
  cudnn: dotted.optional(),
  ...sourced,
});
const companions = z.strictObject({
  torch: dotted,
  torchvision: dotted.nullable(),
  torchvisionPython: z.array(minor).min(1).optional(),
  torchaudio: dotted.nullable(),
  triton: dotted,
});
const torch = z.strictObject({
  ...table,
  index: fact(z.url()),
  cpuSystems: fact(z.array(system)),
  unpinnedTorchaudio: fact(dotted),
  rules,
  releases: z.array(
    z.strictObject({
      minor,
      patches: z.array(dotted).min(1),
      released: fact(z.iso.date()),
      python: z.strictObject({ stable: z.array(minor).min(1), experimental: z.array(minor), ...sourced }),
      variants: z.array(variant).min(1),
      defaultVariant: fact(z.string().nullable()),
      companions: z.strictObject({
        rows: z.array(companions).min(1),
        tritonConfidence: confidence,
        ...sourced,
      }),
      ...sourced,
    }),
  ),
});

const cuda = z.strictObject({
  ...table,
  rules,
  toolkits: z.array(
    z.strictObject({
      version: minor,
      released: remark(z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/)),
      minDriver: z.strictObject({ toolkit: dotted.nullable(), minorCompatibility: dotted }),
      nvcc: z.strictObject({ lowest: capability, highest: capability }).nullable(),
      hostCompiler: z
        .strictObject({
          gcc: z.strictObject({ min: z.int(), max: z.int() }),
          clang: z.strictObject({ max: z.int().nullable() }),
        })
        .nullable(),
      components: fact(z.array(z.string().regex(/^[a-z_]+$/)).min(1)),
      ...sourced,
    }),
  ),
});

const gpus = z.strictObject({
  ...table,
  rules,
  capabilities: z.array(
    z.strictObject({
      capability,
      architecture: z.string(),
      chip: z.string().optional(),
      jetson: z.boolean(),
      firstCuda: remark(minor),
      lastCuda: minor.nullable(),
      openKernelModule: openModule,
      lastDriverBranch: z.string().regex(/^\d+$/).nullable(),
      minDriver: fact(dotted).optional(),
      ...sourced,
    }),
  ),
  gpus: z.array(
    z.strictObject({
      name: z.string().min(2),
      segment: z.enum(["geforce", "workstation", "datacenter", "mining", "jetson"]),
      capability,
      aliases: z.array(z.string()).optional(),
      system: system.optional(),
      openKernelModule: openModule.optional(),
      minDriver: dotted.optional(),
      ...sourced,
    }),
  ),
});

const nixpkgs = z.strictObject({
  ...table,
  rules,
  withoutOpenModule: fact(z.array(z.string().regex(/^legacy_\d+$/))),
  releases: z.array(
    z.strictObject({
      release: z.string().regex(/^(\d\d\.\d\d|unstable)$/),
      codename: z.string(),
      status: remark(z.enum(["end-of-life", "stable", "rolling"])),
      ref: z.string().regex(/^nixos-/),
      graphicsOption: fact(z.enum(["hardware.opengl", "hardware.graphics"])),
      minNix: fact(dotted),
      cuda: z.strictObject({
        scopes: z.array(z.strictObject({ version: minor, attribute: z.string(), confidence, note })).min(1),
        default: remark(minor),
        source,
      }),
      gcc: fact(z.int()),
      glibc: fact(dotted),
      python: z.strictObject({
        default: fact(minor),
        interpreters: fact(z.array(z.strictObject({ version: minor, prerelease: z.boolean().optional() }))),
      }),
      drivers: z.strictObject({
        attributes: z.array(
          z.strictObject({
            name: z.string(),
            version: dotted.nullable().optional(),
            aliasOf: z.string().optional(),
            note,
          }),
        ),
        complete: z.boolean(),
        ...sourced,
      }),
      source,
    }),
  ),
});

const caches = z.strictObject({
  ...table,
  caches: z.array(
    z.strictObject({
      name: z.string(),
      role: z.enum(["cuda", "cuda-vendor", "community", "default", "retired"]),
      url: z.url({ protocol: /^https$/ }),
      publicKey: z.string().regex(/^[\w.-]+:[A-Za-z0-9+/]{43}=$/),
      ...sourced,
    }),
  ),
});

const packages = z.strictObject({
  ...table,
  rules,
  packages: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
      importName: z.string(),
      mode: z.enum(["match-runtime", "no-build-isolation", "none"]),
      needs: z.array(z.string()),
      env: z.record(z.string(), z.string()),
      cudaEnv: z.record(z.string(), z.string()),
      jobsVariable: z.string().optional(),
      metadata: z
        .strictObject({ version: z.string().nullable(), requiresDist: z.array(z.string()) })
        .optional(),
      git: z.url({ protocol: /^https$/ }).optional(),
      subdirectory: z.string().optional(),
      notOnIndex: z.literal(true).optional(),
      otherOnIndex: z.strictObject({ what: z.string(), related: z.boolean() }).optional(),
      minCapability: capability.optional(),
      reason: z.string(),
      ...sourced,
    }),
  ),
});

const tables = { torch, cuda, gpus, nixpkgs, caches, packages };

describe("the catalog", () => {
  it.each(Object.entries(tables))("%s: has the shape that the code relies on", (name, schema) => {
    const result = schema.safeParse(catalog[name as keyof typeof tables]);
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it.each(Object.keys(tables))("%s: names a source for every row, and no source that nobody uses", (name) => {
    const one = catalog[name as keyof typeof tables];
    const used = sourceKeysIn(one);
    expect(used.filter((key) => one.sources[key] === undefined)).toEqual([]);
    expect(Object.keys(one.sources).filter((key) => !used.includes(key))).toEqual([]);
  });

  it("marks what rests on memory alone", () => {
    const rows = Object.keys(tables).flatMap((name) => rowsIn(catalog[name as keyof typeof tables]));
    const fromMemory = rows.filter((row) => row.source.length === 1 && row.source[0] === "memory");
    expect(fromMemory.length).toBeGreaterThan(0);
    expect(fromMemory.filter((row) => row.confidence !== undefined && row.confidence !== "recalled")).toEqual(
      [],
    );
  });

  it("says nothing about where its facts were collected", () => {
    expect(JSON.stringify(catalog)).not.toMatch(/session|stored (?:text|version|copy)|\/work\//i);
  });
});

describe("torch releases", () => {
  const { releases } = catalog.torch;

  it("are sorted from old to new, patches included", () => {
    const patches = releases.flatMap((release) => release.patches);
    expect(patches).toEqual([...patches].sort(compareDotted));
    for (const release of releases) {
      expect(release.patches.every((patch) => patch.startsWith(`${release.minor}.`))).toBe(true);
      expect(release.python.stable).toEqual([...release.python.stable].sort(compareDotted));
    }
  });

  it("have companions for every patch, and a variant for what PyPI gives", () => {
    for (const release of releases) {
      expect(release.companions.rows.map((row) => row.torch)).toEqual(release.patches);
      const { value } = release.defaultVariant;
      if (value !== null) expect(release.variants.map((one) => one.name)).toContain(value);
    }
  });

  it("name variants after their CUDA, of which there is a toolkit", () => {
    const toolkits = catalog.cuda.toolkits.map((toolkit) => toolkit.version);
    for (const { name, cuda: version } of releases.flatMap((release) => release.variants)) {
      expect(name).toBe(`cu${version.replace(".", "")}`);
      expect(toolkits).toContain(version);
    }
  });

  it("are never stable and unverified at once", () => {
    const supported = releases
      .flatMap((release) => release.variants)
      .filter((one) => ["stable", "experimental", "legacy"].includes(one.status));
    expect(supported.filter((one) => one.confidence !== "verified")).toEqual([]);
    expect(supported.filter((one) => one.kernels["x86_64-linux"] === undefined)).toEqual([]);
  });

  it("hold kernels of capabilities that exist", () => {
    const known = catalog.gpus.capabilities.map((row) => row.capability);
    const built = releases.flatMap(({ variants }) =>
      variants.flatMap((one) => Object.values(one.kernels).flatMap(({ native, ptx }) => [...native, ...ptx])),
    );
    expect([...new Set(built)].filter((one) => !known.includes(one))).toEqual([]);
  });
});

describe("CUDA toolkits", () => {
  const basic = catalog.cuda.toolkits.find((toolkit) => toolkit.version === "12.6")!.components.value;

  it("are sorted from old to new", () => {
    const versions = catalog.cuda.toolkits.map((toolkit) => toolkit.version);
    expect(versions).toEqual([...versions].sort(compareDotted));
  });

  it("split off the CUDA runtime headers from CUDA 13 on", () => {
    for (const { version, components } of catalog.cuda.toolkits) {
      expect(components.value).toEqual(version.startsWith("13.") ? [...basic, "cuda_crt"] : basic);
    }
  });

  it("have components that the test nixpkgs knows", () => {
    const stub = readFileSync(new URL("../support/stub-nixpkgs/pkgs/default.nix", import.meta.url), "utf8");
    const missing = [...basic, "cuda_crt"].filter((name) => !new RegExp(`^\\s+${name} = `, "m").test(stub));
    expect(missing).toEqual([]);
  });

  it("agree with the capabilities on what they compile for", () => {
    for (const toolkit of catalog.cuda.toolkits) {
      if (toolkit.nvcc === null) continue;
      const { lowest } = toolkit.nvcc;
      const lives = (last: string | null) => last === null || compareDotted(last, toolkit.version) >= 0;
      const dropped = catalog.gpus.capabilities.filter(
        (row) => !row.jetson && compareDotted(row.capability, lowest) < 0 && lives(row.lastCuda),
      );
      expect(dropped.map((row) => `${row.capability} in CUDA ${toolkit.version}`)).toEqual([]);
    }
  });
});

describe("GPUs", () => {
  it("have a row for their capability, and a name of their own", () => {
    const capabilities = catalog.gpus.capabilities.map((row) => row.capability);
    expect(catalog.gpus.gpus.filter((gpu) => !capabilities.includes(gpu.capability))).toEqual([]);
    const names = catalog.gpus.gpus.map((gpu) => gpu.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("list capabilities from old to new", () => {
    const capabilities = catalog.gpus.capabilities.map((row) => row.capability);
    expect(capabilities).toEqual([...capabilities].sort(compareDotted));
  });
});

describe("nixpkgs releases", () => {
  const { releases } = catalog.nixpkgs;

  it("are sorted, with unstable last and one stable one", () => {
    const numbered = releases.map((row) => row.release).filter((release) => release !== "unstable");
    expect(numbered).toEqual([...numbered].sort(compareDotted));
    expect(releases.at(-1)?.release).toBe("unstable");
    expect(releases.filter((row) => row.status.value === "stable")).toHaveLength(1);
  });

  it("follow the branch of their name", () => {
    for (const row of releases) expect(row.ref).toBe(`nixos-${row.release}`);
  });

  it("have scopes named after their CUDA, the default among them", () => {
    for (const { cuda: row } of releases) {
      for (const scope of row.scopes)
        expect(scope.attribute).toBe(`cudaPackages_${scope.version.replace(".", "_")}`);
      expect(row.scopes.map((scope) => scope.version)).toContain(row.default.value);
    }
  });

  it("have their default Python among the interpreters", () => {
    for (const { python } of releases) {
      expect(python.interpreters.value.map((one) => one.version)).toContain(python.default.value);
    }
  });

  it("have driver attributes with a version or the name of another", () => {
    for (const { drivers } of releases) {
      const names = drivers.attributes.map((one) => one.name);
      for (const { version, aliasOf } of drivers.attributes) {
        if (aliasOf === undefined) expect(version).not.toBeUndefined();
        else expect(names).toContain(aliasOf);
      }
      expect(names).toContain("production");
    }
  });
});

describe("packages", () => {
  it("need and require what PEP 508 can say, torch left out", () => {
    for (const row of catalog.packages.packages) {
      for (const text of [...row.needs, ...(row.metadata?.requiresDist ?? [])]) {
        expect(parseRequirement(text).name).not.toBe("torch");
      }
    }
  });

  it("say where the real project is when PyPI has another one, or none", () => {
    const elsewhere = catalog.packages.packages.filter((row) => row.otherOnIndex ?? row.notOnIndex);
    expect(elsewhere.map((row) => row.name)).toContain("apex");
    expect(elsewhere.filter((row) => row.git === undefined)).toEqual([]);
  });
});

interface Row {
  readonly source: readonly string[];
  readonly confidence?: string;
}

/** Every object with a `source`, wherever it stands. */
function rowsIn(value: unknown): Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsIn);
  if (value === null || typeof value !== "object") return [];
  const inner = Object.values(value).flatMap(rowsIn);
  return "source" in value && Array.isArray(value.source) ? [value as Row, ...inner] : inner;
}

function sourceKeysIn(one: Catalog[keyof typeof tables]): string[] {
  return [...new Set(rowsIn(one).flatMap((row) => row.source))];
}
