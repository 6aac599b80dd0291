#!/usr/bin/env bash
# Runs the benchmarks. RUNS=N repeats each (default 1) and the median is shown.
source "$(dirname "$0")/common.sh"

"artifacts/bin/Bench/$configuration/FedK8s.Bench" "$PWD" "$PWD/artifacts/bin/Cli/$configuration/fedk8s" "${RUNS:-1}"
