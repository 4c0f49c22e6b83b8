/** What is so on one machine, found or captured. It never changes what is planned. */
export interface MachineFacts {
  /** The NVIDIA driver that the kernel has loaded; `null`: none, or a driver of Windows' (WSL). */
  readonly driver: { readonly version: string } | null;
  /** The cards as the loaded driver calls them, such as "NVIDIA GeForce RTX 3090". */
  readonly gpus: readonly string[];
  /** The newest glibc that a library of the driver asks for; `null`: there are none, or they cannot be read. */
  readonly wantedGlibc: { readonly version: string; readonly library: string } | null;
}
