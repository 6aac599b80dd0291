#!/usr/bin/env bash
# Builds one project or the solution, quietly unless it fails.
source "$(dirname "$0")/common.sh"

target=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The packages that the feed does not have, each once: NU1101 to NU1103 say so for every project that wants one.
lacking() { sed -nE 's/.*error NU110[123]: Unable to find (a stable )?package ([^ ]*[^ .]).*/\2/p' "$log" | sort -u | paste -sd ' '; }

say "build: $target ($CONFIGURATION, packages: $(package_mode)) ..."
if ! dotnet build "$target" -c "$CONFIGURATION" --nologo -v quiet > "$log" 2>&1; then
  packages=$(lacking)
  [ -z "$packages" ] ||
    fail "the feed lacks $packages (or the pinned version); run make again with PACKAGES=compat, or with another feed in nuget.config."
  cat "$log" >&2
  fail "$target does not build; see above."
fi
