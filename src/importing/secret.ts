import type { Place } from "../model/diagnostic.js";
import { carriesCredentials, maskCredentials } from "../model/mask.js";
import type { NotUnderstood } from "./types.js";

/** Something whose user name or password may not go into a config, which is committed; `null`: it has none. */
export function withheld(source: string, place: Place, instead: string): NotUnderstood | null {
  return carriesCredentials(source) ? secret(maskCredentials(source), place, instead) : null;
}

/** How uv gets credentials for what it downloads. */
export const uvAuth = "take them out there, and let `uv auth login HOST` keep them";

const secretName =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)(?:_|$)/i;

const dotenv = "put it into a file .env that git ignores";

/** The same for a variable, which may also be a secret by its name. */
export function withheldVariable(name: string, value: string, place: Place): NotUnderstood | null {
  const isSecret = carriesCredentials(value) || (value !== "" && secretName.test(name));
  return isSecret ? secret(name, place, dotenv) : null;
}

/** The same for shell code. A secret that another command or variable gives is none that is written there. */
export function withheldCode(code: string, place: Place): NotUnderstood | null {
  const assigned = [...code.matchAll(/\b([A-Za-z_]\w*)=["']?([^\s"'$`;&|]+)/g)];
  const named = assigned.find(([, name = ""]) => secretName.test(name));
  if (named !== undefined) return secret(named[1]!, place, dotenv);
  return withheld(code, place, dotenv);
}

function secret(what: string, place: Place, instead: string): NotUnderstood {
  const why = `it carries credentials, and the config is committed: ${instead}`;
  return { what, place, why, secret: true };
}
