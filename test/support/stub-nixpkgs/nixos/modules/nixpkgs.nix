# Which packages the system is made of. The definitions of `nixpkgs.config` are functions or sets; lists in them join, of all
# else the first one counts, without a word: so it is with two predicates.
{ config, lib, options, pkgs, ... }:
let
  cfg = config.nixpkgs;
  settings = value: if lib.isFunction value then value { inherit lib pkgs; } else value;
  join = values: if builtins.isList (lib.head values) then lib.concatLists values else lib.head values;
in
{
  options.nixpkgs = {
    config = lib.mkOption {
      default = { };
      type = lib.mkOptionType {
        name = "nixpkgs-config";
        check = x: builtins.isAttrs x || lib.isFunction x;
        merge = _: defs: builtins.zipAttrsWith (_: join) (map (def: settings def.value) defs);
      };
    };
    overlays = lib.mkOption { type = lib.types.listOf lib.types.raw; default = [ ]; };
    pkgs = lib.mkOption { type = lib.types.raw; };
    system = lib.mkOption { type = lib.types.str; };
    hostPlatform = lib.mkOption { type = lib.types.either lib.types.str lib.types.attrs; };
    flake = lib.mkOption { type = lib.types.attrsOf lib.types.anything; default = { }; };
  };

  config._module.args.pkgs = lib.mkOverride lib.modules.defaultOverridePriority (
    if options.nixpkgs.pkgs.isDefined then cfg.pkgs
    else import ../../pkgs {
      inherit (cfg) config overlays;
      inherit (lib.trivial) release;
      system = if options.nixpkgs.hostPlatform.isDefined then cfg.hostPlatform.system or cfg.hostPlatform else cfg.system;
    }
  );
}
