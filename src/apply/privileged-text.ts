/**
 * Runs as root, and is the same text in every apply. `/bin/sh -c <enter> nixtorch <install> <sha256 of the payload>`,
 * payload on stdin. Nothing of the caller's environment but who called (git asks for that) gets past `enter`.
 */
export const enterText = `exec /usr/bin/env -i HOME=/root USER=root LOGNAME=root \\
  \${SUDO_UID:+"SUDO_UID=$SUDO_UID"} /bin/sh -c "$1" nixtorch "$2"`;

export const privilegedPath = "/run/current-system/sw/bin";

/** How the privileged process ended, by exit code. */
export const privilegedExit = {
  payload: 10,
  changed: 11,
  install: 12,
  build: 13,
  activate: 14,
} as const;

/**
 * Payload lines: `file <path> <sha256 before|absent> <sha256 after|absent> <content|->`, `track <path>`,
 * `untrack <path>`, `rebuild <switch|boot> <flake reference|->`; paths, contents and the reference in base64.
 * On stdout: `exit <code of nixos-rebuild>`, `restored <path>`, `unrestored <path>`, `generation <running> <boot default>`.
 *
 * The system's own environment file gives nixos-rebuild its NIX_PATH; PATH is fixed after it. A signal ends the
 * program that runs, and then what was installed is put back.
 */
export const installText = `
[ -r /etc/set-environment ] && . /etc/set-environment >/dev/null 2>&1
PATH=${privilegedPath}
export PATH
set -u
umask 022
trap : INT TERM HUP

decode() { printf %s "$1" | base64 -d; }
sum() { sha256sum | cut -d' ' -f1; }
sum_of() { if [ -e "$1" ] || [ -L "$1" ]; then sum <"$1"; else printf 'absent\\n'; fi; }

payload=$(cat)
if [ "$(printf '%s\\n' "$payload" | sum)" != "$1" ]; then
  echo "the payload did not arrive whole" >&2
  exit ${privilegedExit.payload}
fi

mode= flake= track= untrack=
while read -r kind a b c d; do
  case "$kind" in
    file)
      path=$(decode "$a")
      case "$path" in
        */../*|*/./*|/nix/store/*) echo "$path: not a place to write" >&2; exit ${privilegedExit.payload} ;;
        /*.nix) ;;
        *) echo "$path: not a Nix file" >&2; exit ${privilegedExit.payload} ;;
      esac
      if [ -L "$path" ] || [ "$(sum_of "$path")" != "$b" ]; then
        echo "$path: changed since it was planned with" >&2
        exit ${privilegedExit.changed}
      fi ;;
    track) track=$(decode "$a") ;;
    untrack) untrack=$(decode "$a") ;;
    rebuild) mode=$a; if [ "$b" != - ]; then flake=$(decode "$b"); fi ;;
  esac
done <<end_of_payload
$payload
end_of_payload

work=$(mktemp -d /run/nixtorch.XXXXXX) || exit ${privilegedExit.install}
: >"$work/list"
tracked= untracked=

# put FILE MODEL TARGET: moves FILE over TARGET with the owner and, if it is a file, the mode of MODEL.
put() {
  chown --reference="$2" -- "$1" &&
    if [ -d "$2" ]; then chmod 644 -- "$1"; else chmod --reference="$2" -- "$1"; fi &&
    sync -- "$1" && mv -fT -- "$1" "$3" && sync -- "\${3%/*}"
}

install_one() { # path, before, after, content
  count=$((count + 1))
  if [ "$2" != absent ]; then cp -p -- "$1" "$work/$count" || return 1; fi
  printf '%s %s %s\\n' "$count" "$2" "$encoded" >>"$work/list" || return 1
  if [ "$3" = absent ]; then rm -f -- "$1" && sync -- "\${1%/*}"; return; fi
  new=$(mktemp "\${1%/*}/.nixtorch.XXXXXX") || return 1
  model=$1
  if [ "$2" = absent ]; then model=\${1%/*}; fi
  if decode "$4" >"$new" && [ "$(sum_of "$new")" = "$3" ] && put "$new" "$model" "$1"; then return 0; fi
  rm -f -- "$new"
  return 1
}

restore_one() { # number, before, path
  if [ "$(sum_of "$3")" = "$2" ]; then return 0; fi
  if [ "$2" = absent ]; then rm -f -- "$3"; return; fi
  old=$(mktemp "\${3%/*}/.nixtorch.XXXXXX") || return 1
  if cp -- "$work/$1" "$old" && put "$old" "$work/$1" "$3"; then return 0; fi
  rm -f -- "$old"
  return 1
}

name_generation() {
  running=$(readlink -f /run/current-system) || running=
  named=
  for link in /nix/var/nix/profiles/system-*-link; do
    if [ -n "$running" ] && [ "$(readlink -f "$link")" = "$running" ]; then named=\${link##*/}; fi
  done
  default=$(readlink /nix/var/nix/profiles/system) || default=
  printf 'generation %s %s\\n' "\${named:-\${running:--}}" "\${default:--}"
}

# Nothing is staged for it, and it is in no commit: a mere intent to add.
is_intent() {
  [ -n "$(in_git "$1" ls-files)" ] && [ -z "$(in_git "$1" diff --cached --name-only)" ] &&
    [ -z "$(in_git "$1" ls-tree HEAD 2>/dev/null)" ]
}

in_git() { # path, command of git
  file=$1
  shift
  git -C "\${file%/*}" "$@" -- "\${file##*/}" </dev/null
}

fail() { # exit code
  status=$1
  if [ -n "$tracked" ]; then in_git "$track" update-index --force-remove >&2; fi
  while read -r number before encoded; do
    path=$(decode "$encoded")
    if restore_one "$number" "$before" "$path" >&2; then
      echo "restored $encoded"
    else
      echo "unrestored $encoded"
    fi
  done <"$work/list"
  if [ -n "$untracked" ]; then in_git "$untrack" add --intent-to-add >&2; fi
  name_generation
  rm -rf -- "$work"
  exit "$status"
}

if [ -n "$untrack" ] && is_intent "$untrack"; then
  untracked=yes
  in_git "$untrack" update-index --force-remove >&2 || fail ${privilegedExit.install}
fi

count=0
while read -r kind encoded before after content; do
  if [ "$kind" = file ]; then
    path=$(decode "$encoded")
    install_one "$path" "$before" "$after" "$content" >&2 || fail ${privilegedExit.install}
  fi
done <<end_of_payload
$payload
end_of_payload

if [ -n "$track" ] && [ -z "$(in_git "$track" ls-files)" ]; then
  tracked=yes
  in_git "$track" add --intent-to-add >&2 || fail ${privilegedExit.install}
fi

if [ -n "$mode" ]; then
  cd "$work" || fail ${privilegedExit.build}
  set --
  if [ -n "$flake" ]; then set -- --flake "$flake"; fi
  nixos-rebuild build "$@" </dev/null >&2 || { echo "exit $?"; fail ${privilegedExit.build}; }
  nixos-rebuild "$mode" "$@" </dev/null >&2 || { echo "exit $?"; fail ${privilegedExit.activate}; }
  name_generation
  cd /
fi
rm -rf -- "$work"
`;
