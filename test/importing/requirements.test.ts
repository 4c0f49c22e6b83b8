import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRequirements, type Around } from "../../src/importing/requirements.js";
import { facts, told } from "./told.js";

const fixtures = join(import.meta.dirname, "../fixtures/importing/requirements");

const around: Around = {
  facts,
  read: (path) => (existsSync(join(fixtures, path)) ? readFileSync(join(fixtures, path), "utf8") : null),
  join: (from, path) => normalize(join(dirname(from), path)).replace(/(.)\/$/, "$1"),
  nameOf: (directory) => (directory === "lib/kernels" ? "my-kernels" : null),
};

const read = (text: string) => readRequirements("requirements.txt", text, around);
const grown = readFileSync(join(fixtures, "requirements.txt"), "utf8");

describe("a grown requirements.txt", () => {
  it("says in a config what it says to pip, with the files that it includes", () => {
    expect(told(read(grown)).understood).toMatchInlineSnapshot(`
      [
        "cuda = "12.1"  requirements.txt:2",
        "indexes = {"name":"pypi-example","url":"https://pypi.example/simple","default":true}  requirements.txt:3",
        "packages = "einops"  requirements/base.txt:2",
        "packages = "numpy<2"  requirements/base.txt:3",
        "cuda = "12.1"  requirements.txt:8",
        "torch.version = "2.4.1"  requirements.txt:8",
        "torch.vision = true  requirements.txt:9",
        "packages = "transformers[torch]>=4.50,<5"  requirements.txt:11 (# the tokenizer changed in 5)",
        "packages = "numpy==1.26.4"  requirements.txt:12 (uv.lock holds the hashes)",
        "packages = "flash-attn==2.8.3"  requirements.txt:15",
        "project.package = true  requirements.txt:16 (the project itself: uv installs it)",
        "packages = {"name":"my-kernels","path":"lib/kernels","editable":true}  requirements.txt:17",
        "packages = {"name":"fast-rope","path":"wheels/fast_rope-1.0-cp312-cp312-linux_x86_64.whl"}  requirements.txt:18",
        "packages = {"name":"peft","git":"https://github.com/example/peft.git","rev":"v0.11"}  requirements.txt:19",
      ]
    `);
  });

  it("has lines that a person must look after, each with the reason", () => {
    expect(told(read(grown)).not).toMatchInlineSnapshot(`
      [
        "requirements.txt:5  -c constraints.txt: constraints have no key in the config: put limits at the packages themselves",
        "requirements.txt:6  -r missing.txt: there is no such file here",
        "requirements.txt:10  torch==2.4.0; sys_platform == "win32": it holds on no Linux machine with a Python that nixtorch knows",
        "requirements.txt:15  --no-build-isolation: an option of pip's that uv does not have here",
        "requirements.txt:20  git+https://github.com/example/unnamed: it does not say its name: if that is right, add { name: "unnamed", git: "https://github.com/example/unnamed" } to \`packages\`",
        "requirements.txt:21  private @ https://***@files.example/private.tar.gz: it carries credentials, and the config is committed: take them out there, and let \`uv auth login HOST\` keep them (secret)",
        "requirements.txt:22  https://***@files.example/other.tar.gz: it takes a part from the environment, which the config does not do",
        "requirements.txt:23  --find-links https://files.example/links.html: the config takes packages from indexes, not from pages of links",
        "requirements.txt:24  --pre: pre-releases are allowed for the packages that name one, as in \`foo>=1.0rc1\`",
        "requirements.txt:25  not a requirement: it is no requirement: expected a version such as >=1.0, a marker after ";", or the end, found "a requirement"",
      ]
    `);
  });

  it("keeps every secret to itself", () => {
    expect(JSON.stringify(read(grown))).not.toContain("s3cret");
  });
});

describe("a range of torch, which nothing keeps", () => {
  it.each([
    [
      "torch>=2.4",
      "torch: torch>=2.4  requirements.txt:1 (nixtorch chooses the newest that runs on the cards)",
    ],
    ["torch<2.10", 'torch.version = "2.9"  requirements.txt:1 (the newest release that it allows)'],
    ["torch~=2.4.0", 'torch.version = "2.4"  requirements.txt:1 (the newest release that it allows)'],
    ["torch<2.4.1", 'torch.version = "2.4.0"  requirements.txt:1 (the newest release that it allows)'],
  ])("becomes the newest release in %s", (line, expected) => {
    expect(told(read(line)).understood).toEqual([expected]);
  });

  it("is nothing where no release is known", () => {
    expect(told(read("torch<2")).not).toEqual(["requirements.txt:1  torch<2: nixtorch knows no torch <2"]);
  });
});

describe("any requirements file", () => {
  it("is read without failing, each line at most once", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "torch",
        "-r",
        "-r requirements.txt",
        "-e",
        "--hash=x",
        "a==1 --hash=b",
        "\\",
        "# x",
        "./",
        "git+",
      ),
      fc.string({
        unit: fc.constantFrom("a", "-", "=", " ", "#", "\\", "@", ":", "/", "[", ";", "é"),
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { understood, not } = read(lines.join("\n"));
        expect(
          [...understood, ...not].every(
            ({ place }) => place.line! <= lines.length || place.file !== "requirements.txt",
          ),
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
