args: import ../pkgs ({ release = "23.11"; } // args)
