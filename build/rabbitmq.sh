#!/usr/bin/env bash
# RabbitMQ, the message broker, on loopback and with every file of its own in one folder.
#   rabbitmq.sh install            installs it with apt-get, unless it is there; without it the tests that need it are skipped
#   rabbitmq.sh run FOLDER PORT [TLS_PORT CERTIFICATES]
#                                  runs it on FOLDER until the standard input ends or a signal comes
# A port may be 0. Once it accepts connections "ready amqp://127.0.0.1:PORT" is printed, followed by the address with TLS.
# It leaves no process behind, and after kill -9 the same command has what was confirmed. CERTIFICATES is a folder with ca.pem, server.pem and server-key.pem; whoever comes
# to TLS_PORT has to show a certificate of that authority. FOLDER/pid has the broker's process id, FOLDER/log what it says.
source "$(dirname "$0")/common.sh"

server=$(compgen -G '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server' | tail -1) || true

# The package starts a service of the whole machine, now and at every boot; nobody asked for that one.
install_rabbitmq() {
  [ -z "$server" ] || return 0
  local policy=/usr/sbin/policy-rc.d made='' as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  if command -v apt-get > /dev/null && [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy" && made=yes
  fi
  if install_packages rabbitmq rabbitmq-server; then
    "${as_root[@]}" update-rc.d rabbitmq-server disable > /dev/null 2>&1 || true
    say "rabbitmq: its service of the whole machine stays off"
  else
    say "rabbitmq: until it is there the tests that need a broker are skipped."
  fi
  [ -z "$made" ] || "${as_root[@]}" rm -f "$policy"
}

is_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

free_port() { # below the ports that connections get by themselves
  local port
  for _ in {1..100}; do
    port=$((20000 + RANDOM % 12000))
    is_taken "$port" || { echo "$port" && return; }
  done
  fail "rabbitmq: no free port between 20000 and 32000."
}

# Erlang's port mapper of this broker alone, so that several brokers are strangers. Sets mapper and ERL_EPMD_PORT.
start_mapper() {
  ERL_EPMD_PORT=$(free_port)
  export ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1
  epmd < /dev/null > /dev/null 2>&1 &
  mapper=$!
  for _ in {1..200}; do
    ! is_taken "$ERL_EPMD_PORT" || return 0
    sleep 0.02
  done
  fail "rabbitmq: Erlang's port mapper did not start."
}

configure() { # folder, port, TLS port, certificates
  mkdir -p "$1"
  {
    echo "listeners.tcp.1 = 127.0.0.1:$2"
    [ -z "$3" ] || cat << CONFIGURATION
listeners.ssl.1 = 127.0.0.1:$3
ssl_options.cacertfile = $4/ca.pem
ssl_options.certfile = $4/server.pem
ssl_options.keyfile = $4/server-key.pem
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
CONFIGURATION
  } > "$1/rabbitmq.conf"
  echo '[].' > "$1/enabled_plugins"
  RABBITMQ_DIST_PORT=$(free_port)
  export RABBITMQ_DIST_PORT HOME=$1 RABBITMQ_NODENAME=fedk8s@localhost
  export RABBITMQ_CONF_ENV_FILE=$1/none RABBITMQ_CONFIG_FILE=$1/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=$1/enabled_plugins
  export RABBITMQ_MNESIA_BASE=$1/data RABBITMQ_LOG_BASE=$1/logs RABBITMQ_LOGS=- RABBITMQ_PID_FILE=$1/pid
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
  export RUNNING_UNDER_SYSTEMD=true # makes the script become the broker, which then hears the signals itself
}

run() { # folder, port, TLS port, certificates
  [ -n "$server" ] || fail "rabbitmq is not installed: run build/rabbitmq.sh install."
  local broker='' watcher='' mapper='' status=0 addresses="amqp://127.0.0.1:$2"
  [ -z "$3" ] || addresses+=" amqps://127.0.0.1:$3"
  stop() { [ -z "$broker" ] || kill -TERM "$broker" 2> /dev/null || true; }
  trap stop TERM INT HUP
  start_mapper
  configure "$@"
  "$server" < /dev/null > >(exec tee "$1/log" | exec sed -un "s|.*Server startup complete.*|ready $addresses|p") 2>&1 &
  broker=$!
  # Standard input ends also when whoever started this is killed, and then nobody else would end the broker.
  { cat > /dev/null && kill -TERM "$broker"; } <&3 2> /dev/null &
  watcher=$!
  while kill -0 "$broker" 2> /dev/null; do
    wait "$broker" || status=$?
  done
  pkill -P "$watcher" 2> /dev/null || true
  kill "$watcher" "$mapper" 2> /dev/null || true
  wait
  return "$status"
}

case "${1:-}" in
  install) install_rabbitmq ;;
  run)
    folder=${2:?a folder is wanted} port=${3:?a port is wanted} tls_port=${4:-}
    [ -z "$tls_port" ] || : "${5:?a folder of certificates is wanted}"
    [ "$port" != 0 ] || port=$(free_port)
    [ "$tls_port" != 0 ] || tls_port=$(free_port)
    run "$(realpath -m "$folder")" "$port" "$tls_port" "$(realpath -m "${5:-.}")" 3<&0
    ;;
  *) fail "wanted: rabbitmq.sh install, or rabbitmq.sh run FOLDER PORT [TLS_PORT CERTIFICATES]." ;;
esac
