import type { NotUnderstood, Understood } from "../model/imported.js";

export type { NotUnderstood, Understood } from "../model/imported.js";

/** What files say, in words that `nixtorch.config.ts` has, and what they say besides. */
export interface Reading {
  readonly understood: readonly Understood[];
  readonly not: readonly NotUnderstood[];
}

/** What the catalog knows that reading files takes. */
export interface Facts {
  /** Python minors that some torch has wheels for, ascending. */
  readonly pythons: readonly string[];
  /** Releases of torch, ascending. */
  readonly torches: readonly string[];
  /** The base URL of PyTorch's own index. */
  readonly torchIndex: string;
  /** What nixtorch knows about building packages, by PEP 503 name. */
  readonly builds: Readonly<Record<string, { readonly needs: readonly string[] }>>;
  /** Variables that nixtorch's shell sets, or must keep as they are. */
  readonly ownVariables: ReadonlySet<string>;
  /** Binary caches and the keys that they publish. */
  readonly caches: readonly { readonly url: string; readonly publicKey: string }[];
}

/** Gathers a reading. */
export class Collector implements Reading {
  readonly understood: Understood[] = [];
  readonly not: NotUnderstood[] = [];

  add(...readings: readonly Reading[]): void {
    for (const { understood, not } of readings) {
      this.understood.push(...understood);
      this.not.push(...not);
    }
  }
}
