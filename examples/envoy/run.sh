#!/usr/bin/env bash
# Envoy in front of three replicas, on this machine, until Ctrl-C: round robin of calls, active health checks over gRPC and HTTP,
# outlier detection, retries. The configuration is envoy.yaml beside this script.
#
#   examples/envoy/run.sh [--port-base N] [--workers N]
#
# --port-base N   ports N to N+39 of 127.0.0.1 (10000): examples/README.md says which is whose
# --workers N     worker threads of Envoy, each with round robin of its own (1)
#
# Needs what `npm ci && npm run build` makes, Envoy (tried with 1.40) and curl.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

HOW_TO_GET='install it as https://www.envoyproxy.io/docs/envoy/latest/start/install says, or with scripts/install-interop.sh'

example_listens() {
  echo "gRPC $HOST:$PORT_BASE  HTTP $((PORT_BASE + 1))  admin $((PORT_BASE + 9)): http://$HOST:$((PORT_BASE + 9))/clusters"
}

example_commands() {
  cat <<END
# who answers, second by second
examples/count-replies.js --rounds 20 $HOST:$PORT_BASE
# meanwhile: one dies, and leaves the rotation; "start 2" brings it back
examples/replicas.sh kill 2$BASE_FLAG
# one fails, though its health check is green: it is ejected for 5 s; -X DELETE without -d ends that
curl -X PUT -d status=UNAVAILABLE $HOST:$(admin_port 3)/api/faults
END
}

WORKERS=1
rest=()
while (($# > 0)); do
  if [[ $1 == --workers ]]; then
    WORKERS=${2:-}
    [[ $WORKERS =~ ^[1-9][0-9]?$ ]] || usage_error "--workers is '$WORKERS'; expected a number from 1 to 99"
    shift
  else
    rest+=("$1")
  fi
  shift
done
example_arguments "${rest[@]}"
need_program envoy "$HOW_TO_GET"
make_state_folder
config_with_ports "$EXAMPLES/envoy/envoy.yaml" >"$STATE/envoy.yaml"
# Without an id of its own Envoy takes what others on this machine share for its own. It writes its access log every 10 s unless
# told otherwise.
run_example envoy '0 1 9' envoy -c "$STATE/envoy.yaml" --log-level warning --concurrency "$WORKERS" --use-dynamic-base-id \
  --file-flush-interval-msec 200
