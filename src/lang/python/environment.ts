import type { MarkerEnvironment } from "./marker.js";

/**
 * What markers see on a machine: its Nix name, such as "x86_64-linux", and a Python minor, such as "3.12". Kernel
 * version and release are left empty, because they differ between machines of one kind.
 */
export function markerEnvironment(system: string, python: string): MarkerEnvironment {
  const [machine = "", kernel = ""] = system.split("-");
  const darwin = kernel === "darwin";
  return {
    os_name: "posix",
    sys_platform: kernel,
    platform_machine: darwin && machine === "aarch64" ? "arm64" : machine,
    platform_system: darwin ? "Darwin" : "Linux",
    platform_release: "",
    platform_version: "",
    platform_python_implementation: "CPython",
    implementation_name: "cpython",
    implementation_version: `${python}.0`,
    python_version: python,
    python_full_version: `${python}.0`,
    extra: "",
    extras: [],
    dependency_groups: [],
  };
}
