{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  on = lib.mkEnableOption "it";
  release = if lib.trivial.release == "unstable" then "99" else lib.trivial.release;
  # Until 23.11 a list of one's own replaced this one; since then it is a definition like others, and they join.
  base = with pkgs; [ zlib zstd curl openssl ];
  joins = lib.versionAtLeast release "24.05";
in
{
  options.programs = {
    nix-ld.enable = on;
    nix-ld.libraries = mkOption { type = types.listOf types.package; default = if joins then [ ] else base; };
    nix-ld.package = lib.mkPackageOption pkgs "nix-ld" { };
    direnv.enable = on;
    direnv.nix-direnv.enable = mkOption { type = types.bool; default = true; };
    git.enable = on;
    steam.enable = on;
  };
  config = lib.mkMerge [
    (lib.mkIf config.programs.nix-ld.enable {
      environment.systemPackages = config.programs.nix-ld.libraries;
      programs.nix-ld.libraries = lib.mkIf joins base;
    })
    (lib.mkIf config.programs.direnv.enable { environment.systemPackages = [ pkgs.direnv ]; })
  ];
}
