import { describe, expect, it } from "vitest";
import { loadCatalog, type Catalog, type TorchRelease } from "../../../src/compat/catalog.js";
import type { Question } from "../../../src/compat/resolve.js";
import type { WrittenConfig } from "../../../src/config/written.js";
import { ask, askOn, byHand, codesOf, errorsOf, valuesOf } from "../ask.js";

const catalog = loadCatalog();

/** What is taken where nothing is stated: read from the catalog, which moves with every release of torch. */
const newest = catalog.torch.releases.findLast((release) => release.confidence === "verified")!;
const newestTorch = newest.patches.at(-1)!;
const newestVision = newest.companions.rows.at(-1)!.torchvision!;

/** The catalog as it would be if its newest torch were known from plans only. */
const withPlan: Catalog = withNewest((release) => ({
  ...release,
  confidence: "planned",
  note: "a plan read before the release",
  variants: release.variants.map((one) => ({ ...one, status: "planned", confidence: "planned" })),
}));

function withNewest(change: (release: TorchRelease) => TorchRelease): Catalog {
  const releases = catalog.torch.releases.map((one) => (one === newest ? change(one) : one));
  return { ...catalog, torch: { ...catalog.torch, releases } };
}

/** The newest release of which wheels were seen, in that catalog. */
const seen = withPlan.torch.releases.findLast((release) => release.confidence === "verified")!;

describe("what is stated", () => {
  it("fixes torch to a release, or to the newest patch of a minor", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090", torch: "2.9" })).torch).toBe("2.9.1");
    expect(valuesOf(ask({ gpu: "RTX 4090", torch: "2.9.0" })).torch).toBe("2.9.0");
  });

  it("moves torch to the CUDA that is asked for", () => {
    const values = valuesOf(ask({ gpu: "RTX 4090", cuda: "12.4" }));
    expect(values).toMatchObject({ torch: "2.6.0", wheel: "cu124", cuda: "12.4" });
  });

  it("gives a toolkit of the same major when the same minor is missing, and says so", () => {
    const answer = ask({ gpu: "RTX 4090", cuda: "12.4" });
    expect(valuesOf(answer)).toMatchObject({ toolkit: "cudaPackages_12_6", hostCompiler: "gcc13" });
    expect(codesOf(answer)).toEqual(["NT323"]);
  });

  it("gives a toolkit that compiles for the card: CUDA 12.8 does not know 10.3 yet", () => {
    const answer = ask({ gpu: "B300", cuda: "12.8" });
    expect(valuesOf(answer)).toMatchObject({
      wheel: "cu128",
      toolkit: "cudaPackages_12_9",
      archList: ["10.3"],
    });
    expect(codesOf(answer)).toEqual(["NT323"]);
  });

  it("moves torch to the older driver of NixOS' data-centre mode", () => {
    const machine = (datacenter: boolean) =>
      ask({ gpu: "H100", torch: "2.14", system: { release: "25.11", datacenter } });
    expect(valuesOf(machine(false))).toMatchObject({ wheel: "cu130", driver: "production" });
    // dc is 570.172.08 there, and CUDA 13 needs 580.
    expect(valuesOf(machine(true))).toMatchObject({ wheel: "cu126", driver: "dc" });
  });

  it("takes companions that were released with torch", () => {
    const torch = { version: "2.9", vision: true, audio: true };
    expect(valuesOf(ask({ gpu: "RTX 4090", torch }))).toMatchObject({
      torchvision: "0.24.1",
      torchaudio: "2.9.1",
    });
    expect(valuesOf(ask({ gpu: "RTX 4090" }))).toMatchObject({ torchvision: null, torchaudio: null });
  });

  it("warns that the newest torch has no torchaudio of its own, only if it is asked for", () => {
    const answer = ask({ gpu: "RTX 4090", torch: { audio: true } });
    expect(valuesOf(answer)).toMatchObject({
      torch: newestTorch,
      torchaudio: catalog.torch.unpinnedTorchaudio.value,
    });
    expect(codesOf(answer)).toEqual(["NT325"]);
  });
});

describe("a companion with wheels for fewer Pythons than torch", () => {
  const { unpinnedTorchaudio } = catalog.torch;
  const upTo312 = {
    ...catalog,
    torch: { ...catalog.torch, unpinnedTorchaudio: { ...unpinnedTorchaudio, python: ["3.11", "3.12"] } },
  };

  it("has a say in the Python that is chosen, only if it is asked for", () => {
    const pythonWith = (torch: object) =>
      valuesOf(ask({ gpu: "RTX 4090", torch }, { catalog: upTo312 })).python;
    expect(pythonWith({ audio: true })).toBe("3.12");
    expect(pythonWith({ audio: false })).toBe("3.13");
  });

  it("has one as well where pyproject.toml requires it", () => {
    const statements = [byHand("torchaudio", ">=2")];
    expect(valuesOf(ask({ gpu: "RTX 4090" }, { catalog: upTo312, statements })).python).toBe("3.12");
  });

  it("does not go with a Python that it was never built for", () => {
    const stack = (audio: boolean) =>
      ask({ gpu: "H100", torch: { version: "2.5", audio }, project: { python: "3.13" } });
    expect(valuesOf(stack(false))).toMatchObject({ torch: "2.5.1", python: "3.13" });
    const [error] = stack(true).diagnostics;
    expect(error).toMatchObject({ code: "NT311" });
    expect(JSON.stringify(error!.related)).toContain(
      "torchaudio 2.5.1, the one for torch 2.5.1, is not published for Python 3.13.",
    );
    expect(error!.hint).toContain("torch: { audio: false }");
  });
});

describe("what is not verified", () => {
  it("is never chosen unasked", () => {
    expect(valuesOf(ask({ gpu: "none" }, { catalog: withPlan })).torch).toBe(seen.patches.at(-1));
    // Extra builds for 12.9 exist up to torch 2.13; only those of 2.8 were supported.
    expect(valuesOf(ask({ gpu: "RTX 4090", cuda: "12.9" }))).toMatchObject({
      torch: "2.8.0",
      wheel: "cu129",
    });
  });

  it("is taken with a warning when it is named", () => {
    const planned = ask({ gpu: "RTX 4090", torch: newest.minor }, { catalog: withPlan });
    expect(valuesOf(planned).torch).toBe(newestTorch);
    expect(codesOf(planned)).toEqual(["NT320"]);

    const extra = ask({ gpu: "RTX 4090", torch: "2.11", cuda: "12.9" });
    expect(valuesOf(extra)).toMatchObject({ torch: "2.11.0", wheel: "cu129" });
    expect(codesOf(extra)).toEqual(["NT321"]);
  });

  it("is refused where the same build of another release shows that the card is left out", () => {
    expect(ask({ gpu: "GTX 1080", torch: "2.9", cuda: "12.9" }).resolution).toBeNull();
  });

  it("is not offered where it was announced as removed", () => {
    expect(ask({ gpu: "GTX 1080", torch: "2.15" }).resolution).toBeNull();
  });
});

describe("a torch known from plans", () => {
  it("is put down to what asked for it", () => {
    const known = seen.variants.map((one) => one.cuda);
    const only = newest.variants.find((one) => one.status !== "removed" && !known.includes(one.cuda));
    if (only !== undefined) {
      const cuda = ask({ gpu: "RTX 4090", cuda: only.cuda }, { catalog: withPlan });
      expect(cuda.diagnostics[0]).toMatchObject({ code: "NT320", configPath: ["cuda"] });
      expect(cuda.diagnostics[0]!.hint).toContain("Leave `cuda` out");
    }
    const byConfig = ask({ gpu: "RTX 4090", torch: newest.minor }, { catalog: withPlan });
    expect(byConfig.diagnostics).toMatchObject([{ code: "NT320", configPath: ["torch", "version"] }]);
    const statements = [byHand("torch", `==${newestTorch}`, 8)];
    const required = ask({ gpu: "RTX 4090" }, { statements, catalog: withPlan });
    expect(required.diagnostics).toMatchObject([{ code: "NT320", place: { line: 8 } }]);
    expect(required.diagnostics[0]!.configPath).toBeUndefined();
  });

  it("is never suggested in place of a CUDA that does not exist", () => {
    const [unknown] = ask({ gpu: "RTX 4090", cuda: "13.9" }).diagnostics;
    expect(unknown).toMatchObject({ code: "NT303" });
    expect(unknown!.hint).toContain('cuda: "13.2"');
    expect(unknown!.detail).not.toContain("13.4");
  });
});

describe("torchvision", () => {
  it("must be published for the Python", () => {
    const project = { python: "3.15" };
    const nix = { python: "uv" as const };
    expect(valuesOf(ask({ gpu: "RTX 4090", project, nix })).python).toBe("3.15");
    const pinned = ask({ gpu: "RTX 4090", project, nix, torch: { version: "2.14", vision: true } });
    expect(pinned.resolution).toBeNull();
    expect(JSON.stringify(errorsOf(pinned)[0])).toContain(
      "torchvision for torch 2.14 is not published for Python 3.15",
    );
  });
});

describe("Python", () => {
  it("is the default of nixpkgs where torch supports it, else the newest that both have", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090" })).python).toBe("3.13");
    // torch 2.5 has 3.13 as an experiment only.
    expect(valuesOf(ask({ gpu: "RTX 4090", torch: "2.5" })).python).toBe("3.12");
  });

  it("may be one that nixpkgs no longer has when uv brings it", () => {
    const written = { gpu: "RTX 4090", torch: "2.5", project: { python: "3.9" } };
    expect(ask(written).resolution).toBeNull();
    expect(valuesOf(ask({ ...written, nix: { python: "uv" } })).python).toBe("3.9");
  });

  it("may be experimental when it is named, with a warning", () => {
    const answer = ask({ gpu: "RTX 4090", torch: "2.5", project: { python: "3.13" } });
    expect(valuesOf(answer).python).toBe("3.13");
    expect(codesOf(answer)).toContain("NT322");
  });
});

describe("requirements written by hand", () => {
  it("limit a companion without making it part of the stack", () => {
    const limit = (name: string, specifier: string) => ({
      ...byHand(name, specifier),
      limitsOnly: true as const,
    });
    const { resolution } = ask(
      { gpu: "RTX 4090" },
      { statements: [limit("torch", "<2.9"), limit("torchvision", "<0.20")] },
    );
    expect(resolution!.torch.value).toMatch(/^2\.8\./);
    expect(resolution!.torchvision).toBeNull();
    const seen = ask(
      { gpu: "RTX 4090", torch: { vision: true } },
      { statements: [limit("torchvision", "<0.25")] },
    );
    expect(seen.resolution!.torchvision!.value).toMatch(/^0\.24\./);
  });

  it("constrain torch, its companions and triton", () => {
    const torchOf = (name: string, specifier: string) =>
      valuesOf(ask({ gpu: "RTX 4090" }, { statements: [byHand(name, specifier)] })).torch;
    expect(torchOf("torch", ">=2.9,<2.12")).toBe("2.11.0");
    expect(torchOf("torch", "==2.9.*")).toBe("2.9.1");
    expect(torchOf("torchvision", "<0.27")).toBe("2.11.0");
    expect(torchOf("torchaudio", "==2.9.1")).toBe("2.9.1");
    expect(torchOf("triton", "<3.6")).toBe("2.9.1");
  });

  it("choose the variant when they name it", () => {
    const answer = ask({ gpu: "RTX 4090" }, { statements: [byHand("torch", "==2.11.0+cu128")] });
    expect(valuesOf(answer)).toMatchObject({ torch: "2.11.0", wheel: "cu128" });
  });

  it("choose the variant when a companion's names it", () => {
    const wheelOf = (name: string, specifier: string) =>
      valuesOf(ask({ gpu: "RTX 4090" }, { statements: [byHand(name, specifier)] }));
    expect(wheelOf("torchvision", "==0.24.1+cu126")).toMatchObject({ torch: "2.9.1", wheel: "cu126" });
    expect(wheelOf("torchaudio", "==2.9.1+cu128")).toMatchObject({ torch: "2.9.1", wheel: "cu128" });
  });

  it("keep a locked companion that they name with its variant", () => {
    const locked = { torch: "2.9.1", wheel: "cu126", torchvision: "0.24.1" };
    const statements = [byHand("torchvision", "==0.24.1+cu126")];
    const { resolution } = ask({ gpu: "RTX 4090" }, { locked, statements });
    expect(resolution!.torchvision).toMatchObject({ value: "0.24.1", reason: "kept from nixtorch.lock" });
  });

  it("make the companions part of the stack", () => {
    const answer = ask({ gpu: "RTX 4090" }, { statements: [byHand("torchvision", "")] });
    expect(valuesOf(answer).torchvision).toBe(newestVision);
  });

  it("keep Python within requires-python", () => {
    const python = (specifier: string) =>
      valuesOf(ask({ gpu: "RTX 4090" }, { statements: [byHand("requires-python", specifier)] })).python;
    expect(python(">=3.12,<3.13")).toBe("3.12");
    expect(python(">=3.10")).toBe("3.13");
    expect(python(">=3.10,<3.13.1")).toBe("3.13");
    expect(python(">=3.11,!=3.13.*")).toBe("3.14");
  });

  it("hold torch back where requires-python admits a Python that newer torch left behind", () => {
    const answer = ask({ gpu: "RTX 4090" }, { statements: [byHand("requires-python", ">=3.9", 4)] });
    expect(valuesOf(answer)).toMatchObject({ torch: "2.8.0", python: "3.13" });
    expect(answer.diagnostics).toHaveLength(1);
    expect(answer.diagnostics[0]).toMatchObject({ code: "NT326", severity: "warning", place: { line: 4 } });
    expect(answer.diagnostics[0]!.hint).toContain(`requires-python = ">=${newest.python.stable[0]}"`);
  });

  it("that cannot be read are an error at their place", () => {
    const answer = ask({ gpu: "RTX 4090" }, { statements: [byHand("torch", "=2.9", 12)] });
    expect(answer.resolution).toBeNull();
    expect(errorsOf(answer)[0]).toMatchObject({ code: "NT310", place: { file: "pyproject.toml", line: 12 } });
  });
});

describe("what is locked", () => {
  const locked = {
    torch: "2.13.0",
    wheel: "cu132",
    cuda: "13.2",
    python: "3.12",
    nixpkgs: "25.11",
    torchvision: "0.28.0",
  };

  it("is kept while it satisfies", () => {
    const answer = ask({ gpu: "RTX 4090", torch: { vision: true } }, { locked });
    expect(valuesOf(answer)).toMatchObject(locked);
    expect(answer.resolution!.torch.reason).toBe("kept from nixtorch.lock");
    expect(answer.resolution!.python.reason).toBe("kept from nixtorch.lock");
  });

  it("keeps a companion and a toolkit that a newer catalog would pair otherwise", () => {
    const paired = {
      ...locked,
      cuda: "13.2",
      torchvision: "0.27.9",
      nixpkgs: "26.05",
      toolkit: "cudaPackages_13_1",
    };
    const answer = ask({ gpu: "RTX 4090", torch: { vision: true } }, { locked: paired });
    expect(valuesOf(answer)).toMatchObject({ torchvision: "0.27.9", toolkit: "cudaPackages_13_1" });
  });

  it("gives way to the config, as far as it must", () => {
    expect(valuesOf(ask({ gpu: "RTX 4090", torch: "2.11" }, { locked }))).toMatchObject({
      torch: "2.11.0",
      python: "3.12",
      nixpkgs: "25.11",
    });
  });

  it("is chosen anew by an upgrade", () => {
    const answer = ask({ gpu: "RTX 4090" }, { locked, upgrade: true });
    expect(valuesOf(answer)).toMatchObject({
      torch: newestTorch,
      wheel: valuesOf(ask({ gpu: "RTX 4090" })).wheel,
      python: "3.13",
      nixpkgs: "26.05",
    });
  });

  it("survives values that are no text", () => {
    const answer = ask({ gpu: "RTX 4090" }, { locked: { torch: 7, python: null } });
    expect(valuesOf(answer)).toMatchObject({ torch: newestTorch, nixpkgs: "26.05" });
  });

  it("counts in uv.lock where there is no record", () => {
    const answer = ask({ gpu: "RTX 4090" }, { lockedTorch: "2.9.1+cu126" });
    expect(valuesOf(answer)).toMatchObject({ torch: "2.9.1", wheel: "cu126" });
    expect(answer.resolution!.torch.reason).toBe("kept from uv.lock");
    expect(valuesOf(ask({ gpu: "RTX 4090" }, { lockedTorch: "2.9.1" }))).toMatchObject({
      torch: "2.9.1",
      wheel: "cu128",
    });
    expect(valuesOf(ask({ gpu: "RTX 5090" }, { lockedTorch: "2.5.1" })).torch).toBe(newestTorch);
    expect(valuesOf(ask({ gpu: "RTX 4090" }, { locked, lockedTorch: "2.9.1" })).torch).toBe("2.13.0");
  });
});

describe("a locked torch that is not kept", () => {
  const moved = (written: WrittenConfig, more: Partial<Question>) =>
    ask(written, more).diagnostics.filter((one) => one.code === "NT330");

  it("is named where the catalog does not know it", () => {
    const [warning] = moved({ gpu: "RTX 4090" }, { lockedTorch: "2.99.0" });
    expect(warning).toMatchObject({ severity: "warning", place: { file: "uv.lock" } });
    expect(warning!.detail).toBe(
      `uv.lock has torch 2.99.0, which the catalog does not know. It moves to torch ${newestTorch}.`,
    );
  });

  it("is named with what it does not go with", () => {
    const [warning] = moved({ gpu: "RTX 5090" }, { lockedTorch: "2.5.1+cu124" });
    expect(warning!.detail).toContain("uv.lock has torch 2.5.1");
    expect(warning!.detail).toContain("does not go with RTX 5090 (12.0)");
    expect(warning!.detail).toContain(`moves to torch ${newestTorch}`);
  });

  it("is no surprise where the config asks for another one, or an upgrade does", () => {
    expect(moved({ gpu: "RTX 4090", torch: "2.11" }, { lockedTorch: "2.9.1" })).toEqual([]);
    expect(moved({ gpu: "RTX 4090" }, { lockedTorch: "2.99.0", upgrade: true })).toEqual([]);
    expect(moved({ gpu: "RTX 4090" }, { lockedTorch: "2.9.1" })).toEqual([]);
  });
});

describe("reasons", () => {
  it("do not claim a toolkit of the same minor where nixpkgs has one of the major", () => {
    const { resolution } = ask({ gpu: "RTX 4090", nix: { nixpkgs: "24.11" } });
    expect(resolution!.wheel).toMatchObject({ value: "cu126" });
    expect(resolution!.wheel.reason).toContain("of whose CUDA major nixpkgs 24.11 has a toolkit");
  });
});

describe("the driver", () => {
  const system = (release: string, driver: { branch?: string; open?: boolean } = {}) => ({
    system: { release, driver },
  });

  it("is that of the release which the machine will evaluate, not of the project's nixpkgs", () => {
    expect(valuesOf(ask({ gpu: "GTX 1080", ...system("25.11") })).driver).toBe("production");
    expect(valuesOf(ask({ gpu: "GTX 1080", ...system("26.05") })).driver).toBe("legacy_580");
    expect(valuesOf(askOn({ gpu: "GTX 1080", system: {} }, null, "25.11")).driver).toBe("production");
    expect(valuesOf(ask({ gpu: "RTX 3090", ...system("24.05") })).graphicsOption).toBe("hardware.opengl");
  });

  it("keeps the stack on CUDA 12 where it is older than CUDA 13 needs", () => {
    const answer = ask({ gpu: "RTX 4090", ...system("25.05") });
    expect(valuesOf(answer)).toMatchObject({ driver: "production" });
    expect(valuesOf(answer).cuda).toMatch(/^12\./);
    expect(answer.resolution!.wheel.reason).toContain("driver");
  });

  it("may be stated", () => {
    const values = valuesOf(
      ask({ gpu: "RTX 3090", ...system("26.05", { branch: "legacy_580", open: false }) }),
    );
    expect(values).toMatchObject({ driver: "legacy_580", openKernelModule: false });
  });

  it("is solved for the machine's own cards", () => {
    const written = {
      gpu: ["V100", "RTX 5090"],
      hosts: { attic: { gpu: "V100" }, tower: { gpu: "RTX 5090" } },
    };
    const tower = valuesOf(askOn(written, "tower", "26.05"));
    expect(tower).toMatchObject({ driver: "production", openKernelModule: true, wheel: "cu128" });
    const attic = valuesOf(askOn(written, "attic", "26.05"));
    expect(attic).toMatchObject({ driver: "legacy_580", openKernelModule: false, wheel: "cu128" });
  });

  it("is chosen for the cards of a machine of a CPU-only project", () => {
    const answer = askOn({ gpu: "none", system: { gpu: "GTX 1080" } }, null, "26.05");
    expect(valuesOf(answer)).toMatchObject({
      wheel: "cpu",
      driver: "legacy_580",
      graphicsOption: "hardware.graphics",
    });
  });

  it("of a branch whose number is not known is taken with a warning", () => {
    const answer = ask({ gpu: "RTX 4090", ...system("26.05", { branch: "beta" }) });
    expect(valuesOf(answer).driver).toBe("beta");
    expect(codesOf(answer)).toEqual(["NT329"]);
  });

  it("of a release that the catalog does not know is not chosen", () => {
    const answer = askOn({ gpu: "RTX 4090", system: {} }, null, "22.05");
    expect(valuesOf(answer)).toMatchObject({ driver: null, openKernelModule: null, graphicsOption: null });
    expect(codesOf(answer)).toEqual(["NT307"]);
  });

  it("comes with the board on a Jetson", () => {
    const answer = ask({ gpu: "Jetson AGX Orin", torch: "2.14", nix: { systems: ["aarch64-linux"] } });
    expect(valuesOf(answer)).toMatchObject({ wheel: "cu130", driver: null, archList: ["8.7"] });
    expect(codesOf(answer)).toEqual(["NT328"]);
  });

  it.each([
    ["a branch too old for the card", "RTX 5090", "26.05", "legacy_470"],
    ["a branch that no longer drives the card", "GTX 1080", "26.05", "dc_590"],
    ["a branch too old for the wheel's CUDA", "B300", "25.11", "dc_535"],
  ])("is refused by its name alone: %s", (_, gpu, release, branch) => {
    const answer = ask({ gpu, ...system(release, { branch }) });
    expect(answer.resolution).toBeNull();
    expect(codesOf(answer)).toEqual(["NT312"]);
  });

  it("moves the stack where its branch's name says that it is too old for CUDA 13", () => {
    const answer = ask({ gpu: "RTX 4090", ...system("25.11", { branch: "dc_535" }) });
    expect(valuesOf(answer)).toMatchObject({ wheel: "cu126", driver: "dc_535" });
    expect(
      ask({ gpu: "RTX 4090", cuda: "13.0", ...system("25.11", { branch: "dc_535" }) }).resolution,
    ).toBeNull();
  });

  it("of a branch without open kernel module takes the proprietary one", () => {
    const nix = { nixpkgs: "24.05" };
    const written = { gpu: "T4", cuda: "11.8", nix, ...system("24.05", { branch: "legacy_470" }) };
    const answer = ask(written);
    expect(valuesOf(answer)).toMatchObject({ driver: "legacy_470", openKernelModule: false });
    expect(answer.resolution!.openKernelModule!.reason).toContain("legacy_470");
    const open = ask({ ...written, ...system("24.05", { branch: "legacy_470", open: true }) });
    expect(codesOf(open)).toContain("NT312");
    expect(JSON.stringify(errorsOf(open)[0])).toContain("legacy_470 has no open kernel module");
  });
});

describe("names that do not exist", () => {
  it("are all reported at once, each with what exists", () => {
    const answer = ask({
      gpu: "RTX 4091",
      cuda: "12.7",
      torch: "2.99",
      project: { python: "3.7" },
      nix: { nixpkgs: "26.11" },
    });
    expect(answer.resolution).toBeNull();
    expect(codesOf(answer)).toEqual(["NT300", "NT303", "NT304", "NT305", "NT306"]);
    expect(answer.diagnostics.map((one) => one.configPath)).toEqual([
      ["gpu"],
      ["cuda"],
      ["torch", "version"],
      ["project", "python"],
      ["nix", "nixpkgs"],
    ]);
    expect(answer.diagnostics[1]!.hint).toContain('cuda: "12.8"');
    expect(answer.diagnostics[4]!.detail).toContain("25.11, 26.05 and unstable");
  });

  it("include a CUDA without wheels, and a patch release that never was", () => {
    expect(ask({ gpu: "RTX 4090", cuda: "13.1" }).diagnostics[0]!.detail).toContain(
      "publishes no wheels for it",
    );
    expect(ask({ gpu: "RTX 4090", torch: "2.14.7" }).diagnostics[0]!.detail).toContain("2.14.0 and 2.14.1");
  });

  it("include driver branches and releases of machines", () => {
    const answer = ask({ gpu: "RTX 4090", system: { release: "22.05", driver: { branch: "newest" } } });
    expect(answer.diagnostics.map((one) => [one.code, one.configPath])).toEqual([
      ["NT306", ["system", "release"]],
    ]);
    const branch = ask({ gpu: "RTX 4090", hosts: { tower: { driver: { branch: "newest" } } } });
    expect(branch.diagnostics[0]).toMatchObject({
      code: "NT308",
      configPath: ["hosts", "tower", "driver", "branch"],
    });
  });
});

describe("systems", () => {
  it("need wheels on all of them", () => {
    const nix = { systems: ["x86_64-linux", "aarch64-linux"] };
    expect(valuesOf(ask({ gpu: "A100", torch: "2.14", nix })).wheel).toBe("cu130");
    expect(ask({ gpu: "A100", cuda: "12.8", nix }).resolution).toBeNull();
    expect(valuesOf(ask({ gpu: "none", nix })).wheel).toBe("cpu");
  });

  it("should include that of the card's machine", () => {
    const nix = { systems: ["x86_64-linux"] };
    const answer = ask({ gpu: ["RTX 4090", "GB10"], torch: "2.14", nix });
    expect(valuesOf(answer)).toMatchObject({ wheel: "cu130", systems: ["x86_64-linux"] });
    expect(answer.diagnostics).toHaveLength(1);
    expect(answer.diagnostics[0]).toMatchObject({
      code: "NT327",
      severity: "warning",
      configPath: ["gpu", 1],
    });
    expect(answer.diagnostics[0]!.hint).toContain("for x86_64-linux and aarch64-linux");
    // As the hint says:
    const left = ask({ gpu: ["RTX 4090", "GB10"], torch: "2.14" });
    expect(codesOf(left)).toEqual([]);
    expect(valuesOf(left).systems).toEqual(["x86_64-linux", "aarch64-linux"]);
  });

  it("are as stated, else those of the machines that the cards sit in", () => {
    const systems = (written: WrittenConfig) => {
      const { value, reason } = ask(written).resolution!.systems;
      return `${value.join(", ")}: ${reason}`;
    };
    expect(systems({ gpu: "none" })).toBe(
      "x86_64-linux: the usual kind of machine: nix.systems asks for no other",
    );
    expect(systems({ gpu: "GB10" })).toBe("aarch64-linux: GB10 sits in aarch64-linux machines only");
    expect(systems({ gpu: ["GB10", "RTX 2080"] })).toBe(
      "x86_64-linux, aarch64-linux: GB10 sits in aarch64-linux machines only, and the other cards are taken to sit in x86_64-linux ones",
    );
    expect(systems({ gpu: "GB10", nix: { systems: ["aarch64-linux", "x86_64-linux"] } })).toBe(
      "x86_64-linux, aarch64-linux: nix.systems asks for x86_64-linux and aarch64-linux",
    );
  });

  it("follow the cards whatever nixtorch.lock has", () => {
    const locked = { systems: ["x86_64-linux"] };
    expect(valuesOf(ask({ gpu: "GB10" }, { locked })).systems).toEqual(["aarch64-linux"]);
  });

  it("are blamed where they are stated, and left out as a way out", () => {
    const nix = { systems: ["x86_64-linux", "aarch64-linux"] };
    const { diagnostics } = ask({ gpu: ["RTX 2080", "GB10"], nix });
    expect(diagnostics.map(({ code }) => code)).toEqual(["NT311"]);
    expect(diagnostics[0]!.hint).toContain("leave `nix.systems` out");
    const plain = ask({ gpu: "RTX 2080", nix }).diagnostics[0]!;
    expect(plain.hint).toContain('nix: { systems: ["x86_64-linux"] }');
    expect(plain.hint).not.toContain("leave `nix.systems` out");
  });
});
