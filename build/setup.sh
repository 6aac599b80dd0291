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

install_packages setup "${packages[@]}" ||
  fail "the build needs ${packages[*]}: install libtorch, OpenBLAS, g++ and cmake, and set TORCH_ROOT to libtorch's folder."
