/** How a person calls Nix: stock Nix has neither the command nor flakes switched on. */
export const nixCommand = "nix --extra-experimental-features 'nix-command flakes'";
