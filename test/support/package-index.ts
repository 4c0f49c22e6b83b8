import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tarGz, zip } from "./archive.js";
import type { Files } from "./archive.js";

/** A package that really installs: a tiny wheel, or a tiny sdist. */
export interface IndexedPackage {
  readonly name: string;
  /** With its local part, as PyTorch's index has it: "2.14.1+cu126". */
  readonly version: string;
  readonly requiresDist?: readonly string[];
  readonly requiresPython?: string;
  /** Python, ABI and platform of the wheel; "py3-none-any" if left out. */
  readonly tag?: string;
  /** The folder of the index; left out: the version's local part, or every folder if it has none. */
  readonly variant?: string;
  /** Further files of the wheel, or the files of the sdist's top folder. */
  readonly files?: Files;
  /** Serve an sdist of `files`, with a PKG-INFO made from the rest, instead of a wheel. */
  readonly sdist?: true;
}

export interface PackageIndex {
  /** Without the variant and without a slash at its end; `<url>/cu126` is an index. */
  readonly url: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface ServedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly metadata: string | null;
}

/**
 * Serves a PEP 503 index on loopback: `/<variant>/<package>/` lists files, with PEP 658 metadata beside each wheel.
 * Stands in for PyTorch's index, whose wheels are gigabytes.
 */
export async function startPackageIndex(packages: readonly IndexedPackage[]): Promise<PackageIndex> {
  const served = packages.map((one) => ({ package: one, file: one.sdist ? sdistOf(one) : wheelOf(one) }));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    requests.push(path);
    const answer = answerTo(path, served);
    response.writeHead(answer === null ? 404 : 200, {
      "content-type": typeof answer === "string" ? "text/html; charset=utf-8" : "application/octet-stream",
    });
    response.end(answer ?? "not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

type Served = readonly { readonly package: IndexedPackage; readonly file: ServedFile }[];

function answerTo(path: string, served: Served): string | Buffer | null {
  const [variant = "", name = "", fileName = ""] = path.slice(1).split("/");
  const listed = served.filter(
    (one) => normalized(one.package.name) === name && (variantOf(one.package) ?? variant) === variant,
  );
  if (fileName === "") return listed.length === 0 ? null : pageOf(listed.map((one) => one.file));
  const file = listed.find(
    (one) => fileName === one.file.name || fileName === `${one.file.name}.metadata`,
  )?.file;
  if (file === undefined) return null;
  return fileName === file.name ? file.bytes : Buffer.from(file.metadata ?? "");
}

function pageOf(files: readonly ServedFile[]): string {
  const links = files.map(({ name, bytes, metadata }) => {
    const core = metadata === null ? "" : ` data-core-metadata="sha256=${sha256(metadata, "hex")}"`;
    return `<a href="${encodeURIComponent(name)}#sha256=${sha256(bytes, "hex")}"${core}>${name}</a><br>`;
  });
  return `<!DOCTYPE html><html><body>\n${links.join("\n")}\n</body></html>\n`;
}

function variantOf({ variant, version }: IndexedPackage): string | undefined {
  return variant ?? version.split("+")[1];
}

function wheelOf(one: IndexedPackage): ServedFile {
  const folder = `${one.name.replace(/-/g, "_")}-${one.version}`;
  const metadata = metadataOf(one);
  const tag = one.tag ?? "py3-none-any";
  const files: Record<string, string> = {
    ...(one.files ?? moduleOf(one)),
    [`${folder}.dist-info/METADATA`]: metadata,
    [`${folder}.dist-info/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
  };
  const record = `${folder}.dist-info/RECORD`;
  const rows = Object.entries(files).map(
    ([path, text]) => `${path},sha256=${sha256(text, "base64url")},${Buffer.byteLength(text)}`,
  );
  return {
    name: `${folder}-${tag}.whl`,
    bytes: zip({ ...files, [record]: [...rows, `${record},,`, ""].join("\n") }),
    metadata,
  };
}

/** An importable module that tells its version, as `torch.__version__` and `torch.version.cuda` do. */
function moduleOf({ name, version }: IndexedPackage): Files {
  const module = name.replace(/-/g, "_");
  const cuda = /\+cu(\d+)(\d)$/.exec(version);
  return {
    [`${module}/__init__.py`]: `from . import version\n__version__ = ${JSON.stringify(version)}\n`,
    [`${module}/version.py`]: `cuda = ${cuda === null ? "None" : `"${cuda[1]}.${cuda[2]}"`}\n`,
  };
}

function sdistOf(one: IndexedPackage): ServedFile {
  const folder = `${one.name.replace(/-/g, "_")}-${one.version}`;
  const files = Object.entries({ "PKG-INFO": metadataOf(one), ...one.files });
  const inside = Object.fromEntries(files.map(([path, text]) => [`${folder}/${path}`, text]));
  return { name: `${folder}.tar.gz`, bytes: tarGz(inside), metadata: null };
}

function metadataOf({ name, version, requiresDist = [], requiresPython }: IndexedPackage): string {
  return [
    "Metadata-Version: 2.2",
    `Name: ${name}`,
    `Version: ${version}`,
    ...(requiresPython === undefined ? [] : [`Requires-Python: ${requiresPython}`]),
    ...requiresDist.map((requirement) => `Requires-Dist: ${requirement}`),
    "",
  ].join("\n");
}

function normalized(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

function sha256(content: string | Buffer, encoding: "hex" | "base64url"): string {
  return createHash("sha256").update(content).digest(encoding);
}
