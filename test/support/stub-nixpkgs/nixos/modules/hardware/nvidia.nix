# The NVIDIA driver: its options, and what it refuses.
{ config, lib, options, pkgs, ... }:
let
  inherit (lib) mkOption types;
  on = lib.mkEnableOption "it";
  cfg = config.hardware.nvidia;
  drivers = config.boot.kernelPackages.nvidiaPackages;
  release = if lib.trivial.release == "unstable" then "99" else lib.trivial.release;
  hasBranch = lib.versionAtLeast release "26.05";
  x11 = lib.elem "nvidia" config.services.xserver.videoDrivers;
  prime = lib.count (one: one) [ cfg.prime.sync.enable cfg.prime.offload.enable cfg.prime.reverseSync.enable ];
  busId = mkOption { type = types.str; default = ""; };
in
{
  options.hardware.nvidia = {
    open = mkOption ({ type = types.nullOr types.bool; } // (if lib.versionAtLeast release "24.11" then { } else { default = false; }));
    package = mkOption { type = types.package; default = drivers.${if cfg.datacenter.enable then "dc" else if hasBranch then cfg.branch else "stable"}; };
    datacenter.enable = on;
    datacenter.settings = mkOption { type = types.attrsOf types.anything; default = { }; };
    modesetting.enable = mkOption { type = types.bool; default = lib.versionAtLeast release "24.11"; };
    nvidiaPersistenced = on;
    nvidiaSettings = mkOption { type = types.bool; default = true; };
    powerManagement.enable = on;
    powerManagement.finegrained = on;
    forceFullCompositionPipeline = on;
    dynamicBoost.enable = on;
    prime = {
      nvidiaBusId = busId;
      intelBusId = busId;
      amdgpuBusId = busId;
      allowExternalGpu = on;
      sync.enable = on;
      offload.enable = on;
      offload.enableOffloadCmd = on;
      reverseSync.enable = on;
    };
  } // lib.optionalAttrs hasBranch { branch = mkOption { type = types.str; default = "production"; }; };

  config = lib.mkIf (x11 || cfg.datacenter.enable) {
    assertions = [
      { assertion = !(x11 && cfg.datacenter.enable); message = "You cannot configure both X11 and Data Center drivers at the same time."; }
      {
        assertion = options.hardware.nvidia.open.isDefined && cfg.open != null;
        message = ''
          You must configure `hardware.nvidia.open` on NVIDIA driver versions >= 560.
          It is suggested to use the open source kernel modules on Turing or later GPUs (RTX series, GTX 16xx), and the closed source modules otherwise.'';
      }
      { assertion = prime > 0 -> cfg.prime.nvidiaBusId != ""; message = "When NVIDIA PRIME is enabled, the GPU bus IDs must be configured."; }
      { assertion = prime < 2; message = "Only one NVIDIA PRIME solution may be used at a time."; }
      { assertion = cfg.powerManagement.finegrained -> cfg.prime.offload.enable; message = "Fine-grained power management requires offload to be enabled."; }
      { assertion = cfg.open == true -> cfg.package.open or null != null; message = "This version of NVIDIA driver does not provide a corresponding opensource kernel driver."; }
    ];
    boot.kernelModules = [ "nvidia" ];
    environment.systemPackages = [ cfg.package ];
  };
}
