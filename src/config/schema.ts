import * as z from "zod/mini";
import { addresses } from "../model/address.js";

// One config is checked per run: compiling the schema to code would cost more than it saves.
z.config({ jitless: true });

/** The facts of a failed check that a message is made from; zod's `message` carries nothing else. */
export interface Expectation {
  /** A noun phrase: "a list of …". */
  readonly expects: string;
  /** Known keys, for an object. */
  readonly keys?: readonly string[];
  /** Versions are written as text: a number has lost its trailing zero. */
  readonly version?: boolean;
}

export function expectationOf(message: string): Expectation {
  return JSON.parse(message) as Expectation;
}

const says = (expectation: Expectation): string => JSON.stringify(expectation);

const text = (example: string) => z.string(says({ expects: `text such as ${JSON.stringify(example)}` }));
const version = (example: string) =>
  z.string(says({ expects: `a version in quotes such as ${JSON.stringify(example)}`, version: true }));
const flag = z.boolean(says({ expects: "true or false" }));
const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, says({ expects: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}` }));

function object<const T extends Record<string, z.core.$ZodType>>(shape: T, example: string) {
  return z.strictObject(shape, says({ expects: `an object such as ${example}`, keys: Object.keys(shape) }));
}

const list = <T extends z.core.$ZodType>(item: T, example: string) =>
  z.readonly(z.array(item, says({ expects: `a list such as ${example}` })));
const record = <T extends z.core.$ZodType>(value: T, example: string) =>
  z.readonly(z.record(z.string(), value, says({ expects: `an object such as ${example}` })));
const either = <const T extends readonly z.core.$ZodType[]>(branches: T, expects: string) =>
  z.union(branches, says({ expects, version: expects.startsWith("a version") }));
const maybe = z.optional;

/** A version, or one that is taken at the person's word. */
const versionOrWord = (example: string) =>
  either(
    [version(example), object({ unchecked: version(example) }, `{ unchecked: "${example}" }`)],
    `a version in quotes such as "${example}", or { unchecked: "${example}" }`,
  );

const capability = object({ computeCapability: versionOrWord("8.9") }, '{ computeCapability: "8.9" }');
const oneGpu = either([text("RTX 4090"), capability], 'a GPU such as "RTX 4090"');
const gpu = either(
  [text("RTX 4090"), capability, list(oneGpu, '["RTX 4090", "H100"]')],
  'a GPU such as "RTX 4090", a list of GPUs, { computeCapability: "8.9" }, or "none"',
);

const packageObject = object(
  {
    name: text("transformers"),
    version: maybe(version(">=4.50")),
    extras: maybe(list(text("torch"), '["torch"]')),
    marker: maybe(text("sys_platform == 'linux'")),
    index: maybe(text("company")),
    git: maybe(text("https://git.example/my-kernels")),
    rev: maybe(text("0123abc")),
    tag: maybe(text("v1.2")),
    branch: maybe(text("main")),
    subdirectory: maybe(text("python")),
    path: maybe(text("../lib")),
    editable: maybe(flag),
    url: maybe(text("https://files.example/my_kernels-1.0-py3-none-any.whl")),
  },
  '{ name: "my-kernels", git: "https://git.example/my-kernels" }',
);
const packages = list(
  either(
    [text("transformers>=4.50"), packageObject],
    'a requirement such as "transformers>=4.50", or an object such as { name: "my-lib", path: "../lib" }',
  ),
  '["transformers>=4.50"]',
);
const variables = record(text("1"), '{ TOKENIZERS_PARALLELISM: "false" }');
const requirements = list(text("ninja"), '["torch", "ninja"]');
const attributes = list(text("ffmpeg"), '["ffmpeg"]');

const system = object(
  {
    module: maybe(text("/etc/nixos/configuration.nix")),
    rebuild: maybe(
      either(
        [
          oneOf("channel", "flake"),
          object(
            { kind: oneOf("channel", "flake"), host: maybe(text("tower")) },
            '{ kind: "flake", host: "tower" }',
          ),
        ],
        '"channel", "flake", or { kind: "flake", host: "tower" }',
      ),
    ),
    release: maybe(version("26.05")),
    gpu: maybe(gpu),
    driver: maybe(
      object(
        { branch: maybe(text("production")), open: maybe(flag) },
        '{ branch: "production", open: true }',
      ),
    ),
    powerManagement: maybe(
      either(
        [flag, object({ enable: maybe(flag), finegrained: maybe(flag) }, "{ enable: true }")],
        "true, false, or { enable: true, finegrained: true }",
      ),
    ),
    prime: maybe(
      object(
        {
          mode: maybe(oneOf("offload", "sync", "reverse-sync")),
          nvidiaBusId: text("PCI:1:0:0"),
          intelBusId: maybe(text("PCI:0:2:0")),
          amdgpuBusId: maybe(text("PCI:6:0:0")),
        },
        '{ nvidiaBusId: "PCI:1:0:0", intelBusId: "PCI:0:2:0" }',
      ),
    ),
    graphics32Bit: maybe(flag),
    nixLd: maybe(
      either(
        [flag, object({ enable: maybe(flag), libraries: maybe(attributes) }, '{ libraries: ["libGL"] }')],
        'true, false, or { libraries: ["libGL"] }',
      ),
    ),
    containerToolkit: maybe(flag),
    persistence: maybe(flag),
    datacenter: maybe(flag),
    direnv: maybe(flag),
    caches: maybe(flag),
    activation: maybe(oneOf("switch", "boot")),
  },
  '{ driver: { branch: "production" } }, or {} for all defaults',
);

/** The shape of a config: kinds of values and names of keys. What values mean is the normaliser's part. */
export const schema = object(
  {
    project: maybe(
      object(
        {
          name: maybe(text("llm-lab")),
          python: maybe(versionOrWord("3.12")),
          description: maybe(text("Fine-tuning experiments")),
          package: maybe(flag),
        },
        '{ name: "llm-lab" }',
      ),
    ),
    gpu: maybe(gpu),
    cuda: maybe(
      either(
        [
          version("12.8"),
          object(
            { version: maybe(versionOrWord("12.8")), unchecked: maybe(version("12.8")) },
            '{ version: "12.8" }',
          ),
        ],
        'a version in quotes such as "12.8", or { version: "12.8" }',
      ),
    ),
    torch: maybe(
      either(
        [
          version("2.11"),
          object(
            {
              version: maybe(versionOrWord("2.11")),
              unchecked: maybe(version("2.11")),
              vision: maybe(flag),
              audio: maybe(flag),
              triton: maybe(flag),
              index: maybe(text("https://mirror.example/pytorch/whl")),
            },
            '{ version: "2.11", vision: true }',
          ),
        ],
        'a version in quotes such as "2.11", or { version: "2.11", vision: true }',
      ),
    ),
    packages: maybe(packages),
    groups: maybe(record(packages, '{ dev: ["ipython"] }')),
    extras: maybe(record(packages, '{ serve: ["fastapi"] }')),
    indexes: maybe(
      list(
        object(
          {
            name: text("company"),
            url: text("https://pypi.example/simple"),
            explicit: maybe(flag),
            default: maybe(flag),
          },
          '{ name: "company", url: "https://pypi.example/simple" }',
        ),
        '[{ name: "company", url: "https://pypi.example/simple" }]',
      ),
    ),
    buildIsolation: maybe(
      object(
        {
          exceptions: maybe(
            record(
              object(
                {
                  needs: maybe(requirements),
                  env: maybe(variables),
                  requires: maybe(requirements),
                  version: maybe(version("1.2.0")),
                },
                '{ needs: ["torch", "ninja"] }',
              ),
              '{ "my-kernels": { needs: ["torch", "ninja"] } }',
            ),
          ),
          jobs: maybe(z.number(says({ expects: "a whole number from 1 such as 4" }))),
        },
        '{ exceptions: { "my-kernels": { needs: ["torch"] } } }',
      ),
    ),
    nix: maybe(
      object(
        {
          nixpkgs: maybe(
            either(
              [
                version("26.05"),
                object(
                  { url: maybe(text("github:me/nixpkgs/my-branch")), release: maybe(version("26.05")) },
                  '{ url: "github:me/nixpkgs/my-branch", release: "26.05" }',
                ),
              ],
              'a version in quotes such as "26.05", or { url: "github:me/nixpkgs/my-branch", release: "26.05" }',
            ),
          ),
          systems: maybe(list(text("x86_64-linux"), '["x86_64-linux"]')),
          packages: maybe(attributes),
          libraries: maybe(attributes),
          caches: maybe(
            list(
              object(
                { url: text("https://cache.example"), publicKey: text("cache.example-1:…=") },
                '{ url: "https://cache.example", publicKey: "cache.example-1:…=" }',
              ),
              '[{ url: "https://cache.example", publicKey: "cache.example-1:…=" }]',
            ),
          ),
          python: maybe(oneOf("nixpkgs", "uv")),
          flake: maybe(flag),
        },
        '{ nixpkgs: "26.05" }',
      ),
    ),
    shell: maybe(
      object(
        {
          env: maybe(variables),
          hook: maybe(text("ulimit -n 65536")),
          direnv: maybe(flag),
          libraryMode: maybe(oneOf("export", "nix-ld")),
        },
        '{ env: { HF_HOME: "./.hf" } }',
      ),
    ),
    system: maybe(system),
    hosts: maybe(record(system, '{ tower: { gpu: "RTX 5090" } }')),
    policy: maybe(
      object(
        {
          allowReboot: maybe(flag),
          neverDestroy: maybe(list(oneOf(...addresses), '["project.venv"]')),
        },
        "{ allowReboot: false }",
      ),
    ),
  },
  '{ gpu: "RTX 4090", packages: ["transformers"] }',
);
