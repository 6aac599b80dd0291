#!/usr/bin/env bash
# Runs the benchmarks: all, or ONLY="NAME NAME". RUNS=N repeats those of whole runs (default 1) and the median is shown.
source "$(dirname "$0")/common.sh"

bench=artifacts/bin/Bench/$configuration/FedK8s.Bench
read -ra names <<< "${ONLY:-}"

# Contestants in Python need Debian's packages; where they cannot be had, their benchmarks say that they are skipped.
needed=$("$bench" packages "${names[@]}")
mapfile -t packages <<< "$needed"
[ -z "$needed" ] || install_packages bench "${packages[@]}" || say "bench: without ${packages[*]}"

for service in $("$bench" services "${names[@]}"); do
  "build/$service.sh" install
done

"$bench" "$PWD" "$PWD/artifacts/bin/Cli/$configuration/fedk8s" "${RUNS:-1}" "${names[@]}"
