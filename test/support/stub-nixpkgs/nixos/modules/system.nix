# What every NixOS has, and a person's configuration sets beside the driver.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  on = lib.mkEnableOption "it";
  free = mkOption { type = types.attrsOf types.anything; default = { }; };
in
{
  options = {
    assertions = mkOption { type = types.listOf types.unspecified; default = [ ]; internal = true; };
    warnings = mkOption { type = types.listOf types.str; default = [ ]; internal = true; };
    meta = free;

    system.nixos.release = mkOption { type = types.str; readOnly = true; };
    system.nixos.version = mkOption { type = types.str; internal = true; };
    system.stateVersion = mkOption { type = types.str; default = config.system.nixos.release; };
    system.build = mkOption { type = types.lazyAttrsOf types.unspecified; default = { }; };

    boot.kernelPackages = mkOption { default = pkgs.linuxPackages; type = types.raw; };
    boot.kernelParams = mkOption { type = types.listOf types.str; default = [ ]; };
    boot.kernelModules = mkOption { type = types.listOf types.str; default = [ ]; };
    boot.initrd = free;
    boot.loader = free;
    environment.systemPackages = mkOption { type = types.listOf types.package; default = [ ]; };
    environment.variables = free;
    fileSystems = free;
    i18n = free;
    networking.hostName = mkOption { type = types.str; default = "nixos"; };
    networking.networkmanager.enable = on;
    services.openssh.enable = on;
    services.xserver.enable = on;
    services.xserver.videoDrivers = mkOption { type = types.listOf types.str; default = [ "modesetting" "fbdev" ]; };
    time = free;
    users = free;
    virtualisation.docker.enable = on;
  };

  config = {
    system.nixos.release = if lib.trivial.release == "unstable" then "26.11" else lib.trivial.release;
    system.nixos.version = lib.mkDefault "${config.system.nixos.release}.stub";
    # A desktop asks for its graphics.
    hardware = lib.mkIf config.services.xserver.enable
      (if lib.versionAtLeast config.system.nixos.release "24.11" then { graphics.enable = lib.mkDefault true; } else { opengl.enable = lib.mkDefault true; });
    system.build.toplevel = lib.checkAssertWarn config.assertions config.warnings (pkgs.runCommand "nixos-system-${config.networking.hostName}" {
      packages = map toString config.environment.systemPackages;
      settings = builtins.toJSON (config.nix.settings // { inherit (config.system) stateVersion; modules = config.boot.kernelModules; });
    } "mkdir $out; echo \"$packages\" > $out/packages; echo \"$settings\" > $out/settings");
  };
}
