# Run the caller's own program of this name. Programs of the store are other stubs, and pyenv's
# shims serve only the version that is switched on. The link python -> python3.N must keep its N.
self=$(readlink -f "$0"); name=${self##*/}
IFS=:; set -f
for d in $PATH; do
  case $d in /nix/store/* | */shims | '') continue ;; esac
  [ -x "$d/$name" ] && [ ! -d "$d/$name" ] && { unset IFS; exec "$d/$name" "$@"; }
done
unset IFS
