import type { AllTexts, CudaDrivers, KindReleases, MajorTexts, MajorWheels, Nixpkgs } from "./known.js";
import type {
  CardsIn,
  CardText,
  DriversOfCard,
  DriversOfGpu,
  KindOf,
  RowOf,
  ToolkitsOfCard,
  ToolkitsOfGpu,
} from "./lookup.js";
import type { Said, HasCards, IsLooked, ByPython, OnlyModule } from "./problems.js";

// What is impossible about the release of nixpkgs, and about the driver of a machine.

/* nix.nixpkgs, and the release of the machine */

export type NixpkgsProblem<S extends Said> =
  IsLooked<S> extends true
    ? [S["nixpkgs"]] extends [never]
      ? never
      : S["nixpkgs"] extends keyof Nixpkgs
        ? [ByPython<S>] extends [never]
          ? never
          : HasCards<S> extends true
            ? NixpkgsForCards<S>
            : NixpkgsForPython<S, ByPython<S>>
        : S["nixpkgs"] extends AnyRelease
          ? `there is no nixpkgs ${S["nixpkgs"] & string} in this nixtorch; use ${AllTexts["nixpkgs"]}`
          : never
    : never;

/** The wheels whose CUDA has a toolkit in the release that compiles for all cards. */
type WithToolkit<S extends Said> = ByPython<S> &
  MajorWheels[MajorOf<ToolkitsOfGpu<S["gpu"]> & RowOf<S["nixpkgs"]>["toolkits"]>];
type MajorOf<Version> = Version extends `${infer Major extends keyof MajorWheels}.${string}` ? Major : never;

type NixpkgsForCards<S extends Said> = [WithToolkit<S>] extends [never]
  ? NoToolkit<S, CardsWithoutToolkit<CardsIn<S["gpu"]>, RowOf<S["nixpkgs"]>["toolkits"]>>
  : [NixpkgsForPython<S, WithToolkit<S>>] extends [never]
    ? [S["release"]] extends [never]
      ? DriverProblem<S, S["nixpkgs"], WithPython<S, WithToolkit<S>>>
      : never
    : NixpkgsForPython<S, WithToolkit<S>>;

type CardsWithoutToolkit<Card, Toolkits> = Card extends unknown
  ? [ToolkitsOfCard<Card> & Toolkits] extends [never]
    ? Card
    : never
  : never;

type NoToolkit<S extends Said, Bad> = [Bad] extends [never]
  ? MajorOf<S["cuda"]> extends infer Major extends keyof MajorTexts
    ? [Major] extends [never]
      ? `nixpkgs ${S["nixpkgs"] & string} has no CUDA toolkit that goes with the wheels for this stack`
      : `nixpkgs ${S["nixpkgs"] & string} has no toolkit for CUDA ${S["cuda"] & string}; use ${MajorTexts[Major]}`
    : never
  : Bad extends unknown
    ? `nixpkgs ${S["nixpkgs"] & string} has no CUDA toolkit that compiles for ${CardText<Bad>}; use ${KindReleases[KindOf<Bad> & keyof KindReleases]["toolkit"]}`
    : never;

/** Where no Python is stated, one is needed that both have. */
type WithPython<S extends Said, Wheels> = S["usesNixpkgsPython"] extends true
  ? [S["python"]] extends [never]
    ? Wheels & RowOf<S["nixpkgs"]>["wheels"]
    : Wheels
  : Wheels;

type NixpkgsForPython<S extends Said, Wheels> = [WithPython<S, Wheels>] extends [never]
  ? `nixpkgs ${S["nixpkgs"] & string} has no Python that this torch supports: it has ${RowOf<S["nixpkgs"]>["pythonText"]}; use another release, or nix: { python: "uv" }`
  : never;

/** How releases are named, known or not. */
type AnyRelease = `${number}.${"05" | "11"}`;

/* drivers */

/** Drivers of a release that nobody has to ask for. */
type DriversIn<S extends Said, Release> = DriversOfGpu<S["gpu"]> & `${Release & string}/${string}`;

type DriverProblem<S extends Said, Release, Wheels> = S["isOneMachine"] extends true
  ? [S["branch"]] extends [never]
    ? [DriversOfGpu<S["gpu"]>] extends [never]
      ? never
      : [DriversIn<S, Release>] extends [never]
        ? NoDriverIn<CardsIn<S["gpu"]>, Release>
        : [Driven<Wheels, DriversIn<S, Release>>] extends [never]
          ? `NixOS ${Release & string} has no driver that drives these cards and is new enough for the CUDA of their wheels; use a newer release`
          : never
    : never
  : never;

/** The wheels whose CUDA one of the drivers is new enough for. */
type Driven<Wheels, Drivers> = Wheels extends `${infer Cuda extends keyof CudaDrivers}/${string}`
  ? [CudaDrivers[Cuda] & Drivers] extends [never]
    ? never
    : Wheels
  : never;

type NoDriverIn<Card, Release> =
  | BadIn<Card, Release>
  | ([BadIn<Card, Release>] extends [never]
      ? `NixOS ${Release & string} has no driver that drives all of these cards`
      : never);

type BadIn<Card, Release> = Card extends unknown
  ? [DriversOfCard<Card> & `${Release & string}/${string}`] extends [never]
    ? `NixOS ${Release & string} has no driver for ${CardText<Card>}; use ${KindReleases[KindOf<Card> & keyof KindReleases]["driver"]}`
    : never
  : never;

export type ReleaseProblem<S extends Said> =
  IsLooked<S> extends true
    ? [S["release"]] extends [never]
      ? never
      : S["release"] extends keyof Nixpkgs
        ? HasCards<S> extends true
          ? [ByPython<S>] extends [never]
            ? never
            : DriverProblem<S, S["release"], ByPython<S>>
          : never
        : S["release"] extends AnyRelease
          ? `there is no NixOS ${S["release"] & string} in this nixtorch; use ${AllTexts["nixpkgs"]}`
          : never
    : never;

export type BranchProblem<S extends Said> = [S["branch"]] extends [never]
  ? never
  : [RowOf<DriverRelease<S>>] extends [never]
    ? never
    : S["branch"] extends RowOf<DriverRelease<S>>["branches"]
      ? never
      : `NixOS ${DriverRelease<S> & string} has no driver branch ${S["branch"] & string}; it has ${RowOf<DriverRelease<S>>["branchText"]}`;

type DriverRelease<S extends Said> = [S["release"]] extends [never] ? S["nixpkgs"] : S["release"];

export type OpenProblem<S extends Said> =
  IsLooked<S> extends true
    ? HasCards<S> extends true
      ? S["isOneMachine"] extends true
        ? S["open"] extends true
          ? ModuleText<
              OnlyModule<CardsIn<S["gpu"]>, "closed">,
              "has only the proprietary kernel module; write false"
            >
          : S["open"] extends false
            ? ModuleText<OnlyModule<CardsIn<S["gpu"]>, "open">, "needs the open kernel module; write true">
            : never
        : never
      : never
    : never;

type ModuleText<Card extends string, Text extends string> = Card extends unknown
  ? `${Card} ${Text}, or leave this out`
  : never;
