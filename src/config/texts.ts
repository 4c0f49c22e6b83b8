import { carriesCredentials } from "../model/mask.js";
import { quoted } from "./describe.js";
import { pathText, problem, writeInstead, type ConfigPath, type Report } from "./problem.js";

/** Letters, digits and `-`, `_`, `.` between them: project, package, group and extra names (PEP 503, 735). */
const distributionName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

const kinds = {
  project: { pattern: distributionName, rule: "letters, digits, and -, _ or . between them" },
  package: { pattern: distributionName, rule: "letters, digits, and -, _ or . between them" },
  group: { pattern: distributionName, rule: "letters, digits, and -, _ or . between them" },
  extra: { pattern: distributionName, rule: "letters, digits, and -, _ or . between them" },
  index: { pattern: /^[A-Za-z0-9._-]+$/, rule: "letters, digits, -, _ and ." },
  host: {
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
    rule: "at most 63 letters, digits, and - or _ between them, without the domain",
  },
  "driver branch": {
    pattern: /^[A-Za-z_][A-Za-z0-9_-]*$/,
    rule: "the name of an attribute of nvidiaPackages, such as production or legacy_580",
  },
} as const;

/** Whether a name follows the rule of its kind; reports it if not. */
export function checkName(kind: keyof typeof kinds, name: string, path: ConfigPath, report: Report): boolean {
  const { pattern, rule } = kinds[kind];
  if (pattern.test(name)) return true;
  const article = /^[aeiou]/.test(kind) ? "an" : "a";
  report(
    problem("NT237", path, `${quoted(name)} cannot be the name of ${article} ${kind}. It takes: ${rule}.`),
  );
  return false;
}

/** Whether a text has content; reports it if not. */
export function checkFilled(text: string, path: ConfigPath, report: Report): boolean {
  if (text.trim() !== "") return true;
  report(problem("NT233", path, `\`${pathText(path)}\` is empty.`, "Leave the key out to get its default."));
  return false;
}

export interface UrlRule {
  readonly schemes: readonly string[];
  readonly example: string;
  /** Where credentials belong instead. */
  readonly credentials: string;
}

/** The URL as written, or `null` after reporting what is wrong with it. */
export function readUrl(text: string, rule: UrlRule, path: ConfigPath, report: Report): string | null {
  if (!checkFilled(text, path, report)) return null;
  const url = text.trim();
  if (refuseCredentials(url, rule.credentials, path, report)) return null;
  if (URL.canParse(url) && !/\s/.test(url) && rule.schemes.includes(new URL(url).protocol)) return url;
  const schemes = rule.schemes.map((scheme) => `${scheme}//`).join(", ");
  const key = path.at(-1);
  report(
    problem(
      "NT226",
      path,
      `\`${pathText(path)}\` is ${quoted(text)}. It must be an address that starts with ${schemes}.`,
      writeInstead(`${key}: ${JSON.stringify(rule.example)}`),
    ),
  );
  return null;
}

/** Whether a text holds a URL with a user name or password, after reporting it. The secret is not repeated. */
export function refuseCredentials(text: string, instead: string, path: ConfigPath, report: Report): boolean {
  if (!carriesCredentials(text)) return false;
  report(
    problem(
      "NT227",
      path,
      `\`${pathText(path)}\` holds a user name or password. What the config says is written to files that are ` +
        "committed, and anyone who sees the project can read it.",
      instead,
    ),
  );
  return true;
}
