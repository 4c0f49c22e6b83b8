import type { BinaryCache, Config } from "../model/config.js";
import { describe, quoted } from "./describe.js";
import { didYouMean } from "./nearest.js";
import { pathText, problem, writeInstead, type ConfigPath, type Report } from "./problem.js";
import { checkFilled, readUrl, refuseCredentials } from "./texts.js";
import { itemsOf } from "./value.js";
import { normalVersion, readVersion } from "./versions.js";
import type { WrittenCache, WrittenNix, WrittenNixpkgs } from "./written.js";
import { nixCommand } from "../lang/shell/nix-command.js";

/** Nix's names of the systems that NVIDIA's driver and PyTorch's CUDA wheels exist for. */
const knownSystems = ["x86_64-linux", "aarch64-linux"];

export function readNixpkgs(
  written: string | WrittenNixpkgs | undefined,
  path: ConfigPath,
  report: Report,
): Config["nix"]["nixpkgs"] {
  if (written === undefined) return { release: null, url: null };
  if (typeof written === "string")
    return { release: readVersion("nixpkgs", written, path, report), url: null };
  const url = written.url === undefined ? null : readReference(written.url, [...path, "url"], report);
  if (written.release !== undefined)
    return { release: readVersion("nixpkgs", written.release, [...path, "release"], report), url };
  const release = url === null ? null : releaseNamedBy(url);
  if (url !== null && release === null)
    report(
      problem(
        "NT244",
        path,
        `\`${pathText(path)}\` does not say which release ${quoted(url)} is or follows. Names of options and ` +
          "packages differ between releases.",
        writeInstead(`nixpkgs: { url: ${JSON.stringify(url)}, release: "26.05" }`),
      ),
    );
  return { release, url };
}

/** The release in `nixos-26.05`, `release-26.05`, `nixos-unstable` or `?dir=26.05`. */
function releaseNamedBy(url: string): string | null {
  const name = /(?:^|[/=])((?:nixos-|nixpkgs-|release-)?(?:\d\d\.\d\d|unstable))(?:-small)?(?:$|[/?&])/i.exec(
    url,
  );
  return name === null ? null : normalVersion("nixpkgs", name[1]!);
}

function readReference(written: string, path: ConfigPath, report: Report): string | null {
  if (!checkFilled(written, path, report)) return null;
  const url = written.trim().replace(/^\/(?!\/)/, "path:/");
  const tokens = "Nix takes tokens from `access-tokens` in nix.conf, and passwords from ~/.netrc.";
  if (refuseCredentials(url, tokens, path, report)) return null;
  if (/[\s"'\\$]/.test(url)) {
    const form = 'url: "github:NixOS/nixpkgs/nixos-26.05"';
    report(problem("NT226", path, `${quoted(written)} is not a flake reference.`, writeInstead(form)));
    return null;
  }
  if (/^(?:path:|git\+file:|\.{1,2}\/)/.test(url))
    report(
      problem(
        "NT234",
        path,
        `${quoted(url)} is a directory of this machine: colleagues, and CI, cannot enter the environment.`,
        "Before sharing the project, push the checkout and name it:\n\n" +
          '  nixpkgs: { url: "github:me/nixpkgs/my-branch", release: "26.05" }',
      ),
    );
  return url;
}

export function readSystems(
  written: WrittenNix["systems"],
  path: ConfigPath,
  report: Report,
): readonly string[] | null {
  if (written === undefined) return null;
  if (written.length === 0)
    report(
      problem(
        "NT233",
        path,
        `\`${pathText(path)}\` is an empty list.`,
        "Leave the key out to get its default.",
      ),
    );
  const good = itemsOf(written).filter(([index, system]) => {
    if (knownSystems.includes(system)) return true;
    const detail = `\`${pathText([...path, index])}\` is ${describe(system)}. It must be one of: ${knownSystems.join(", ")}.`;
    report(problem("NT239", [...path, index], detail, didYouMean(system, knownSystems)));
    return false;
  });
  return [...new Set(good.map(([, system]) => system))];
}

/** `name:` and the 32 bytes of an Ed25519 key in base64. */
const publicKey = /^[^\s:]+:[A-Za-z0-9+/]{43}=$/;

export function readCaches(
  written: readonly WrittenCache[] | undefined,
  path: ConfigPath,
  report: Report,
): readonly BinaryCache[] {
  const caches = itemsOf(written).flatMap(([index, cache]) => {
    const url = readUrl(
      cache.url,
      {
        schemes: ["https:", "http:", "s3:", "ssh:", "ssh-ng:", "file:"],
        example: "https://cache.example",
        credentials: "Nix reads passwords from the file that `netrc-file` in nix.conf names.",
      },
      [...path, index, "url"],
      report,
    );
    const key = cache.publicKey.trim();
    if (!publicKey.test(key))
      report(
        problem(
          "NT243",
          [...path, index, "publicKey"],
          `${quoted(cache.publicKey)} is not a public key. It is a name, a colon, and 44 characters of base64.`,
          "The operator of the cache publishes it; for a cache of your own it is printed by:\n\n" +
            `  ${nixCommand} key convert-secret-to-public < SECRET-KEY-FILE`,
        ),
      );
    return url === null ? [] : [{ url, publicKey: key, index }];
  });
  const byUrl = new Map<string, (typeof caches)[number]>();
  for (const cache of caches) {
    const address = cache.url.replace(/\/+$/, "");
    const first = byUrl.get(address);
    if (first === undefined) byUrl.set(address, cache);
    else if (first.publicKey !== cache.publicKey)
      report(
        problem(
          "NT231",
          [...path, cache.index, "publicKey"],
          `\`${pathText([...path, first.index])}\` and \`${pathText([...path, cache.index])}\` are one cache, ` +
            `${quoted(address)}, with different keys.`,
          "Keep the key that the operator of the cache publishes.",
        ),
      );
  }
  return [...byUrl.values()].map(({ url, publicKey }) => ({ url, publicKey }));
}
