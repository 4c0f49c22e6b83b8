import { dirname, resolve } from "node:path";
import { findUpwards } from "../../config/find.js";
import type { Config, SystemConfig } from "../../model/config.js";
import { Failure, type Diagnostic } from "../../model/diagnostic.js";
import type { ProjectRecord } from "../../model/record.js";
import type { NixosFacts } from "../../probe/nixos.js";
import { readRecord } from "../../state/record.js";
import type { Session } from "../session.js";
import { configFileOf, machineOf, readConfig } from "../understand.js";

/** A project from which something is taken away. */
export interface Subject {
  readonly project: string;
  readonly record: ProjectRecord | null;
  /** `null`: the project has none any more. */
  readonly config: Config | null;
  readonly configSources: readonly string[];
  /** `null`: not looked at. */
  readonly nixos: NixosFacts | null;
  readonly system: SystemConfig | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the project by its config or, where that is gone, by its record.
 * @throws Failure if neither is there, or there is a config that cannot be read: its policy may forbid what is asked.
 */
export async function subjectOf(session: Session): Promise<Subject> {
  const project = projectOf(session);
  const { record, diagnostics } = readRecord(session.system, project);
  if (configIfAny(session) === null) {
    return { project, record, config: null, configSources: [], nixos: null, system: null, diagnostics };
  }
  const { config, loaded, diagnostics: ofConfig } = await readConfig(session);
  const { nixos, declared } = machineOf(session, config);
  return {
    project,
    record,
    config,
    configSources: loaded.files.map(({ path }) => path),
    nixos,
    system: declared,
    diagnostics: [...ofConfig, ...diagnostics],
  };
}

/**
 * The project's directory, without reading its config.
 * @throws Failure NT200 if there is neither a config nor a record.
 */
export function projectOf(session: Session): string {
  const { system, options } = session;
  const file =
    configIfAny(session) ?? findUpwards(system, resolve(options.directory ?? "."), ["nixtorch.lock"]);
  return dirname(file ?? configFileOf(session));
}

function configIfAny(session: Session): string | null {
  try {
    return configFileOf(session);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
