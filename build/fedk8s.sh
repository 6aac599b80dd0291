#!/usr/bin/env bash
# Runs the fedk8s that was built here, from the folder it is called in.
called_from=$PWD
source "$(dirname "$0")/common.sh"

program=$PWD/artifacts/bin/Cli/$configuration/fedk8s
[ -x "$program" ] || fail "$program is not built yet: run make build."
cd "$called_from"
exec "$program" "$@"
