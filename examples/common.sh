# What the scripts in examples/ share; sourced, never run. Linux: it looks into /proc.
# shellcheck shell=bash disable=SC2034
#
# Ports, for the base B (--port-base, 10000 where nothing is said); n is the replica, 1 to 3:
#
#   B         the proxy, gRPC             B+10+n  replica n, gRPC
#   B+1       the proxy, HTTP             B+20+n  replica n, HTTP
#   B+2 …     the proxy, more listeners   B+30+n  replica n, admin
#   B+9       the proxy, admin or statistics
#
# What examples/<proxy>/run.sh is made of:
#
#   example_arguments "$@"              takes --port-base and --help, and sets PORT_BASE; the head of run.sh is the help
#   need_program envoy <how to get it>  ends with that advice where there is none in PATH
#   make_state_folder                   STATE, the folder of this run: pid files, logs, configurations; private to the user
#   config_with_ports <file>            its text for PORT_BASE, to stdout: 10000 to 10039, where they stand alone, are ports
#   run_example <name> <offsets of the ports that it listens on> <command…>
#                                       starts replicas and proxy, says what listens where, and waits for the end:
#                                       run_example envoy '0 1 9' envoy -c "$STATE/envoy.yaml"
#   example_listens, example_commands   functions of run.sh: a line on the proxy's listeners, and three commands to try
#   BASE_FLAG                           for those: " --port-base N" or nothing, as replicas.sh has to be told it
#
# Whatever ends it, Ctrl-C, SIGTERM or the proxy's own end, nothing that was started is left.

EXAMPLES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$EXAMPLES")
REPLICAS=(1 2 3)
DEFAULT_PORT_BASE=10000
HOST=127.0.0.1

# The highest offset is B+33, and no port is above 65535.
MAX_PORT_BASE=65502

# A cold start takes about a second; a busy machine may need ten times that.
READY_SECONDS=20

# Where scripts/install-interop.sh puts what is not a Debian package; and sbin, which is not in every user's PATH.
PATH="$PATH:${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/bin:/usr/sbin"

# $1 is the message: what came, and what was expected.
usage_error() {
  echo "${0##*/}: $1" >&2
  echo "Try '$0 --help'." >&2
  exit 2
}

fail() {
  echo "${0##*/}: $1" >&2
  exit 1
}

# The comment at the head of the script that runs, without its `#`.
print_help() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

set_port_base() {
  if [[ ! $1 =~ ^[0-9]{1,5}$ ]] || ((10#$1 < 1024 || 10#$1 > MAX_PORT_BASE)); then
    usage_error "--port-base is '$1'; expected a number from 1024 to $MAX_PORT_BASE"
  fi
  PORT_BASE=$((10#$1))
  BASE_FLAG=
  ((PORT_BASE == DEFAULT_PORT_BASE)) || BASE_FLAG=" --port-base $PORT_BASE"
  # By user and base, so that replicas.sh finds in one terminal what run.sh started in another.
  STATE="${TMPDIR:-/tmp}/sre-test-server-examples-$UID/$PORT_BASE"
}

make_state_folder() {
  local parent
  parent=$(dirname "$STATE")
  mkdir -p "$parent"
  # Somebody else may have made it in /tmp: what is written there would be written where they want.
  [[ -O $parent && ! -L $parent ]] || fail "$parent is not yours; set TMPDIR to a folder that is"
  chmod 700 "$parent"
  mkdir -p "$STATE"
}

grpc_port() { echo $((PORT_BASE + 10 + $1)); }
http_port() { echo $((PORT_BASE + 20 + $1)); }
admin_port() { echo $((PORT_BASE + 30 + $1)); }

accepts() {
  (: <"/dev/tcp/$HOST/$1") 2>/dev/null
}

# Waits until the command behind $1 (seconds) succeeds. Asks 20 times a second.
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS <= deadline)) || return 1
    sleep 0.05
  done
}

# Sets the port base, and WORDS to what is no flag.
parse_port_base() {
  WORDS=()
  set_port_base "$DEFAULT_PORT_BASE"
  while (($# > 0)); do
    case $1 in
      --help | -h) print_help && exit 0 ;;
      --port-base)
        (($# > 1)) || usage_error '--port-base is without a number'
        set_port_base "$2"
        shift
        ;;
      -*) usage_error "unknown argument '$1'; expected --port-base" ;;
      *) WORDS+=("$1") ;;
    esac
    shift
  done
}

example_arguments() {
  parse_port_base "$@"
  ((${#WORDS[@]} == 0)) || usage_error "unknown argument '${WORDS[0]}'; expected --port-base"
}

need_program() {
  command -v "$1" >/dev/null || fail "no $1 in PATH; $2"
}

# In two steps: of 10000 → 10020 and 10020 → 10040 the second must not see what the first has made.
config_with_ports() {
  local offset script=()
  for offset in {0..39}; do
    script+=(-e "s/@@$(printf %02d "$offset")@@/$((PORT_BASE + offset))/g")
  done
  sed -E -e 's/\b100([0-3][0-9])\b/@@\1@@/g' "${script[@]}" "$1"
}

run_example() {
  local name=$1 offset ports=()
  for offset in $2; do ports+=($((PORT_BASE + offset))); done
  shift 2
  lock_state_folder
  need_free_ports "${ports[@]}"
  PROXY_PID=
  STARTER_PID=
  rm -f "$STATE"/*.log
  trap end_example EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo "starting three replicas and $name"
  # In the background, as all that is waited for: a trap waits for what is in the foreground.
  "$EXAMPLES/replicas.sh" start --port-base "$PORT_BASE" {LOCK}>&- &
  STARTER_PID=$!
  wait "$STARTER_PID"
  STARTER_PID=
  # Appended to, since Envoy opens its stdout once more for its access log.
  : >"$STATE/$name.log"
  # It ends with this script even where that is killed; of the replicas `replicas.sh stop` makes an end then.
  setpriv --pdeathsig TERM "$@" >>"$STATE/$name.log" 2>&1 </dev/null {LOCK}>&- &
  PROXY_PID=$!
  eventually "$READY_SECONDS" all_accept_or_ended "${ports[@]}" || fail_with_proxy_log "$name" 'does not listen'
  kill -0 "$PROXY_PID" 2>/dev/null || fail_with_proxy_log "$name" 'has ended'
  print_places "$name"
  wait "$PROXY_PID" || true
  fail_with_proxy_log "$name" 'has ended'
}

# Held as long as this script lives, whatever ends it, so nobody else has it: what is started closes it.
lock_state_folder() {
  exec {LOCK}>"$STATE/lock"
  flock -n "$LOCK" || fail "an example runs on these ports already; end it with Ctrl-C, or take others: --port-base N"
}

need_free_ports() {
  local n port ports=("$@")
  for n in "${REPLICAS[@]}"; do ports+=("$(grpc_port "$n")" "$(http_port "$n")" "$(admin_port "$n")"); done
  for port in "${ports[@]}"; do
    ! accepts "$port" ||
      fail "port $port is taken; of an example that was killed: examples/replicas.sh stop$BASE_FLAG; else: --port-base N"
  done
}

all_accept_or_ended() {
  local port
  kill -0 "$PROXY_PID" 2>/dev/null || return 0
  for port in "$@"; do accepts "$port" || return 1; done
}

fail_with_proxy_log() {
  echo "${0##*/}: $1 $2; its log, $STATE/$1.log, ends with:" >&2
  tail -n 5 "$STATE/$1.log" >&2
  exit 1
}

# The proxy first: it is not to tell of replicas that are gone because the example is over.
end_example() {
  trap '' INT TERM HUP
  # What it has not started yet would be left.
  if [[ -n $STARTER_PID ]]; then
    kill -TERM "$STARTER_PID" 2>/dev/null || true
    wait "$STARTER_PID" || true
  fi
  if [[ -n $PROXY_PID ]]; then
    kill -TERM "$PROXY_PID" 2>/dev/null || true
    eventually 5 proxy_is_gone || kill -KILL "$PROXY_PID" 2>/dev/null || true
  fi
  "$EXAMPLES/replicas.sh" stop --port-base "$PORT_BASE"
}

proxy_is_gone() { ! kill -0 "$PROXY_PID" 2>/dev/null; }

print_places() {
  local n
  echo "$1 is ready; Ctrl-C ends it and all that it has started"
  echo
  printf '  %-10s %s\n' "$1" "$(example_listens)"
  for n in "${REPLICAS[@]}"; do
    printf '  %-10s gRPC %s:%s  HTTP %s  admin %s\n' "replica-$n" "$HOST" "$(grpc_port "$n")" "$(http_port "$n")" "$(admin_port "$n")"
  done
  printf '  %-10s %s\n' logs "$STATE"
  echo
  echo 'Try, in another terminal:'
  echo
  example_commands | sed 's/^/  /'
}
