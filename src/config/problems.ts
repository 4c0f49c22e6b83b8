import type { AllTexts, PythonTexts, PythonWheels, TorchTexts, TorchWheels, CudaWheels } from "./known.js";
import type {
  AnyWheel,
  CardsIn,
  CardText,
  DriversOfCard,
  DriversOfGpu,
  HasNone,
  HasUnchecked,
  IsVersion,
  KindOf,
  RowOf,
  TextOf,
  WheelsOfCard,
  WheelsOfCuda,
  WheelsOfGpu,
  WheelsOfPython,
  WheelsOfTorch,
} from "./lookup.js";

// What is impossible about each key, as the text of a message; `never`: nothing is. Wheels are narrowed down key by
// key, in the order gpu, torch, cuda, python, nixpkgs, and the first key that leaves none is the one that is blamed.

/** What a config says, as literals in normal form; `never` where it says nothing that the compiler can know. */
export interface Said {
  gpu: unknown;
  /** A key of `Platforms`. */
  platform: unknown;
  torch: unknown;
  cuda: unknown;
  python: unknown;
  nixpkgs: unknown;
  /** Whether the interpreter is nixpkgs' own. */
  usesNixpkgsPython: boolean;
  /** Whether nobody says which machine has which card. */
  isOneMachine: boolean;
  /** The release of that machine, if it is not that of nixpkgs. */
  release: unknown;
  branch: unknown;
  open: unknown;
  /** Whether something is taken at the person's word: then nothing is looked at. */
  isFree: boolean;
}

export type HasCards<S extends Said> = [S["gpu"]] extends [never]
  ? false
  : HasNone<S["gpu"]> extends true
    ? false
    : undefined extends S["gpu"]
      ? false
      : true;

export type IsLooked<S extends Said> = S["isFree"] extends true
  ? false
  : HasUnchecked<S["gpu"]> extends true
    ? false
    : true;

type ByGpu<S extends Said> = HasCards<S> extends true ? WheelsOfGpu<S["gpu"], S["platform"]> : AnyWheel;
type ByTorch<S extends Said> = ByGpu<S> & WheelsOfTorch<S["torch"]>;
type ByCuda<S extends Said> = ByTorch<S> & WheelsOfCuda<S["cuda"]>;
export type ByPython<S extends Said> = ByCuda<S> & WheelsOfPython<S["python"]>;

/** The cards that have no wheel among some. */
type CardsWithout<Card, Platform, Wheels> = Card extends unknown
  ? [WheelsOfCard<Card, Platform> & Wheels] extends [never]
    ? Card
    : never
  : never;

/* gpu */

export type GpuProblem<S extends Said> =
  IsLooked<S> extends true ? (HasCards<S> extends true ? CardsProblem<S> : never) : never;

/** Keys of a card that mean nothing, which only object literals in a place of their own are checked for. */
type StrayKey<Card> = Card extends { computeCapability: unknown }
  ? Exclude<keyof Card, "computeCapability"> & string
  : never;

type CardsProblem<S extends Said> = [StrayKey<CardsIn<S["gpu"]>>] extends [never]
  ? CardsClash<S>
  : `${StrayKey<CardsIn<S["gpu"]>>} is not a key here: a card is { computeCapability: "8.9" }`;

type CardsClash<S extends Said> = [ByGpu<S>] extends [never]
  ? NoWheel<CardsWithout<CardsIn<S["gpu"]>, S["platform"], AnyWheel>>
  : S["isOneMachine"] extends true
    ? [S["branch"]] extends [never]
      ? [DriversOfGpu<S["gpu"]>] extends [never]
        ? NoDriver<CardsIn<S["gpu"]>>
        : never
      : never
    : never;

type NoWheel<Bad> = [Bad] extends [never]
  ? "no PyTorch wheel runs on all of these cards: they need environments of their own"
  : Bad extends unknown
    ? `nothing in the catalog runs on ${CardText<Bad>}`
    : never;

type NoDriver<Card> =
  | NeverDriven<Card>
  | ([NeverDriven<Card>] extends [never]
      ? [OnlyModule<Card, "open">] extends [never]
        ? ApartText
        : [OnlyModule<Card, "closed">] extends [never]
          ? ApartText
          : `${OnlyModule<Card, "closed">} needs the proprietary kernel module and ${OnlyModule<Card, "open">} the open one: if they are in different machines, say so with hosts`
      : never);

type ApartText = "no driver drives all of these cards: if they are in different machines, say so with hosts";

type NeverDriven<Card> = Card extends unknown
  ? [DriversOfCard<Card>] extends [never]
    ? `no driver in nixpkgs drives ${CardText<Card>}`
    : never
  : never;

/** The cards that only one of the two kernel modules drives. */
export type OnlyModule<Card, Module extends "open" | "closed"> = Card extends unknown
  ? [KindOf<Card>] extends [never]
    ? never
    : [DriversOfCard<Card>] extends [`${string}/${Module}`]
      ? CardText<Card>
      : never
  : never;

/* torch */

export type TorchProblem<S extends Said> =
  IsLooked<S> extends true
    ? [S["torch"]] extends [never]
      ? never
      : S["torch"] extends keyof TorchWheels
        ? [ByGpu<S>] extends [never]
          ? never
          : [ByTorch<S>] extends [never]
            ? TorchWithoutCards<S, CardsWithout<CardsIn<S["gpu"]>, S["platform"], WheelsOfTorch<S["torch"]>>>
            : never
        : IsVersion<S["torch"]> extends true
          ? `there is no torch ${S["torch"] & string} in this nixtorch, which knows ${AllTexts["torch"]}; a newer one is { unchecked: "${S["torch"] & string}" }`
          : never
    : never;

type TorchWithoutCards<S extends Said, Bad> = [Bad] extends [never]
  ? `no wheel of torch ${S["torch"] & string} runs on all of these cards`
  : Bad extends unknown
    ? `torch ${S["torch"] & string} has no kernels for ${CardText<Bad>}; use ${TextOf<Bad, S["platform"], "torch">}`
    : never;

/* cuda */

export type CudaProblem<S extends Said> =
  IsLooked<S> extends true
    ? [S["cuda"]] extends [never]
      ? never
      : HasNone<S["gpu"]> extends true
        ? "a stack for the CPU has no CUDA: name a card in gpu, or leave this out"
        : [S["gpu"]] extends [undefined]
          ? "CUDA needs a GPU: name the card in gpu"
          : S["cuda"] extends keyof CudaWheels
            ? [ByTorch<S>] extends [never]
              ? never
              : [ByCuda<S>] extends [never]
                ? CudaWithoutWheel<S>
                : never
            : IsVersion<S["cuda"]> extends true
              ? `PyTorch has no wheels for CUDA ${S["cuda"] & string}; use ${AllTexts["cuda"]}, or { unchecked: "${S["cuda"] & string}" } if it is newer than this nixtorch`
              : never
    : never;

type CudaWithoutWheel<S extends Said> = [WheelsOfTorch<S["torch"]> & WheelsOfCuda<S["cuda"]>] extends [never]
  ? S["torch"] extends keyof TorchTexts
    ? `torch ${S["torch"]} has no wheels for CUDA ${S["cuda"] & string}; it has them for ${TorchTexts[S["torch"]]["cuda"]}`
    : never
  : CudaWithoutCards<S, CardsWithout<CardsIn<S["gpu"]>, S["platform"], WheelsOfCuda<S["cuda"]>>>;

type CudaWithoutCards<S extends Said, Bad> = [Bad] extends [never]
  ? CudaWithTorch<
      S,
      CardsWithout<CardsIn<S["gpu"]>, S["platform"], WheelsOfTorch<S["torch"]> & WheelsOfCuda<S["cuda"]>>
    >
  : Bad extends unknown
    ? `CUDA ${S["cuda"] & string} has no kernels for ${CardText<Bad>}; use ${TextOf<Bad, S["platform"], "cuda">}`
    : never;

type CudaWithTorch<S extends Said, Bad> = [Bad] extends [never]
  ? `no wheel for CUDA ${S["cuda"] & string} runs on all of these cards`
  : Bad extends unknown
    ? `torch ${S["torch"] & string} for CUDA ${S["cuda"] & string} has no kernels for ${CardText<Bad>}; leave one of the two out`
    : never;

/* project.python */

export type PythonProblem<S extends Said> =
  IsLooked<S> extends true
    ? [S["python"]] extends [never]
      ? never
      : S["python"] extends keyof PythonWheels
        ? [ByCuda<S>] extends [never]
          ? never
          : [ByPython<S>] extends [never]
            ? PythonWithoutWheel<S>
            : PythonWithoutInterpreter<S>
        : IsVersion<S["python"]> extends true
          ? `no torch has wheels for Python ${S["python"] & string}; use ${AllTexts["python"]}, or { unchecked: "${S["python"] & string}" } if it is newer than this nixtorch`
          : never
    : never;

type PythonWithoutWheel<S extends Said> = [WheelsOfTorch<S["torch"]> & WheelsOfPython<S["python"]>] extends [
  never,
]
  ? S["torch"] extends keyof TorchTexts
    ? `torch ${S["torch"]} has no wheels for Python ${S["python"] & string}; it has them for ${TorchTexts[S["torch"]]["python"]}`
    : never
  : S["python"] extends keyof PythonTexts
    ? `Python ${S["python"]} goes with torch ${PythonTexts[S["python"]]}, none of which runs on this gpu with this cuda`
    : never;

type PythonWithoutInterpreter<S extends Said> = S["usesNixpkgsPython"] extends true
  ? [RowOf<S["nixpkgs"]>] extends [never]
    ? never
    : S["python"] extends RowOf<S["nixpkgs"]>["pythons"]
      ? never
      : `nixpkgs ${S["nixpkgs"] & string} has no Python ${S["python"] & string}; use ${RowOf<S["nixpkgs"]>["pythonText"]}, or nix: { python: "uv" }`
  : never;
