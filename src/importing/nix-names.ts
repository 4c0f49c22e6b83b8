/**
 * Names of nixpkgs that a copied development shell asks for, and what becomes of them. All are names as nixpkgs has
 * them; where the name on package indexes differs, both are given.
 */

/** A tool that the shell of nixtorch has anyway. */
const tools = /^(?:uv|ninja|cmake|which|pkg-config|pkgconfig|git|virtualenv|pip)$/;

/** Python as an interpreter, from whichever set: its version is read apart. */
export const interpreter = /^python3?(\d{1,2})?(?:Full|Minimal)?$/;

/** A compiler, which follows from the CUDA that it compiles for. */
const compiler = /^(?:stdenv\.cc|gcc\d*|gcc|stdenv|libgcc|binutils)$|^gcc\d*Stdenv\b/;

/** CUDA of nixpkgs: the toolkit, or a part of it. */
const cuda = /^(?:cudatoolkit|cudaPackages(?:_\d+(?:_\d+)?)?|cuda_\w+|cudnn|nccl)(?:[._]|$)/;

/** A driver of nixpkgs. */
const driver = /(?:^|\.)(?:nvidia_x11|nvidiaPackages)(?:[._]|$)|^cudaDrivers$/;

/** What tells the way to the running driver. */
const driverLink = /^(?:addOpenGLRunpath|addDriverRunpath)\.driverLink$|^\/run\/opengl-driver/;

/** Libraries that the shell puts on the path that wheels see. */
const basics =
  /^(?:stdenv\.cc\.cc|gcc(?:\d*)?\.cc|gcc-unwrapped|libgcc|libstdcxx5|zlib|libz|zstd|glib|libGL|libglvnd|glibc|pythonManylinuxPackages\.\w+)$/;

/** Programs without a library: a search path made from all packages of a shell holds them too. */
const programs =
  /^(?:autoconf|automake|bash|curl|direnv|ffmpeg-full|fish|gitRepo|gnumake|gnupg|gperf|jq|just|m4|nil|nixfmt|nixd|nodejs|patchelf|poetry|procps|pyright|ruff|unzip|util-linux|utillinux|wget|zsh)$/;

export type Role = "tool" | "interpreter" | "compiler" | "cuda" | "driver" | "driver link" | "basic library";

/** What nixtorch brings in place of a package, if it does. */
export function roleOf(name: string): Role | null {
  const bare = withoutOutput(name);
  if (driver.test(bare)) return "driver";
  if (cuda.test(bare)) return "cuda";
  if (driverLink.test(name)) return "driver link";
  if (interpreter.test(bare)) return "interpreter";
  if (basics.test(bare)) return "basic library";
  if (compiler.test(bare)) return "compiler";
  return tools.test(bare) ? "tool" : null;
}

export function isProgram(name: string): boolean {
  return programs.test(name);
}

/** `libGL` of `libGL.out`. */
export function withoutOutput(name: string): string {
  return name.replace(/\.(?:lib|out|dev|bin)$/, "");
}

/** The CUDA in a name such as `cudaPackages_12_4.cudnn`. */
export function cudaIn(name: string): string | null {
  const match = /(?:^|\.)cudaPackages_(\d+)_(\d+)(?:\.|$)/.exec(name);
  return match === null ? null : `${match[1]}.${match[2]}`;
}

/** The attribute in a set of Python packages: `numpy` of `python312Packages.numpy`. */
export function pythonAttribute(name: string): string | null {
  return /^python3?\d*(?:Packages|\.pkgs)\.([\w'-]+)$/.exec(name)?.[1] ?? null;
}

/** torch and what goes with it, by the names that nixpkgs has or had for them. */
const torchNames: Readonly<Record<string, string>> = {
  torch: "torch",
  "torch-bin": "torch",
  torchWithCuda: "torch",
  pytorch: "torch",
  "pytorch-bin": "torch",
  pytorchWithCuda: "torch",
  pytorchWithCuda11: "torch",
  torchvision: "torchvision",
  "torchvision-bin": "torchvision",
  torchaudio: "torchaudio",
  "torchaudio-bin": "torchaudio",
  triton: "triton",
  "triton-bin": "triton",
};

/** Python packages of nixpkgs whose name on package indexes is another one. */
const renamed: Readonly<Record<string, string>> = {
  opencv4: "opencv-python",
  scikitlearn: "scikit-learn",
  "jupyter-core": "jupyter-core",
  huggingface_hub: "huggingface-hub",
  pytorch_lightning: "pytorch-lightning",
  "tensorboard-plugin-wit": "tensorboard-plugin-wit",
  beautifulsoup4: "beautifulsoup4",
  pyyaml: "pyyaml",
};

/** Python packages that have one name in nixpkgs and on package indexes. */
const same = new Set(
  (
    "accelerate aiohttp albumentations anthropic black bokeh click cython dash datasets debugpy deepspeed diffusers " +
    "einops evaluate fastapi flake8 flask gensim geopandas gradio gymnasium h5py httpx huggingface-hub hydra-core " +
    "imageio ipykernel ipython ipywidgets isort joblib jupyter jupyterlab keras kornia langchain librosa lightgbm " +
    "lightning lxml matplotlib mlflow mypy networkx nltk notebook numba numpy omegaconf onnx onnxruntime openai optuna " +
    "packaging pandas peft pillow plotly polars psutil pyarrow pydantic pytest python-dotenv python-lsp-server " +
    "pytorch-lightning ray requests rich ruff safetensors scikit-image scikit-learn scipy seaborn sentence-transformers " +
    "sentencepiece soundfile spacy sqlalchemy statsmodels streamlit sympy tensorboard tiktoken timm tokenizers " +
    "torchmetrics tqdm transformers typer uvicorn wandb xgboost"
  ).split(" "),
);

/** What makes the environment of Python's own, which uv does here. */
const ofEnvironment = new Set(["pip", "setuptools", "wheel", "virtualenv", "venvShellHook", "uv", "python"]);

/** A Python package of nixpkgs as package indexes call it; `null`: that is not known. */
export function onIndex(
  attribute: string,
): { kind: "torch" | "package" | "environment"; name: string } | null {
  const torch = torchNames[attribute];
  if (torch !== undefined) return { kind: "torch", name: torch };
  if (ofEnvironment.has(attribute)) return { kind: "environment", name: attribute };
  const name = renamed[attribute] ?? attribute.replaceAll("_", "-").toLowerCase();
  return Object.hasOwn(renamed, attribute) || same.has(name) ? { kind: "package", name } : null;
}
