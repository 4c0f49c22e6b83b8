/** A PEP 508 requirement such as `transformers>=4.50`, or an object when the package has a source of its own. */
export type WrittenPackage = string | WrittenPackageObject;

export type WrittenPackageObject = WrittenRequirement &
  (WrittenIndexSource | WrittenGitSource | WrittenPathSource | WrittenUrlSource);

export interface WrittenRequirement {
  /**
   * The package's name.
   * @example name: "transformers"
   */
  name: string;
  /**
   * Accepted versions (PEP 440).
   *
   * Default: any.
   * @example version: ">=4.50,<5"
   */
  version?: string;
  /**
   * Extras of the package.
   *
   * Default: none.
   * @example extras: ["torch"]
   */
  extras?: readonly string[];
  /**
   * When it is needed (a PEP 508 marker).
   *
   * Default: always.
   * @example marker: "sys_platform == 'linux'"
   */
  marker?: string;
}

export interface WrittenIndexSource {
  /**
   * The name of one of `indexes`: the package is taken from there only.
   *
   * Default: uv's default index.
   * @example index: "company"
   */
  index?: string;
  git?: never;
  path?: never;
  url?: never;
}

export interface WrittenGitSource {
  /**
   * A git repository.
   * @example git: "https://github.com/NVIDIA/apex"
   */
  git: string;
  /**
   * A commit. At most one of `rev`, `tag` and `branch`.
   *
   * Default: the repository's default branch, as locked.
   * @example rev: "0123abc"
   */
  rev?: string;
  /**
   * A tag.
   * @example tag: "v1.2"
   */
  tag?: string;
  /**
   * A branch.
   * @example branch: "main"
   */
  branch?: string;
  /**
   * Where in the repository the package lies.
   *
   * Default: at its root.
   * @example subdirectory: "python"
   */
  subdirectory?: string;
  index?: never;
  path?: never;
  url?: never;
}

export interface WrittenPathSource {
  /**
   * A directory or a wheel, relative to the project.
   * @example path: "../lib"
   */
  path: string;
  /**
   * Whether changes in that directory take effect without installing again.
   *
   * Default: `false`.
   * @example editable: true
   */
  editable?: boolean;
  index?: never;
  git?: never;
  url?: never;
}

export interface WrittenUrlSource {
  /**
   * A wheel or source archive.
   * @example url: "https://files.example/my_kernels-1.0-py3-none-any.whl"
   */
  url: string;
  index?: never;
  git?: never;
  path?: never;
}

export interface WrittenIndex {
  /**
   * How packages refer to it: letters, digits, `.`, `_` and `-`.
   * @example name: "company"
   */
  name: string;
  /**
   * Its address, without user name or password: uv takes those from UV_INDEX_<NAME>_USERNAME and _PASSWORD.
   * @example url: "https://pypi.example/simple"
   */
  url: string;
  /**
   * Whether only packages that name the index are taken from it.
   *
   * Default: `false`.
   * @example explicit: true
   */
  explicit?: boolean;
  /**
   * Whether it stands in for uv's default index.
   *
   * Default: `false`.
   * @example default: true
   */
  default?: boolean;
}

export interface WrittenBuildIsolation {
  /**
   * Packages that must see torch, or something else, while they are built, by name.
   *
   * Default: what nixtorch knows about common packages.
   * @example exceptions: { "my-kernels": { needs: ["torch", "ninja"], env: { MAX_JOBS: "4" } } }
   */
  exceptions?: Readonly<Record<string, WrittenBuildException>>;
  /**
   * Parallel compiler jobs of each such build (MAX_JOBS).
   *
   * Default: from free memory, when the build starts.
   * @example jobs: 4
   */
  jobs?: number;
}

export interface WrittenBuildException {
  /**
   * What the build needs, as PEP 508 requirements; `"torch"` means the locked torch.
   *
   * Default: `["torch"]`.
   * @example needs: ["torch", "ninja"]
   */
  needs?: readonly string[];
  /**
   * Variables of the build.
   *
   * Default: none.
   * @example env: { FORCE_CUDA: "1" }
   */
  env?: Readonly<Record<string, string>>;
  /**
   * The package's dependencies, for one that would have to be built to learn them.
   *
   * Default: the package says them itself.
   * @example requires: ["torch", "einops"]
   */
  requires?: readonly string[];
  /**
   * The version that goes with `requires`, needed for git and URL sources.
   *
   * Default: any.
   * @example version: "1.2.0"
   */
  version?: string;
}
