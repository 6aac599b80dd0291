#!/usr/bin/env bash
# Builds one project or the solution, quietly unless it fails.
source "$(dirname "$0")/common.sh"

target=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "build: $target ($CONFIGURATION, packages: $(package_mode)) ..."
if ! dotnet build "$target" -c "$CONFIGURATION" --nologo -v quiet > "$log" 2>&1; then
  cat "$log" >&2
  fail "$target does not build; see above."
fi
