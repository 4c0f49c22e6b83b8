import { nixAttr, nixAttrPath, nixString } from "../lang/nix/escape.js";
import { indent, listBinding, paragraphs, stringListBinding } from "../lang/nix/layout.js";
import { shellHook } from "./dev-shell-hook.js";
import type { ShellParts } from "./dev-shell-parts.js";

/** Where NixOS links the user-space libraries of the running driver. */
const driverDirectory = "/run/opengl-driver/lib";

/** The loader that programs not made for Nix name, by system. */
const loaders = new Map([
  ["x86_64-linux", "/lib64/ld-linux-x86-64.so.2"],
  ["aarch64-linux", "/lib/ld-linux-aarch64.so.1"],
]);

/** The `let` bindings of the dev shell, as lines: they use `nixpkgs`, `system` and `lib` from around them. */
export function renderBindings(parts: ShellParts, depth: number): string[] {
  return paragraphs([
    ...(parts.scope === null
      ? [toolchain(parts)]
      : [importNixpkgs(parts, depth), cudaToolchain(parts, parts.scope), cudaHome(parts)]),
    wheelLibraries(parts),
    parts.exportLibraries ? [] : loader(parts),
  ]);
}

/** The expression of the dev shell below these bindings, as lines. */
export function renderShell(parts: ShellParts): string[] {
  return [
    parts.scope === null ? "pkgs.mkShell {" : "pkgs.mkShell.override { stdenv = cuda.backendStdenv; } {",
    ...indent(
      paragraphs([
        [`name = ${nixString(parts.name)};`],
        listBinding("packages", shellPackages(parts), 0),
        ["env = {", ...indent(environment(parts), 1), "};"],
        ["shellHook = ''", ...indent(shellHook(parts), 1), "'';"],
      ]),
      1,
    ),
    "}",
  ];
}

function importNixpkgs(parts: ShellParts, depth: number): string[] {
  return [
    ...(parts.capabilities.length === 0
      ? []
      : [...stringListBinding("cudaCapabilities", parts.capabilities, depth), ""]),
    "pkgs = import nixpkgs {",
    "  inherit system;",
    "  config = {",
    ...(parts.capabilities.length === 0 ? [] : ["    inherit cudaCapabilities;"]),
    "    # NVIDIA's licences, and no other unfree one.",
    "    allowUnfreePredicate =",
    "      package:",
    "      lib.all (",
    "        license:",
    "        license.free or true",
    '        || lib.elem (license.shortName or "") [',
    '          "CUDA EULA"',
    '          "cuDNN EULA"',
    "        ]",
    "      ) (lib.toList package.meta.license);",
    "  };",
    "};",
  ];
}

function toolchain(parts: ShellParts): string[] {
  return ["pkgs = nixpkgs.legacyPackages.${system};", ...interpreter(parts), "cc = pkgs.stdenv.cc;"];
}

function cudaToolchain(parts: ShellParts, scope: string): string[] {
  return [
    `cuda = pkgs.${nixAttr(scope)};`,
    ...interpreter(parts),
    "cc = cuda.backendStdenv.cc; # the newest GCC that this nvcc accepts",
  ];
}

function interpreter(parts: ShellParts): string[] {
  return parts.managedPython ? [] : [`python = pkgs.python${parts.python.replace(".", "")};`];
}

function cudaHome(parts: ShellParts): string[] {
  return [
    "# nvcc, headers and libraries below one prefix, as builds of extensions expect them.",
    "cudaHome = pkgs.symlinkJoin {",
    '  name = "cuda-home-${cuda.cudaMajorMinorVersion}";',
    "  paths =",
    '    lib.concatMap (part: map (output: part.${output}) (lib.remove "static" part.outputs)) [',
    ...parts.components.map((component) => `      cuda.${nixAttr(component)}`),
    "    ]",
    "    ++ [ cuda.cuda_cudart.static ]; # nvcc links this one by default",
    '  postBuild = "[ -e $out/lib64 ] || ln -s lib $out/lib64";',
    "};",
  ];
}

function wheelLibraries(parts: ShellParts): string[] {
  const basics = ["pkgs.zlib", "pkgs.zstd", "pkgs.glib", "pkgs.libGL"];
  const extra = parts.libraries.map((path) => `pkgs.${nixAttrPath(path)}`);
  return [
    parts.driver
      ? "# What wheels expect of the host. Never glibc; no CUDA either, as they bring their own."
      : "# What wheels expect of the host. Never glibc.",
    "libraryPath = lib.makeLibraryPath [",
    ...indent(["pkgs.stdenv.cc.cc.lib # libstdc++ must stay first", ...new Set([...basics, ...extra])], 1),
    "];",
    ...(parts.driver
      ? [`driver = ${nixString(driverDirectory)}; # NixOS links the running driver here`]
      : []),
  ];
}

function loader(parts: ShellParts): string[] {
  const known = parts.systems.filter((system) => loaders.has(system));
  const pathOf = (system: string) => nixString(loaders.get(system) ?? "");
  const [only] = known;
  if (known.length === 1 && only !== undefined) return [`loader = ${pathOf(only)};`];
  return [
    "loader =",
    "  {",
    ...known.map((system) => `    ${nixAttr(system)} = ${pathOf(system)};`),
    "  }",
    "  .${system};",
  ];
}

function shellPackages(parts: ShellParts): string[] {
  return [
    ...new Set([
      ...(parts.scope === null ? [] : ["cudaHome"]),
      ...(parts.managedPython ? [] : ["python"]),
      ...["uv", "ninja", "cmake", "which", "pkg-config", "git"].map((name) => `pkgs.${name}`),
      ...parts.packages.map((path) => `pkgs.${nixAttrPath(path)}`),
    ]),
  ];
}

function environment(parts: ShellParts): string[] {
  return paragraphs([
    parts.scope === null ? [] : toolkitVariables(parts),
    [
      "# Read by programs that nix-ld starts, and by no others.",
      "NIX_LD = pkgs.stdenv.cc.bintools.dynamicLinker;",
      parts.driver
        ? 'NIX_LD_LIBRARY_PATH = "${libraryPath}:${driver}";'
        : "NIX_LD_LIBRARY_PATH = libraryPath;",
    ],
    parts.driver ? tritonVariables(parts) : [],
    parts.managedPython
      ? [`UV_PYTHON = ${nixString(parts.python)};`, 'UV_PYTHON_PREFERENCE = "only-managed";']
      : ["UV_PYTHON = lib.getExe python;", 'UV_PYTHON_DOWNLOADS = "never";'],
    parts.jobs === null ? [] : [`MAX_JOBS = ${nixString(String(parts.jobs))};`],
  ]);
}

function toolkitVariables(parts: ShellParts): string[] {
  return [
    'CUDA_HOME = "${cudaHome}";',
    'CUDA_PATH = "${cudaHome}";',
    'CUDAToolkit_ROOT = "${cudaHome}";',
    'CUDAHOSTCXX = "${cc}/bin/c++";',
    'EXTRA_CCFLAGS = "-I${cudaHome}/include";',
    "# Stubs are for linking; on a library path they would hide the driver.",
    `EXTRA_LDFLAGS = "-L\${cudaHome}/lib -L\${cudaHome}/lib/stubs${parts.driver ? " -L${driver}" : ""}";`,
    ...(parts.capabilities.length === 0
      ? []
      : ['TORCH_CUDA_ARCH_LIST = lib.concatStringsSep ";" cudaCapabilities;']),
  ];
}

function tritonVariables(parts: ShellParts): string[] {
  const ownPtxas = parts.scope !== null && parts.exportLibraries;
  return [
    "# Triton would ask /sbin/ldconfig for libcuda, which NixOS does not have.",
    "TRITON_LIBCUDA_PATH = driver;",
    ...(ownPtxas
      ? [
          "# The ptxas of its wheel starts only with nix-ld.",
          'TRITON_PTXAS_PATH = "${cudaHome}/bin/ptxas";',
          'TRITON_PTXAS_BLACKWELL_PATH = "${cudaHome}/bin/ptxas";',
        ]
      : []),
  ];
}
