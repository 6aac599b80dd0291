#!/usr/bin/env bash
# The quickstart's manifest as separate processes on this machine: an aggregator, an evaluator and a worker for each client,
# with RabbitMQ and Azurite between them. Started again it goes on where it was; --fresh starts from the base model.
source "$(dirname "$0")/common.sh"

manifest=k8s/samples/quickstart.yaml
work=artifacts/quickstart-services
store=az://runs/quickstart

[ "${1:-}" != --fresh ] || rm -rf "$work"
mkdir -p "$work/logs"

pids=()
end_all() {
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2> /dev/null || true
  wait
}
trap end_all EXIT
trap 'exit 130' INT TERM

say "quickstart-services: starting RabbitMQ and Azurite ..."
build/services.sh run "$work/services" 0 0 > "$work/logs/services.log" 2>&1 &
pids+=($!)
until [ -s "$work/services/environment" ]; do
  kill -0 "${pids[0]}" 2> /dev/null || { cat "$work/logs/services.log" >&2; fail "the services did not start, see above."; }
  sleep 0.2
done
# shellcheck source=/dev/null
source "$work/services/environment"

export FEDK8S_STORE=$store FEDK8S_HEALTH=off FEDK8S_CACHE_DIR=$PWD/$work/cache
build/fedk8s.sh submit "$manifest" --store "$store"
FEDK8S_RUN_ID=$(build/fedk8s.sh status "$store" --output json | sed -n 's/.*"runId":"\([^"]*\)".*/\1/p')
export FEDK8S_RUN_ID

start() { # log's name, program, then variables
  local log=$1 program=$2
  shift 2
  env "$@" "artifacts/bin/$program/$configuration/fedk8s-${program,,}" > "$work/logs/$log.log" 2>&1 &
  pids+=($!)
}

clients=$(sed -n 's/^ *- {name: \(client-[^,]*\), .*/\1/p' "$manifest")
say "quickstart-services: starting an evaluator and a worker for each of $(wc -w <<< "$clients") clients (logs in $work/logs) ..."
start evaluator Worker FEDK8S_EVALUATOR=true FEDK8S_STATE_DIR="$PWD/$work/state/evaluator"
for client in $clients; do
  start "$client" Worker FEDK8S_CLIENTS="$client" FEDK8S_STATE_DIR="$PWD/$work/state/$client"
done

say "quickstart-services: starting the aggregator ..."
status=0
"artifacts/bin/Aggregator/$configuration/fedk8s-aggregator" 2>&1 | tee "$work/logs/aggregator.log" || status=$?
build/fedk8s.sh status "$store"
exit "$status"
