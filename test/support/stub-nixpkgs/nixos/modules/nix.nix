# `nix.settings` takes any setting: a list, which joins, or one value.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  atom = types.either types.bool (types.either types.int types.str);
in
{
  options.nix = {
    settings = mkOption { type = types.attrsOf (types.either atom (types.listOf atom)); default = { }; };
    extraOptions = mkOption { type = types.lines; default = ""; };
    package = mkOption { type = types.raw; default = null; };
    gc = mkOption { type = types.attrsOf types.anything; default = { }; };
  };
  config.nix.settings = lib.mkMerge [
    { substituters = lib.mkAfter [ "https://cache.nixos.org/" ]; }
    { trusted-users = [ "root" ]; }
  ];
}
