# Sourced by the scripts beside it: strict mode, the root of the checkout, one way to speak and one to give up.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
CONFIGURATION=${CONFIGURATION:-Release}
configuration=$(tr '[:upper:]' '[:lower:]' <<< "$CONFIGURATION")
mode_file=packages.local.props

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 1
}

# nuget or compat, once build/packages.sh has found out.
package_mode() { sed -n 's:.*<FedK8sPackages>\(.*\)</FedK8sPackages>.*:\1:p' "$mode_file"; }

# Installs those of the Debian packages that are not there, and says so: who asks, then the packages. False where it cannot.
install_packages() {
  local asker=$1 package missing=() as_root=() log
  shift
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  if ! command -v apt-get > /dev/null; then
    say "$asker: missing ${missing[*]}, and this is no Debian"
    return 1
  fi
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  say "$asker: installing ${missing[*]} with apt-get (no recommended packages) ..."
  log=$(mktemp)
  apt_install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}" > "$log" 2>&1
  }
  if ! { apt_install || { "${as_root[@]}" apt-get update > "$log" 2>&1 && apt_install; }; }; then
    cat "$log" >&2
    rm -f "$log"
    say "$asker: apt-get could not install ${missing[*]}; see above"
    return 1
  fi
  rm -f "$log"
  say "$asker: installed ${missing[*]}"
}
