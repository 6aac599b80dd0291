#!/usr/bin/env bash
# Azurite, the emulator of Azure Blob Storage, in artifacts/ and on loopback.
#   azurite.sh install           installs it with npm, unless it is there; without npm the tests that need it are skipped
#   azurite.sh run FOLDER PORT   runs it on blobs in FOLDER until the standard input ends or a signal comes
# PORT may be 0. Once it accepts connections "ready http://127.0.0.1:PORT/" is printed. It leaves no process behind. Killed
# with -9 it forgets, unlike Azure, what it acknowledged in the last five seconds.
source "$(dirname "$0")/common.sh"

version=3.35.0
package=artifacts/tools/azurite/node_modules/azurite

install_azurite() {
  ! grep -qsF "\"version\": \"$version\"" "$package/package.json" || return 0
  if ! command -v npm > /dev/null || ! command -v node > /dev/null; then
    say "azurite: npm or node is missing: install Node.js 20. Until then the tests that need a blob service are skipped."
    return 0
  fi
  log=$(mktemp) # not local: the trap runs after this function
  trap 'rm -f "$log"' EXIT
  say "azurite: installing azurite $version with npm into artifacts/tools (374 packages, 190 MB) ..."
  mkdir -p artifacts/tools/azurite
  npm install --prefix artifacts/tools/azurite --no-audit --no-fund --loglevel=error "azurite@$version" > "$log" 2>&1 || {
    cat "$log" >&2
    say "azurite: npm could not install azurite $version, see above. Until it can the tests that need a blob service are skipped."
    return 0
  }
  say "azurite: installed"
}

run() { # folder, port
  [ -e "$package/package.json" ] || fail "azurite is not installed: run build/azurite.sh install."
  mkdir -p "$1"
  # Node itself watches the standard input, so that it ends even when whoever started it is killed. It ends as SIGTERM
  # ends it, which writes down the list of blobs; the watch itself would keep it alive then.
  local watch="process.on('SIGTERM',()=>setTimeout(()=>process.exit(0),3000));"
  watch+="process.stdin.on('end',()=>process.emit('SIGTERM')).resume()"
  exec node --import "data:text/javascript,$watch" \
    "$package/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort "$2" --location "$1" --disableTelemetry --silent \
    > >(sed -un 's/.*successfully listens on \(.*\)/ready \1\//p')
}

case "${1:-}" in
  install) install_azurite ;;
  run) run "${2:?a folder is wanted}" "${3:?a port is wanted}" ;;
  *) fail "wanted: azurite.sh install, or azurite.sh run FOLDER PORT." ;;
esac
