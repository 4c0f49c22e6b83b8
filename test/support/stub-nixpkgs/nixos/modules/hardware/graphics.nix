# `hardware.graphics` from 24.11 on, `hardware.opengl` before.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  # The release decides which options there are, so it cannot come from the configuration.
  release = if lib.trivial.release == "unstable" then "99" else lib.trivial.release;
  new = lib.versionAtLeast release "24.11";
  renamed = from: to: lib.mkRenamedOptionModule [ "hardware" "opengl" from ] [ "hardware" "graphics" to ];
  common = {
    enable = mkOption { type = types.bool; default = false; };
    package = mkOption { type = types.package; };
    package32 = mkOption { type = types.package; };
    extraPackages = mkOption { type = types.listOf types.package; default = [ ]; };
    extraPackages32 = mkOption { type = types.listOf types.package; default = [ ]; };
  };
in
{
  imports = lib.optionals new [
    (lib.mkRemovedOptionModule [ "hardware" "opengl" "driSupport" ] "The setting can be removed.")
    (renamed "enable" "enable")
    (renamed "driSupport32Bit" "enable32Bit")
    (renamed "package" "package")
    (renamed "package32" "package32")
    (renamed "extraPackages" "extraPackages")
    (renamed "extraPackages32" "extraPackages32")
  ];
  options.hardware =
    if new then { graphics = common // { enable32Bit = mkOption { type = types.bool; default = false; }; }; }
    else {
      opengl = common // {
        driSupport = mkOption { type = types.bool; default = true; };
        driSupport32Bit = mkOption { type = types.bool; default = false; };
      };
    };
  config.hardware.${if new then "graphics" else "opengl"}.package = lib.mkDefault pkgs.mesa;
}
