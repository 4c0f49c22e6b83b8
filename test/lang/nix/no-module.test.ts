import { expect, it } from "vitest";
import { whyNoModule } from "../../../src/lang/nix/no-module.js";
import { parseNix } from "../../../src/lang/nix/parser.js";

const why = (text: string) => whyNoModule(text, parseNix(text));

it.each([
  ["it calls `nixosSystem`", "{ nixpkgs }: { box = nixpkgs.lib.nixosSystem { modules = [ ]; }; }"],
  ["it calls `darwinSystem`", "{ inputs }: { mac = inputs.darwin.lib.darwinSystem { }; }"],
  ["it calls `mkFlake`", "inputs: inputs.flake-parts.lib.mkFlake { } { }"],
  ["it is a flake", "{ outputs = { self }: { }; }"],
  ["it lists the systems of a flake", "inputs: { nixosConfigurations.box = import ./box inputs; }"],
  ["it is a module for flake-parts", "{ perSystem = { pkgs, ... }: { }; }"],
  ["it is a module for home-manager", '{ pkgs, ... }: { home.stateVersion = "26.05"; }'],
  ["it is an overlay", "final: prev: { x = prev.y; }"],
  ["it makes a package", "{ stdenv }: stdenv.mkDerivation { }"],
  ["it makes a package", "{ pkgs ? import <nixpkgs> { } }: pkgs.mkShell { }"],
  ["it is a list", "[ ./a.nix ]"],
  ["it is a single value", '"x"'],
])("%s: %s", (reason, text) => {
  expect(why(text)).toBe(reason);
});

it.each([
  "{ }",
  "{ config, pkgs, ... }: { imports = [ ]; services.x.enable = true; }",
  "inputs: { pkgs, ... }: { a.b = 1; }",
  '{ home-manager.users.me = { home.stateVersion = "26.05"; }; }',
  "{ nixpkgs, ... }: { system.build.image = (nixpkgs.lib.nixosSystem { }).config.system.build.toplevel; }",
  "{ lib, ... }: lib.mkIf true { a = 1; }",
  "{ config, ... }: { environment.systemPackages = [ (config.pkgs.callPackage ./p.nix { }) ]; }",
])("may be a module: %s", (text) => {
  expect(why(text)).toBeNull();
});
