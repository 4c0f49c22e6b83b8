# `<nixpkgs/nixos>`: the release is that of the channel (its `.version`), else the stub's newest numbered one.
{ configuration ? <nixos-config>
, system ? builtins.currentSystem
, specialArgs ? { }
}:
let
  lib = import ../lib { release = if builtins.pathExists ../.version then builtins.head (builtins.split "\n" (builtins.readFile ../.version)) else "26.05"; };
  eval = import ./lib/eval-config.nix { inherit lib system specialArgs; modules = [ configuration ]; };
in
{
  inherit (eval) pkgs config options;
  system = eval.config.system.build.toplevel;
}
