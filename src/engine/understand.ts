import { dirname, isAbsolute, join, relative, resolve as resolvePath } from "node:path";
import { loadCatalog } from "../compat/catalog.js";
import type { ConfigPath } from "../compat/question.js";
import { resolve, type Question } from "../compat/resolve.js";
import { checkConfig } from "../config/check.js";
import { findConfig } from "../config/find.js";
import { loadConfig, placeDiagnostics, type LoadedConfig } from "../config/load.js";
import * as sdk from "../config/sdk.js";
import { lockedVersion } from "../lang/python/lock.js";
import type { Config, SystemConfig } from "../model/config.js";
import { Failure, hasErrors, type Diagnostic, type Place } from "../model/diagnostic.js";
import { digestOfValue, type Digest } from "../model/digest.js";
import type { ProjectRecord } from "../model/record.js";
import type { Resolution } from "../model/resolution.js";
import { probeNixos, type NixosFacts } from "../probe/nixos.js";
import { observePyproject, statementsOf, type ObservedPyproject } from "../resources/pyproject/index.js";
import { readRecord } from "../state/record.js";
import { decodeText } from "../resources/text.js";
import { machineNotices } from "./machine.js";
import type { Session } from "./session.js";

/** How long a config may take, in milliseconds. */
const configTimeoutMs = 10_000;

/** What a project asks for, and the stack that answers it. */
export interface Understanding {
  readonly project: string;
  readonly configFile: string;
  readonly config: Config;
  /** What the stack was asked for. */
  readonly question: Question;
  /** Where a part of the config is written; the file relative to the project. */
  placeOf(path: ConfigPath): Promise<Place>;
  /** Every source file of the config, absolute. */
  readonly configSources: readonly string[];
  /** `null`: no stack satisfies; `diagnostics` says why. */
  readonly resolution: Resolution | null;
  readonly record: ProjectRecord | null;
  readonly pyproject: ObservedPyproject;
  /** `null`: not looked at, because nothing is planned for this machine's system. */
  readonly nixos: NixosFacts | null;
  /** The system part that is declared for this host; `null`: none. */
  readonly system: SystemConfig | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the config and resolves it against what the project and the machine say.
 * @throws Failure if the config cannot be loaded or is wrong.
 */
export async function understand(session: Session): Promise<Understanding> {
  const { system, options } = session;
  const { configFile, project, loaded, config, diagnostics: configDiagnostics } = await readConfig(session);
  const { record, diagnostics: recordDiagnostics } = readRecord(system, project);
  const pyproject = observePyproject(system, project);
  const { nixos, declared } = machineOf(session, config);
  const question: Question = {
    config,
    catalog: loadCatalog(),
    statements: statementsOf(pyproject, record?.baseline["project.pyproject"] ?? {}),
    locked: record?.resolution ?? null,
    lockedTorch: record
      ? null
      : lockedVersion(decodeText(system.read(join(project, "uv.lock"))) ?? "", "torch"),
    upgrade: options.upgrade === true,
    host: declared && { release: nixos?.release?.value ?? null, gpu: declared.gpu, driver: declared.driver },
  };
  const answer = resolve(question);
  const resolutionDiagnostics = await locate(loaded, project, answer.diagnostics);
  return {
    project,
    configFile,
    config,
    question,
    placeOf: async (path) => withinProject(project, await loaded.locate(path)).place,
    configSources: loaded.files.map(({ path }) => path),
    resolution: hasErrors(resolutionDiagnostics) ? null : answer.resolution,
    record,
    pyproject,
    nixos,
    system: declared,
    diagnostics: [
      ...configDiagnostics,
      ...recordDiagnostics,
      ...resolutionDiagnostics,
      ...machineNotices(session, config, declared, answer.resolution),
    ],
  };
}

/** The project, and the digest of what its config asks for now. */
export async function currentConfig(session: Session): Promise<{ project: string; configDigest: Digest }> {
  const { project, config } = await readConfig(session);
  return { project, configDigest: digestOfValue(config) };
}

/** @throws Failure if the config cannot be loaded or is wrong. */
export async function readConfig(session: Session) {
  const configFile = configFileOf(session);
  const project = dirname(configFile);
  const loaded = await load(session, configFile);
  const { config, diagnostics } = checkConfig(loaded.value);
  const located = await locate(loaded, project, diagnostics);
  if (!config) throw new Failure(located);
  return { configFile, project, loaded, config, diagnostics: located };
}

/** @throws Failure if there is none. */
export function configFileOf({ options, system }: Session): string {
  const directory = resolvePath(options.directory ?? ".");
  return options.configFile === undefined
    ? findConfig(system, directory)
    : resolvePath(directory, options.configFile);
}

function load({ system, options, cacheDirectory }: Session, file: string): Promise<LoadedConfig> {
  return loadConfig(system, {
    file,
    cacheDirectory: join(cacheDirectory, "config"),
    sdk,
    timeoutMs: configTimeoutMs,
    allowRoot: options.allowRoot ?? false,
    signal: options.signal,
  });
}

/** The NixOS below the root, and what the config declares for it; not looked at if the system is left out. */
export function machineOf({ system, options, root }: Session, config: Config) {
  const declares = config.system !== null || Object.keys(config.hosts).length > 0;
  if (options.projectOnly || !declares) return { nixos: null, declared: null };
  if (root !== "/" && system.lstat(root)?.kind !== "directory") throw new Failure(noRoot(root));
  const hostName = options.hostname ?? null;
  const first = probeNixos(system, { root, hostName, config: config.system });
  const ofHost = first.hostName === null ? undefined : config.hosts[first.hostName];
  if (!ofHost) return { nixos: first, declared: config.system };
  return { nixos: probeNixos(system, { root, hostName, config: ofHost }), declared: ofHost };
}

function noRoot(root: string): Diagnostic {
  return {
    severity: "error",
    code: "NT597",
    summary: "The root to plan for does not exist",
    detail: `There is no directory ${root}, which --root names.`,
    hint: "Name the directory that holds the system's etc and nix, such as the one it is mounted on:\n  nixtorch plan --root /mnt",
    place: { file: root },
  };
}

/** Diagnostics with their places in the config's source, by paths relative to the project. */
async function locate(
  loaded: LoadedConfig,
  project: string,
  diagnostics: readonly Diagnostic[],
): Promise<Diagnostic[]> {
  const placed = await placeDiagnostics(loaded, diagnostics);
  const toProject = <T extends Pick<Diagnostic, "place">>(one: T): T => withinProject(project, one);
  return placed.map((diagnostic) => {
    const { related } = diagnostic;
    return toProject(related === undefined ? diagnostic : { ...diagnostic, related: related.map(toProject) });
  });
}

function withinProject<T extends Pick<Diagnostic, "place">>(project: string, one: T): T {
  return one.place && isAbsolute(one.place.file)
    ? { ...one, place: { ...one.place, file: relative(project, one.place.file) } }
    : one;
}
