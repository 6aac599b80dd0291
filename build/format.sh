#!/usr/bin/env bash
# The project's format: dotnet format for C# (with the analyzers' findings), tabs and line ends for the rest.
source "$(dirname "$0")/common.sh"

dotnet format FedK8s.sln --no-restore --severity warn "$@"
