import { join } from "node:path";
import { digestOf } from "../model/digest.js";
import { maskCredentials } from "../model/mask.js";
import type { Reader } from "../host/system.js";

export interface UvEnvironment {
  /** Changes to the inherited environment for every call of uv. */
  readonly changes: Readonly<Record<string, string | null>>;
  /** What of the person steers uv: variables and configuration files, fit to be shown. */
  readonly settings: Readonly<Record<string, string>>;
  /** The same with full values, to tell one setting from another; never shown or stored. */
  readonly identity: Readonly<Record<string, string>>;
}

/** Variables that would point uv to another project or interpreter, or keep it from locking. */
const misleading =
  /^(?:VIRTUAL_ENV|CONDA_PREFIX|PYTHONPATH|PYTHONHOME|UV_PYTHON|UV_PROJECT.*|UV_WORKING_DIR.*|UV_NO_PROJECT|UV_FROZEN|UV_LOCKED|UV_SYSTEM_PYTHON|FORCE_COLOR|CLICOLOR_FORCE)$/;

const secret = /PASSWORD|TOKEN|SECRET|USERNAME|CREDENTIAL/;

/**
 * The surroundings uv runs in: the person's own settings, minus what would lead it astray.
 * @param computedVersions Names of local packages whose version a build backend computes.
 */
export function uvEnvironment(system: Reader, computedVersions: readonly string[] = []): UvEnvironment {
  const { env } = system;
  const removed = Object.keys(env).filter((name) => misleading.test(name));
  const variables = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith("UV_") &&
      entry[0] !== "UV_PYTHON_DOWNLOADS" &&
      !misleading.test(entry[0]) &&
      entry[1] !== undefined,
  );
  const files = Object.fromEntries(userConfigFiles(env).flatMap((path) => digestEntry(system, path)));
  return {
    changes: {
      // The staged copy has no git repository to read a version from, and uv.lock holds no computed version anyway.
      ...Object.fromEntries(computedVersions.map((name) => [scmVersionVariable(name), "0"])),
      ...Object.fromEntries(removed.map((name) => [name, null])),
      UV_PYTHON_DOWNLOADS: "never",
      NO_COLOR: "1",
    },
    settings: {
      ...Object.fromEntries(
        variables.map(([name, value]) => [name, secret.test(name) ? "***" : maskCredentials(value)]),
      ),
      ...files,
    },
    identity: { ...Object.fromEntries(variables), ...files },
  };
}

/** Tells setuptools-scm the version of one package; the general variable would reach every package that is built. */
function scmVersionVariable(name: string): string {
  return `SETUPTOOLS_SCM_PRETEND_VERSION_FOR_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
}

/** uv's configuration outside the project, in the places uv documents. */
export function userConfigFiles(env: Reader["env"]): readonly string[] {
  const home = env.XDG_CONFIG_HOME ?? (env.HOME === undefined ? null : join(env.HOME, ".config"));
  return [
    ...(env.UV_CONFIG_FILE === undefined ? [] : [env.UV_CONFIG_FILE]),
    ...(home === null ? [] : [join(home, "uv", "uv.toml")]),
    "/etc/uv/uv.toml",
  ];
}

function digestEntry(system: Reader, path: string): [string, string][] {
  const state = system.read(path);
  return state.kind === "file" ? [[path, digestOf(state.bytes)]] : [];
}
