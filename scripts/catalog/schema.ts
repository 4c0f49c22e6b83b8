import * as z from "zod";

/** Without "stated", which is for what a person vouches for in a config. */
const confidence = z.enum(["verified", "derived", "planned", "recalled"]);
const source = z.array(z.string().min(1)).min(1);
const note = z.string().min(1).optional();
const sourced = { confidence, note, source };
const remark = <T extends z.ZodType>(value: T) => z.strictObject({ value, confidence, note });
const fact = <T extends z.ZodType>(value: T) => z.strictObject({ value, ...sourced });
const rules = z.array(z.strictObject({ id: z.string().min(1), value: z.string().min(1), ...sourced }));
const table = { asOf: z.iso.date(), sources: z.record(z.string().min(1), z.string().min(5)) };
const minor = z.string().regex(/^\d+\.\d+$/, "is no version such as 12.8");
const dotted = z.string().regex(/^\d+(\.\d+)+$/, "is no version such as 2.14.1");
const capability = z.string().regex(/^\d+\.\d$/, "is no compute capability such as 8.9");
const system = z.string().regex(/^(x86_64|aarch64)-linux$/, "is no system with CUDA wheels");
const openModule = z.enum(["unsupported", "supported", "required", "not applicable"]);

const variant = z.strictObject({
  name: z.string().regex(/^cu\d{3}$/, "is no variant such as cu126"),
  cuda: minor,
  status: z.enum(["stable", "experimental", "legacy", "extra", "planned", "removed"]),
  kernels: z.record(
    system,
    z.strictObject({ native: z.array(capability).min(1), ptx: z.array(capability) }),
  ),
  patches: z.array(dotted).min(1).optional(),
  cudnn: dotted.optional(),
  download: remark(z.number().positive()).optional(),
  ...sourced,
});

const companions = z.strictObject({
  torch: dotted,
  torchvision: dotted.nullable(),
  torchvisionPython: z.array(minor).min(1).optional(),
  torchaudio: dotted.nullable(),
  torchaudioPython: z.array(minor).min(1).optional(),
  triton: dotted,
});

const torchRelease = z.strictObject({
  minor,
  patches: z.array(dotted).min(1),
  released: fact(z.iso.date()),
  python: z.strictObject({ stable: z.array(minor).min(1), experimental: z.array(minor), ...sourced }),
  variants: z.array(variant).min(1),
  defaultVariant: fact(z.string().nullable()),
  companions: z.strictObject({ rows: z.array(companions).min(1), tritonConfidence: confidence, ...sourced }),
  ...sourced,
});

const torch = z.strictObject({
  ...table,
  index: fact(z.url()),
  cpuSystems: fact(z.array(system).min(1)),
  unpinnedTorchaudio: z.strictObject({ value: dotted, python: z.array(minor).min(1), ...sourced }),
  rules,
  releases: z.array(torchRelease).min(1),
});

const toolkit = z.strictObject({
  version: minor,
  released: remark(z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, "is no month or day")),
  minDriver: z.strictObject({ toolkit: dotted.nullable(), minorCompatibility: dotted }),
  nvcc: z.strictObject({ lowest: capability, highest: capability }).nullable(),
  hostCompiler: z
    .strictObject({
      gcc: z.strictObject({ min: z.int(), max: z.int() }),
      clang: z.strictObject({ max: z.int().nullable() }),
    })
    .nullable(),
  components: fact(z.array(z.string().regex(/^[a-z_]+$/, "is no attribute of a CUDA scope")).min(1)),
  ...sourced,
});

const cuda = z.strictObject({ ...table, rules, toolkits: z.array(toolkit).min(1) });

const capabilityRow = z.strictObject({
  capability,
  architecture: z.string().min(1),
  chip: z.string().min(1).optional(),
  jetson: z.boolean(),
  firstCuda: remark(minor),
  lastCuda: minor.nullable(),
  openKernelModule: openModule,
  lastDriverBranch: z.string().regex(/^\d+$/, "is no driver branch such as 580").nullable(),
  minDriver: fact(dotted).optional(),
  ...sourced,
});

const gpu = z.strictObject({
  name: z.string().min(2),
  segment: z
    .string()
    .regex(/^(geforce|workstation|datacenter|mining|jetson)$/, "is no segment that the catalog knows"),
  capability,
  aliases: z.array(z.string().min(2)).min(1).optional(),
  system: system.optional(),
  openKernelModule: openModule.optional(),
  minDriver: dotted.optional(),
  ...sourced,
});

const gpus = z.strictObject({
  ...table,
  rules,
  capabilities: z.array(capabilityRow).min(1),
  gpus: z.array(gpu).min(1),
});

const driverAttribute = z.strictObject({
  name: z.string().min(1),
  version: dotted.nullable().optional(),
  aliasOf: z.string().min(1).optional(),
  atLeast: z.string().min(1).optional(),
  note,
});

const nixpkgsRelease = z.strictObject({
  release: z.string().regex(/^(\d\d\.(05|11)|unstable)$/, "is no release of nixpkgs"),
  codename: z.string().min(1),
  status: remark(z.enum(["end-of-life", "stable", "rolling"])),
  ref: z.string().regex(/^nixos-/, "is no branch of a NixOS release"),
  graphicsOption: fact(z.enum(["hardware.opengl", "hardware.graphics"])),
  minNix: fact(dotted),
  cuda: z.strictObject({
    scopes: z.array(z.strictObject({ version: minor, attribute: z.string(), confidence, note })).min(1),
    default: remark(minor),
    renamedComponents: z.record(z.string(), z.string().min(1)).optional(),
    source,
  }),
  gcc: fact(z.int()),
  glibc: fact(dotted),
  python: z.strictObject({
    default: fact(minor),
    interpreters: fact(
      z.array(z.strictObject({ version: minor, prerelease: z.boolean().optional() })).min(1),
    ),
  }),
  drivers: z.strictObject({
    attributes: z.array(driverAttribute).min(1),
    complete: z.boolean(),
    ...sourced,
  }),
  source,
});

const nixpkgs = z.strictObject({
  ...table,
  rules,
  withoutOpenModule: fact(z.array(z.string().regex(/^legacy_\d+$/, "is no branch of old drivers"))),
  releases: z.array(nixpkgsRelease).min(1),
});

const cache = z.strictObject({
  name: z.string().min(1),
  role: z.enum(["cuda", "cuda-vendor", "community", "default", "retired"]),
  url: z.url({ protocol: /^https$/ }),
  publicKey: z.string().regex(/^[\w.-]+:[A-Za-z0-9+/]{43}=$/, "is no public key of a Nix cache"),
  ...sourced,
});

const caches = z.strictObject({ ...table, caches: z.array(cache).min(1) });

const packageRow = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is no PEP 503 name"),
  importName: z.string().min(1),
  mode: z.enum(["match-runtime", "no-build-isolation", "none"]),
  needs: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  cudaEnv: z.record(z.string(), z.string()),
  jobsVariable: z.string().min(1).optional(),
  archVariable: z
    .strictObject({ name: z.string().min(1), archs: z.record(capability, z.string().min(1)), ...sourced })
    .optional(),
  metadata: z.strictObject({ version: z.string().nullable(), requiresDist: z.array(z.string()) }).optional(),
  git: z.url({ protocol: /^https$/ }).optional(),
  subdirectory: z.string().min(1).optional(),
  notOnIndex: z.literal(true).optional(),
  otherOnIndex: z.strictObject({ what: z.string().min(1), related: z.boolean() }).optional(),
  minCapability: capability.optional(),
  reason: z.string().min(1),
  ...sourced,
});

const packages = z.strictObject({ ...table, rules, packages: z.array(packageRow).min(1) });

const uvSetting = z.strictObject({ name: z.string().min(1), since: dotted, ...sourced });

const uv = z.strictObject({ ...table, settings: z.array(uvSetting).min(1) });

/** The whole catalog, every file. It describes the interfaces in `src/compat/catalog-types.ts`; a test compares. */
export const catalogSchema = z.strictObject({
  version: z.iso.date(),
  torch,
  cuda,
  gpus,
  nixpkgs,
  caches,
  packages,
  uv,
});
