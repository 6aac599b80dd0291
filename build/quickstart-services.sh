#!/usr/bin/env bash
# The quickstart's manifest as separate processes on this machine: an aggregator, an evaluator and a worker for each client,
# with a RabbitMQ and an Azurite of their own between them, all of it in artifacts/quickstart-services. Stopped, it goes on
# where it was.
source "$(dirname "$0")/common.sh"

manifest=k8s/samples/quickstart.yaml
work=$PWD/artifacts/quickstart-services
store=az://runs/quickstart
mkdir -p "$work/logs"

services='' workers=()
end_all() {
  [ ${#workers[@]} = 0 ] || kill "${workers[@]}" 2> /dev/null || true
  [ -z "$services" ] || kill "$services" 2> /dev/null || true
  wait
}
trap end_all EXIT
trap 'exit 130' INT TERM HUP

start_services() {
  say "quickstart-services: starting RabbitMQ and Azurite ..."
  rm -f "$work/services/environment"
  build/services.sh run "$work/services" 0 0 > "$work/logs/services.log" 2>&1 &
  services=$!
  until [ -s "$work/services/environment" ]; do
    kill -0 "$services" 2> /dev/null || fail "they did not start: $(tail -n 1 "$work/logs/services.log")"
    sleep 0.2
  done
  # shellcheck source=/dev/null
  source "$work/services/environment"
}

start_worker() { # its name, then its variables
  local name=$1
  shift
  env "$@" FEDK8S_STATE_DIR="$work/state/$name" \
    "artifacts/bin/Worker/$configuration/fedk8s-worker" > "$work/logs/$name.log" 2>&1 &
  workers+=($!)
}

start_services
export FEDK8S_STORE=$store FEDK8S_HEALTH=off FEDK8S_CACHE_DIR=$work/cache
submitted=$(build/fedk8s.sh submit "$manifest" --store "$store" --output json)
FEDK8S_RUN_ID=$(sed -n 's/.*"runId":"\([^"]*\)".*/\1/p' <<< "$submitted")
export FEDK8S_RUN_ID

mapfile -t clients < <(sed -n 's/.*"clients":\[\([^]]*\)\].*/\1/p' <<< "$submitted" | tr -d '"' | tr ',' '\n')
say "quickstart-services: starting an aggregator, an evaluator and ${#clients[@]} workers; their logs are in $work/logs"
start_worker evaluator FEDK8S_EVALUATOR=true
for client in "${clients[@]}"; do
  start_worker "$client" FEDK8S_CLIENTS="$client"
done

status=0
"artifacts/bin/Aggregator/$configuration/fedk8s-aggregator" 2>&1 | tee "$work/logs/aggregator.log" || status=$?
[ "$status" != 0 ] || wait "${workers[@]}" # they end with their run
build/fedk8s.sh status "$store" --output json > "$work/status.json"
build/fedk8s.sh status "$store"
exit "$status"
