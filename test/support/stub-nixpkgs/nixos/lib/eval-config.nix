# A NixOS configuration from its modules: `{ config, options, pkgs, lib, extendModules, … }`.
{ modules
, lib
, system ? builtins.currentSystem
, pkgs ? null
, specialArgs ? { }
, extraArgs ? { }
, baseModules ? import ../modules/module-list.nix
, prefix ? [ ]
, modulesLocation ? null
}:
let
  own = {
    _file = ./eval-config.nix;
    config = lib.mkMerge [
      (if system == null then { } else { nixpkgs.system = lib.mkDefault system; })
      (if pkgs == null then { } else { nixpkgs.pkgs = pkgs; })
      { _module.args = extraArgs; }
    ];
  };
  located = if modulesLocation == null then lib.id else lib.setDefaultModuleLocation modulesLocation;
  complete = configuration: configuration // {
    inherit extraArgs lib;
    inherit (configuration._module.args) pkgs;
    extendModules = args: complete (configuration.extendModules args);
  };
in
complete (lib.evalModules {
  inherit prefix;
  specialArgs = { modulesPath = toString ../modules; } // specialArgs;
  modules = baseModules ++ [ own ] ++ map located modules;
})
