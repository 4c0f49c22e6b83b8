/** How uv must build one package that compiles against torch; from the config's exceptions and the catalog. */
export interface BuildRecipe {
  /** PEP 503 name. */
  readonly name: string;
  /**
   * match-runtime: stays isolated, builds against the locked torch (`tool.uv.extra-build-dependencies`).
   * no-build-isolation: built in the project environment in a second phase (`tool.uv.no-build-isolation-package`).
   */
  readonly mode: "match-runtime" | "no-build-isolation";
  /** Build requirements besides torch, as PEP 508 text. */
  readonly needs: readonly string[];
  /** Variables of the build (`tool.uv.extra-build-variables`). */
  readonly env: Readonly<Record<string, string>>;
  /** Stated metadata (`tool.uv.dependency-metadata`), so that locking needs no build; `null`: the sdist has it. */
  readonly metadata: { readonly version: string | null; readonly requiresDist: readonly string[] } | null;
  /** Where the real project lives, when the default index has another one, or none, of that name. */
  readonly git: string | null;
  readonly reason: string;
  readonly sources: readonly string[];
}
