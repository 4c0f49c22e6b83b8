import type {
  CapabilityKinds,
  CudaWheels,
  GpuKinds,
  GpuSpellings,
  KindDrivers,
  KindTextsArm,
  KindTextsBoth,
  KindTextsOwn,
  KindTextsX86,
  KindToolkits,
  KindWheelsArm,
  KindWheelsBoth,
  KindWheelsOwn,
  KindWheelsX86,
  Nixpkgs,
  PythonWheels,
  TorchWheels,
} from "./known.js";

// What the words of a config mean in the catalog's tables. Whatever is no known word, because it is spelled in another
// way or not literal at all, means anything: nothing is reported about it.

/** Every wheel that there is; a set of wheels is a union of their names. */
export type AnyWheel = TorchWheels[keyof TorchWheels];
export type AnyDriver = KindDrivers[keyof KindDrivers];
export type AnyToolkit = KindToolkits[keyof KindToolkits];

/** The literal that is written; `never`: nothing, or what no compiler can know. */
export type Literal<X> = undefined extends X ? never : string extends X ? never : X & string;

/** What is `any` is as good as any text. */
export type Clean<X> = 0 extends 1 & X ? string : X;

/** Whether something is written that the compiler cannot read. */
export type IsVague<X> = undefined extends X ? false : string extends X ? true : false;

/** "12.8" for "cu128" and "12.8.1". */
export type CudaOf<X> = X extends keyof CudaWheels
  ? X
  : X extends `cu${infer A}${infer B}${infer Minor}`
    ? `${A}${B}.${Minor}`
    : X extends `${infer Major}.${infer Minor}.${string}`
      ? `${Major}.${Minor}`
      : X;

/** "26.05" for "nixos-26.05". */
export type ReleaseOf<X> = X extends `nixos-${infer Release}` ? Release : X;

/** Whether a text is two or three numbers: a version in normal form, which is either known or does not exist. */
export type IsVersion<X> = X extends `${bigint}.${bigint}` | `${bigint}.${bigint}.${bigint}` ? true : false;

type At<Table, Key, Otherwise> = [Key] extends [never]
  ? Otherwise
  : Key extends keyof Table
    ? Table[Key]
    : Otherwise;

export type WheelsOfTorch<X> = At<TorchWheels, X, AnyWheel>;
export type WheelsOfCuda<X> = At<CudaWheels, X, AnyWheel>;
export type WheelsOfPython<X> = At<PythonWheels, X, AnyWheel>;

interface Platforms {
  Own: { wheels: KindWheelsOwn; texts: KindTextsOwn };
  X86: { wheels: KindWheelsX86; texts: KindTextsX86 };
  Arm: { wheels: KindWheelsArm; texts: KindTextsArm };
  Both: { wheels: KindWheelsBoth; texts: KindTextsBoth };
}

/** What the flake's systems are called in the tables; `never`: not known. */
export type PlatformOf<Systems> = undefined extends Systems
  ? "Own"
  : Systems extends readonly (infer One)[]
    ? [One] extends ["x86_64-linux"]
      ? "X86"
      : [One] extends ["aarch64-linux"]
        ? "Arm"
        : [One, Systems["length"]] extends ["x86_64-linux" | "aarch64-linux", 2]
          ? "Both"
          : never
    : never;

/** What kind of card is meant; `never`: not known. */
export type KindOf<Card> = Card extends { computeCapability: infer Capability }
  ? Capability extends keyof CapabilityKinds
    ? CapabilityKinds[Capability]
    : never
  : Card extends keyof GpuKinds
    ? GpuKinds[Card]
    : Card extends keyof GpuSpellings
      ? GpuSpellings[Card]
      : Card extends keyof CapabilityKinds
        ? CapabilityKinds[Card]
        : never;

/** What one card says in a table of kinds: several, if it is one of several cards. */
type OfCard<Card, Table, Any> = Card extends unknown
  ? [KindOf<Card>] extends [never]
    ? Any
    : KindOf<Card> extends keyof Table
      ? Table[KindOf<Card>]
      : Any
  : never;

/** The members that all items of a list share. */
type Meet<List extends readonly unknown[]> = {
  [Index in keyof List]: (one: List[Index]) => void;
}[number] extends (one: infer Shared) => void
  ? Shared
  : never;

/** What all declared cards share in a table of kinds. */
type OfCards<Gpu, Table, Any> = Gpu extends readonly unknown[]
  ? Meet<{ [Index in keyof Gpu]: OfCard<Gpu[Index], Table, Any> }>
  : OfCard<Gpu, Table, Any>;

type Wheels<Platform> = Platform extends keyof Platforms ? Platforms[Platform]["wheels"] : never;

export type WheelsOfCard<Card, Platform> = [Platform] extends [never]
  ? AnyWheel
  : OfCard<Card, Wheels<Platform>, AnyWheel>;
export type WheelsOfGpu<Gpu, Platform> = [Platform] extends [never]
  ? AnyWheel
  : OfCards<Gpu, Wheels<Platform>, AnyWheel>;
export type DriversOfCard<Card> = OfCard<Card, KindDrivers, AnyDriver>;
export type DriversOfGpu<Gpu> = OfCards<Gpu, KindDrivers, AnyDriver>;
export type ToolkitsOfCard<Card> = OfCard<Card, KindToolkits, AnyToolkit>;
export type ToolkitsOfGpu<Gpu> = OfCards<Gpu, KindToolkits, AnyToolkit>;

/** The declared cards, as a union. */
export type CardsIn<Gpu> = Gpu extends readonly (infer Card)[] ? Card : Gpu;

/** What a message says about a kind of card: which CUDA or torch it runs with. */
export type TextOf<Card, Platform, Key extends "cuda" | "torch"> = Platform extends keyof Platforms
  ? KindOf<Card> extends infer Kind extends keyof Platforms[Platform]["texts"]
    ? Platforms[Platform]["texts"][Kind] extends Record<Key, infer Text extends string>
      ? Text
      : never
    : never
  : never;

/** A card in a message. */
export type CardText<Card> = Card extends { computeCapability: infer Capability extends string }
  ? `compute capability ${Capability}`
  : Card & string;

/** Whether a card is taken at the person's word. */
export type HasUnchecked<Gpu> = [
  Extract<CardsIn<Gpu>, { computeCapability: { unchecked: unknown } }>,
] extends [never]
  ? false
  : true;

export type HasNone<Gpu> = [Extract<CardsIn<Gpu>, "none" | "cpu">] extends [never] ? false : true;

/** A row of the release; `never`: not known. */
export type RowOf<Release> = Release extends keyof Nixpkgs ? Nixpkgs[Release] : never;
