import type { KnownCuda, KnownDriverBranch, KnownNixpkgs, KnownPython, KnownTorch } from "./known.js";
import type { Clean, CudaOf, IsVague, Literal, PlatformOf, ReleaseOf } from "./lookup.js";
import type { BranchProblem, NixpkgsProblem, OpenProblem, ReleaseProblem } from "./problems-nixos.js";
import type { CudaProblem, GpuProblem, PythonProblem, Said, TorchProblem } from "./problems.js";
import type {
  Spelled,
  WrittenConfig,
  WrittenCuda,
  WrittenDriver,
  WrittenGpu,
  WrittenNix,
  WrittenNixpkgs,
  WrittenProject,
  WrittenShell,
  WrittenSystem,
  WrittenTorch,
  WrittenUnchecked,
} from "./written.js";

/** The type that a problem gives to its key: a text that no value is, else what the key takes. */
type Unless<Problem, Type> = [Problem] extends [never] ? Type : Problem;

/** The literal of a key with a short form and a long one. */
type Either<Short, Long> = [Literal<Long>] extends [never] ? Literal<Short> : Literal<Long>;

/** What completes while a key is still being written, and nothing has been inferred for it yet. */
type Offer<Key, All> = undefined extends Key ? All : Key;

/** Blames the form that is written. */
type UnlessIn<Problem, Long, ShortType, LongType> = [Problem] extends [never]
  ? ShortType | LongType
  : [Literal<Long>] extends [never]
    ? Problem
    : LongType;

/** A key of the config that the compiler may read, `undefined` where it is not written. */
export type Key<Known extends string> = Spelled<Known> | undefined;

/**
 * A config whose keys have the types that were inferred for them, but for those that ask for the impossible: their type
 * is a text that says why. `Word` is what is taken at the person's word.
 */
export type CheckedConfig<
  Gpu,
  Cuda,
  CudaVersion,
  Torch,
  TorchVersion,
  Python,
  Nixpkgs,
  NixpkgsRelease,
  Systems,
  PythonFrom,
  LibraryMode,
  Release,
  MachineGpu,
  Branch,
  Open,
  Datacenter,
  Host extends string,
  Word extends string,
  S extends Said = {
    gpu: Clean<Gpu>;
    platform: PlatformOf<Clean<Systems>>;
    torch: Either<Clean<Torch>, Clean<TorchVersion>>;
    cuda: CudaOf<Either<Clean<Cuda>, Clean<CudaVersion>>>;
    python: Literal<Clean<Python>>;
    nixpkgs: ReleaseOf<Either<Clean<Nixpkgs>, Clean<NixpkgsRelease>>>;
    usesNixpkgsPython: [
      Exclude<PythonFrom, undefined>,
      Exclude<LibraryMode, undefined>,
      IsVague<Python>,
    ] extends ["nixpkgs", "export", false]
      ? true
      : false;
    isOneMachine: [Host, MachineGpu, Datacenter, IsVague<Branch>, IsVague<Release>] extends [
      never,
      undefined,
      undefined,
      false,
      false,
    ]
      ? true
      : false;
    release: ReleaseOf<Literal<Clean<Release>>>;
    branch: Literal<Clean<Branch>>;
    open: Clean<Open>;
    isFree: [Word] extends [never] ? false : true;
  },
> = WrittenConfig<
  WrittenProject<Unless<PythonProblem<S>, Offer<Python, Spelled<KnownPython>> | WrittenUnchecked<Word>>>,
  Unless<GpuProblem<S>, Offer<Gpu, WrittenGpu>>,
  UnlessIn<
    CudaProblem<S>,
    CudaVersion,
    Offer<Cuda, Spelled<KnownCuda>> | WrittenUnchecked<Word>,
    WrittenCuda<Unless<CudaProblem<S>, Offer<CudaVersion, Spelled<KnownCuda>> | WrittenUnchecked<Word>>>
  >,
  UnlessIn<
    TorchProblem<S>,
    TorchVersion,
    Offer<Torch, Spelled<KnownTorch>> | WrittenUnchecked<Word>,
    WrittenTorch<Unless<TorchProblem<S>, Offer<TorchVersion, Spelled<KnownTorch>> | WrittenUnchecked<Word>>>
  >,
  WrittenNix<
    UnlessIn<
      NixpkgsProblem<S>,
      NixpkgsRelease,
      Offer<Nixpkgs, Spelled<KnownNixpkgs>>,
      WrittenNixpkgs<Unless<NixpkgsProblem<S>, Offer<NixpkgsRelease, Spelled<KnownNixpkgs>>>>
    >,
    Offer<Systems, readonly string[]>,
    Offer<PythonFrom, "nixpkgs" | "uv">
  >,
  WrittenShell<Offer<LibraryMode, "export" | "nix-ld">>,
  WrittenSystem<
    Unless<ReleaseProblem<S>, Offer<Release, Spelled<KnownNixpkgs>>>,
    Offer<MachineGpu, WrittenGpu>,
    WrittenDriver<
      Unless<BranchProblem<S>, Offer<Branch, Spelled<KnownDriverBranch>>>,
      Unless<OpenProblem<S>, Offer<Open, boolean>>
    >,
    Offer<Datacenter, boolean>
  >,
  Host
>;
