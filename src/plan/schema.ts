import * as z from "zod";
import { addresses } from "../model/address.js";
import { planFormatVersion } from "../model/plan.js";

/**
 * The JSON form of a plan. Readers ignore unknown keys. What a field alone can say is checked here; how fields must
 * agree with each other is checked in `consistency.ts`.
 */

const digest = z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]);
const address = z.enum(addresses);
// oxlint-disable-next-line no-control-regex -- to keep them out
const noControl = /^[^\u0000-\u001f\u007f]*$/;
const path = z.string().min(1).max(4096).regex(noControl);
/** Never taken for an option by the program that receives it. */
const name = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/);
const hostName = z.string().regex(/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/);
const offset = z.int().min(0);

const choice = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, reason: z.string(), sources: z.array(z.string()) });
const text = choice(z.string());
const texts = choice(z.array(z.string()));

const resolution = z.object({
  torch: text,
  wheel: text,
  index: text,
  torchvision: text.nullable(),
  torchaudio: text.nullable(),
  triton: text.nullable(),
  cuda: text.nullable(),
  toolkit: text.nullable(),
  toolkitComponents: texts.nullable(),
  hostCompiler: text.nullable(),
  python: text,
  nixpkgs: text,
  systems: texts,
  driver: text.nullable(),
  openKernelModule: choice(z.boolean()).nullable(),
  archList: texts.nullable(),
  graphicsOption: text.nullable(),
});

const semanticChange = z.object({
  key: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().optional(),
});

const need = z.object({
  kind: z.enum(["sudo", "reboot", "login", "download", "build"]),
  detail: z.string(),
  bytes: z.int().min(0).optional(),
});

const valueConflict = z.object({
  key: z.string(),
  label: z.string(),
  base: z.string().nullable(),
  observed: z.string().nullable(),
  desired: z.string().nullable(),
});

const change = z.object({
  address,
  action: z.enum(["create", "update", "delete", "replace", "conflict", "no-op"]),
  path: path.nullable(),
  before: digest.nullable(),
  after: z.union([digest, z.literal("known-after-apply")]).nullable(),
  details: z.array(semanticChange),
  reason: z.string(),
  needs: z.array(need),
  conflicts: z.array(valueConflict).optional(),
  takesOver: z.literal(true).optional(),
});

const drift = z.object({
  address,
  key: z.string(),
  base: z.string().nullable(),
  observed: z.string().nullable(),
  detail: z.string().optional(),
});

const writable = z.enum(addresses.filter((one) => one !== "project.venv" && one !== "system.generation"));
const tracked = z.enum(["project.flake", "project.flake_lock", "project.shell", "system.module"]);

const action = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("write-spans"),
    address: writable,
    before: digest,
    spans: z.array(z.object({ start: offset, end: offset, text: z.string() })),
    after: digest,
  }),
  z.object({
    type: z.literal("write-file"),
    address: writable,
    before: digest.nullable(),
    content: z.string(),
    after: digest,
  }),
  z.object({ type: z.literal("remove-file"), address: writable, before: digest }),
  z.object({ type: z.literal("intent-to-add"), address: tracked }),
  z.object({ type: z.literal("untrack"), address: tracked }),
  z.object({ type: z.literal("make-lock"), address: z.enum(["project.flake_lock", "project.uv_lock"]) }),
  z.object({
    type: z.literal("venv-sync"),
    address: z.literal("project.venv"),
    recreate: z.boolean(),
    groups: z.array(name),
    extras: z.array(name),
  }),
  z.object({ type: z.literal("remove-venv"), address: z.literal("project.venv") }),
  z.object({
    type: z.literal("rebuild"),
    address: z.literal("system.generation"),
    method: z.enum(["channel", "flake"]),
    host: hostName.nullable(),
    activation: z.enum(["switch", "boot", "build"]),
  }),
]);

/** The place lies flat beside the texts, as in every JSON document of ours. */
const diagnostic = z.object({
  severity: z.enum(["error", "warning", "info"]),
  code: z.templateLiteral(["NT", z.literal([1, 2, 3, 4, 5]), z.number()]),
  summary: z.string(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  address: address.optional(),
  file: z.string().optional(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
});

const count = z.int().min(0);

export const planSchema = z
  .object({
    formatVersion: z.literal(planFormatVersion),
    purpose: z.enum(["apply", "destroy", "eject", "rollback"]).describe("What the plan is for."),
    nixtorchVersion: z.string(),
    catalogVersion: z.string(),
    configDigest: digest
      .nullable()
      .describe("null: the plan follows from what was applied, not from the config."),
    host: hostName.nullable().describe("The host the system part was made for; null: no system part."),
    root: path.describe("The root under which the system part is written."),
    resolution: resolution.nullable().describe("null: the plan brings no stack about."),
    previous: z
      .record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())]).nullable())
      .nullable()
      .describe("The values of the stack that nixtorch.lock had before; null: none was recorded."),
    inputs: z
      .object({
        tools: z.record(
          z.string(),
          z.object({ version: z.string(), path, settings: z.record(z.string(), z.string()).optional() }),
        ),
      })
      .catchall(digest.nullable())
      .describe(
        "Path to digest of everything that was read (null: looked for and absent), and the tools asked.",
      ),
    drift: z.array(drift),
    systemBaseline: z.partialRecord(address, z.record(z.string(), z.string())).optional(),
    changes: z.array(change),
    actions: z.array(action),
    diagnostics: z.array(diagnostic),
    summary: z.object({ add: count, change: count, destroy: count }),
  })
  .describe("A nixtorch plan");

export type PlanDocument = z.infer<typeof planSchema>;
