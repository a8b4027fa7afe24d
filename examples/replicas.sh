#!/usr/bin/env bash
# Three replicas of the server on this machine, for a proxy to stand in front of.
#
#   examples/replicas.sh <command> [--port-base N]
#
#   start [n]        all three, or replica n, until /readyz says 200
#   stop [n]         at once, without a drain: SIGTERM, and SIGINT behind it
#   kill n           SIGKILL, as the kernel does when memory runs out
#   restart n        SIGTERM, waits until it has drained and exited, then starts it
#   rolling-restart  restarts one after the other, each when the one before is ready and answers through the proxy again
#   status           who runs, with pid, ports and log
#
# Replica n calls itself replica-n in its replies, and listens on 127.0.0.1: gRPC N+10+n, HTTP N+20+n, admin N+30+n, where N is
# the port base, 10000. The proxy in front is on N for gRPC and on N+1 for HTTP.
#
# What the replicas are to do otherwise comes by the environment, as the server's flags do:
#
#   SRE_LOG=findings            what their logs show of the trace: what goes wrong, and nothing else
#   SRE_DRAIN_DELAY_SECONDS=3   on SIGTERM: how long to serve on as NOT_SERVING, so that proxies look away first.
#                               Longer than a health check may take to tell: interval and timeout
#   SRE_GRACE_SECONDS=10        and how long calls may take to end after that
#
# Exit code 2: wrong usage. 1: a replica did not do what it was to do; the last lines of its log say why.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

export SRE_LOG=${SRE_LOG:-findings}
export SRE_DRAIN_DELAY_SECONDS=${SRE_DRAIN_DELAY_SECONDS:-3}
export SRE_GRACE_SECONDS=${SRE_GRACE_SECONDS:-10}
# HAProxy tells them their clients, where it forwards connections.
export SRE_PROXY_PROTOCOL=${SRE_PROXY_PROTOCOL:-127.0.0.0/8}

# A proxy asks a replica that was away once a second or so. Longer than any of ours takes, on a busy machine.
IN_ROTATION_SECONDS=30

# A second is for the server's last words, the rest for a busy machine.
exit_seconds() {
  echo $((SRE_DRAIN_DELAY_SECONDS + SRE_GRACE_SECONDS + 10))
}

pid_file() { echo "$STATE/replica-$1.pid"; }
log_file() { echo "$STATE/replica-$1.log"; }

# The pid of replica $1, where it runs. A pid in a file may be anybody's by now, so its command line must be ours; of a process
# that has ended and that nobody waits for it is empty.
pid_of() {
  local pid command
  pid=$(cat "$(pid_file "$1")" 2>/dev/null) || return 1
  command=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
  [[ $command == *"dist/main.js serve "*"--admin-port $(admin_port "$1") "* ]] || return 1
  echo "$pid"
}

is_running() { pid_of "$1" >/dev/null; }

# A process that ends loses its command line before its ports: it is gone when nothing or a zombie is left, or somebody else has its pid.
is_gone() {
  local pid state
  pid=$(cat "$(pid_file "$1")" 2>/dev/null) || return 0
  ! is_running "$1" || return 1
  [[ -z $(tr -d '\0' 2>/dev/null <"/proc/$pid/cmdline") ]] || return 0
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || true
  [[ -z $state || $state == [ZX] ]]
}

is_ready() {
  curl -fsS -o /dev/null --max-time 2 "http://$HOST:$(http_port "$1")/readyz" 2>/dev/null
}

# Its own words, where it did not do what it was to do.
fail_with_log() {
  echo "${0##*/}: replica-$1 $2; its log, $(log_file "$1"), ends with:" >&2
  tail -n 5 "$(log_file "$1")" >&2
  exit 1
}

launch() {
  local n=$1 port
  is_gone "$n" || fail "replica-$n runs already (pid $(pid_of "$n")); end it with: $0 stop$BASE_FLAG"
  for port in "$(grpc_port "$n")" "$(http_port "$n")" "$(admin_port "$n")"; do
    ! accepts "$port" || fail "port $port, which replica-$n needs, is taken; others: --port-base N"
  done
  # In a session of its own: Ctrl-C is for the script that runs the example, which ends the proxy first.
  POD_NAME="replica-$n" setsid node "$ROOT/dist/main.js" serve --host "$HOST" --grpc-port "$(grpc_port "$n")" \
    --http-port "$(http_port "$n")" --admin-port "$(admin_port "$n")" --admin-host "$HOST" \
    >>"$(log_file "$n")" 2>&1 </dev/null &
  echo $! >"$(pid_file "$n")"
}

is_ready_or_gone() { is_ready "$1" || is_gone "$1"; }

await_ready() {
  eventually "$READY_SECONDS" is_ready_or_gone "$1" || fail_with_log "$1" "is not ready after $READY_SECONDS s"
  is_running "$1" || fail_with_log "$1" 'has ended'
}

start() {
  local n
  [[ -e $ROOT/dist/main.js ]] || fail 'no dist/main.js; make it with: npm ci && npm run build'
  make_state_folder
  # Who ends this script in between finds a pid file for each process that it has started.
  trap : TERM
  for n in "$@"; do launch "$n"; done
  trap - TERM
  for n in "$@"; do await_ready "$n"; done
}

signal() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill "-$2" "$pid" 2>/dev/null || true
}

# Two signals of different kinds, since two of the same kind may arrive as one: the second ends the server at once.
stop() {
  local n
  for n in "$@"; do signal "$n" TERM; done
  for n in "$@"; do signal "$n" INT; done
  for n in "$@"; do
    eventually 5 is_gone "$n" || kill_replica "$n"
    rm -f "$(pid_file "$n")"
  done
}

kill_replica() {
  signal "$1" KILL
  eventually 5 is_gone "$1" || fail "replica-$1 is there after SIGKILL"
}

restart() {
  is_running "$1" || fail "replica-$1 does not run; start it with: $0 start $1$BASE_FLAG"
  signal "$1" TERM
  eventually "$(exit_seconds)" is_gone "$1" || fail_with_log "$1" "is there $(exit_seconds) s after SIGTERM"
  start "$1"
}

# An empty EchoRequest is no bytes behind the prefix of a gRPC message, which are five zeros; the reply names the replica.
echo_over_grpc() {
  printf '\0\0\0\0\0' | curl -s --max-time 5 --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' \
    --data-binary @- "http://$HOST:$1/sre.echo.v1.EchoService/Echo"
}

hostname_over_http() {
  curl -s --max-time 5 "http://$HOST:$1/hostname"
}

# Whether a call by $3 through the proxy on port $2 came to replica $1.
answers_through() {
  "$3" "$2" | grep -a "replica-$1" >/dev/null
}

# A replica that is ready is not yet used: the proxy has to find out first. The next one is not to go before that.
await_in_rotation() {
  local port=$PORT_BASE call
  for call in echo_over_grpc hostname_over_http; do
    if accepts "$port"; then
      eventually "$IN_ROTATION_SECONDS" answers_through "$1" "$port" "$call" ||
        fail "replica-$1 is ready, but does not answer through the proxy on port $port after $IN_ROTATION_SECONDS s"
    fi
    port=$((port + 1))
  done
}

rolling_restart() {
  local n before
  for n in "${REPLICAS[@]}"; do
    before=$(pid_of "$n" || true)
    restart "$n"
    await_in_rotation "$n"
    echo "replica-$n: pid $before is now pid $(pid_of "$n"), ready and in rotation"
  done
}

status() {
  local n pid state
  for n in "${REPLICAS[@]}"; do
    if pid=$(pid_of "$n"); then
      is_ready "$n" && state=ready || state='not ready'
      echo "replica-$n  pid $pid  $state  grpc $(grpc_port "$n")  http $(http_port "$n")  admin $(admin_port "$n")  log $(log_file "$n")"
    else
      echo "replica-$n  does not run"
    fi
  done
}

COMMANDS='start, stop, kill, restart, rolling-restart, status'

# Sets COMMAND, TARGET (a replica, or empty) and the port base.
parse_arguments() {
  parse_port_base "$@"
  COMMAND=${WORDS[0]:-} TARGET=${WORDS[1]:-}
  ((${#WORDS[@]} > 0)) || usage_error "no command; expected one of $COMMANDS"
  ((${#WORDS[@]} < 3)) || usage_error "'${WORDS[2]}' is one word too many"
  [[ $TARGET =~ ^[123]?$ ]] || usage_error "'$TARGET' is no replica; expected 1, 2 or 3"
}

parse_arguments "$@"
case $COMMAND:$TARGET in
  start: | stop:) "$COMMAND" "${REPLICAS[@]}" ;;
  start:? | stop:? | restart:?) "$COMMAND" "$TARGET" ;;
  kill:?) kill_replica "$TARGET" ;;
  rolling-restart:) rolling_restart ;;
  status:) status ;;
  kill: | restart:) usage_error "$COMMAND is of one replica; expected 1, 2 or 3 behind it" ;;
  rolling-restart:* | status:*) usage_error "$COMMAND is of all replicas; '$TARGET' is one word too many" ;;
  *) usage_error "unknown command '$COMMAND'; expected one of $COMMANDS" ;;
esac
