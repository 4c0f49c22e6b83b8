# How containers get the GPU: one option after the other.
{ config, lib, ... }:
let
  release = if lib.trivial.release == "unstable" then "99" else lib.trivial.release;
  since = lib.versionAtLeast release;
  old = [ "virtualisation" "containers" "cdi" "dynamic" "nvidia" "enable" ];
  new = [ "hardware" "nvidia-container-toolkit" "enable" ];
  on = path: lib.setAttrByPath path (lib.mkEnableOption "it");
in
{
  imports = lib.optional (since "24.11") (lib.mkRenamedOptionModule old new);
  options = lib.foldl' lib.recursiveUpdate { } [
    (on [ "virtualisation" "docker" "enableNvidia" ])
    (if since "24.11" then on new else if since "24.05" then on old else { })
  ];
  config = lib.mkIf (config.virtualisation.docker.enableNvidia && since "24.05") {
    warnings = [ "You have set virtualisation.docker.enableNvidia. This option is deprecated, please set hardware.nvidia-container-toolkit.enable instead." ];
  };
}
