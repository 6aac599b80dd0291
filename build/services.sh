#!/usr/bin/env bash
# RabbitMQ and Azurite together, on loopback, for services of FedK8s to meet on.
#   services.sh run FOLDER BROKER_PORT BLOB_PORT   runs both on FOLDER until a signal comes
# A port may be 0. Once both are up the variables that lead to them are printed, and are in FOLDER/environment to be sourced;
# that file goes when they do.
source "$(dirname "$0")/common.sh"

# Documented, and the same everywhere: no secret.
key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

await_ready() { # name, file with its output, its process; prints the address
  local address
  until address=$(sed -n 's/^ready \([^ ]*\).*/\1/p' "$2") && [ -n "$address" ]; do
    kill -0 "$3" 2> /dev/null || fail "$1 did not start: its port may be taken; $(tail -n 1 "$2")"
    sleep 0.1
  done
  echo "$address"
}

run() { # folder, broker's port, blob service's port
  local broker blobs broker_address blob_address
  mkdir -p "$1"
  folder=$1 pids=() # not local: the trap runs after this function
  rm -f "$folder/environment"
  trap stop EXIT
  trap 'exit 0' INT TERM HUP
  # They end with their standard input, which ends with this script, also when it is killed. Ctrl-C comes to it alone.
  rm -f "$1/alive"
  mkfifo "$1/alive"
  exec 4<> "$1/alive"
  setsid build/rabbitmq.sh run "$1/broker" "$2" < "$1/alive" > "$1/broker.out" 2>&1 4>&- &
  broker=$!
  setsid build/azurite.sh run "$1/blobs" "$3" < "$1/alive" > "$1/blobs.out" 2>&1 4>&- &
  blobs=$!
  pids=("$broker" "$blobs")
  broker_address=$(await_ready RabbitMQ "$1/broker.out" "$broker")
  blob_address=$(await_ready Azurite "$1/blobs.out" "$blobs")
  cat > "$1/environment.new" << ENVIRONMENT
export FEDK8S_BROKER=$broker_address
export AZURE_STORAGE_CONNECTION_STRING='DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=$key;BlobEndpoint=${blob_address}devstoreaccount1;'
ENVIRONMENT
  mv "$1/environment.new" "$1/environment"
  cat "$1/environment"
  say "services: RabbitMQ and Azurite are up, their files in $1; source $1/environment, and end them with Ctrl-C"
  wait -n "$broker" "$blobs" || true
  fail "services: one of them has ended; $1/broker.out and $1/blobs.out may say why"
}

# shellcheck disable=SC2317 # the trap calls it
stop() {
  rm -f "$folder/environment" "$folder/alive"
  exec 4>&- # their standard input ends
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2> /dev/null || true
  wait
}

case "${1:-}" in
  run) run "${2:?a folder is wanted}" "${3:?the port of the broker is wanted}" "${4:?the port of the blob service is wanted}" ;;
  *) fail "wanted: services.sh run FOLDER BROKER_PORT BLOB_PORT." ;;
esac
