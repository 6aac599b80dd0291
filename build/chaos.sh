#!/usr/bin/env bash
# Runs the long version of the chaos suite. ONLY, SEED and PLACES are the Makefile's.
source "$(dirname "$0")/common.sh"

exec "artifacts/bin/Chaos/$configuration/FedK8s.Chaos"
