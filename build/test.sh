#!/usr/bin/env bash
# Runs every test program and adds up what they report. The last line is "N passed, M failed".
source "$(dirname "$0")/common.sh"

# Some tests let a Python script read the folders that were written here; without torch they are skipped.
install_packages test python3-torch python3-numpy || say "test: without python3-torch (169 MB)"

passed=0 failed=0 skipped=0
log=$(mktemp) broken_tests=$(mktemp)
trap 'rm -f "$log" "$broken_tests"' EXIT

count() { sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$log" | tail -1; }

for project in tests/*.Tests; do
  name=$(basename "$project")
  say "test: $name ..."
  status=0
  "artifacts/bin/$name/$configuration/FedK8s.$name" --no-ansi --no-progress > "$log" 2>&1 || status=$?
  succeeded=$(count succeeded) broken=$(count failed) passed_over=$(count skipped)
  if [ "$status" != 0 ] || [ -z "$succeeded" ]; then
    cat "$log"
    grep -A 12 '^ *failed ' "$log" >> "$broken_tests" || true
    # A program that dies without a report is a failed test, not none.
    [ -n "$succeeded" ] && [ "${broken:-0}" != 0 ] || broken=$((${broken:-0} + 1))
  elif [ "${passed_over:-0}" != 0 ]; then
    grep -i '^ *skipped ' "$log" || true
  fi
  say "test: $name: ${succeeded:-0} passed, ${broken:-0} failed, ${passed_over:-0} skipped"
  passed=$((passed + ${succeeded:-0})) failed=$((failed + ${broken:-0})) skipped=$((skipped + ${passed_over:-0}))
done

cat "$broken_tests" # once more, where whoever sees only the end of a long log finds them
[ "$skipped" = 0 ] || say "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
