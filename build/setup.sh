#!/usr/bin/env bash
# Installs what the build needs and this machine lacks. In nuget mode that is nothing: the packages bring their libraries.
source "$(dirname "$0")/common.sh"

[ "$(package_mode)" = compat ] || exit 0

if [ -n "${TORCH_ROOT:-}" ]; then
  [[ $TORCH_ROOT = /* ]] || fail "TORCH_ROOT is $TORCH_ROOT; wanted an absolute path."
  [ -e "$TORCH_ROOT/lib/libtorch_cpu.so" ] || fail "TORCH_ROOT is $TORCH_ROOT, but $TORCH_ROOT/lib/libtorch_cpu.so is not there."
  say "setup: libtorch from TORCH_ROOT=$TORCH_ROOT"
  packages=()
else
  packages=(libtorch-dev libopenblas0-pthread)
fi
command -v g++ > /dev/null || packages+=(g++)
command -v cmake > /dev/null || packages+=(cmake)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get > /dev/null ||
  fail "missing: ${missing[*]}, and this is no Debian: install libtorch, OpenBLAS, g++ and cmake, and set TORCH_ROOT to libtorch's folder."
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
say "setup: installing ${missing[*]} with apt-get (no recommended packages; libtorch is about 130 MB) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}" > "$log" 2>&1
}
install || { "${as_root[@]}" apt-get update > "$log" 2>&1 && install; } || {
  cat "$log" >&2
  fail "apt-get could not install ${missing[*]}; see above."
}
say "setup: installed ${missing[*]}"
