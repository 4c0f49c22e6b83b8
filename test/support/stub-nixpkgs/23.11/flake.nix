{
  description = "Stub nixpkgs, release 23.11 (input URL: path:…/stub-nixpkgs?dir=23.11)";
  outputs = { self }: import ../flake-outputs.nix { release = "23.11"; inherit self; };
}
