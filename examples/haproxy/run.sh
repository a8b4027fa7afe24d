#!/usr/bin/env bash
# HAProxy in front of three replicas, on this machine, until Ctrl-C: calls spread by `mode http`, connections by `mode tcp` with the
# PROXY protocol, health checks over gRPC and HTTP. The configuration is haproxy.cfg beside this script.
#
#   examples/haproxy/run.sh [--port-base N]
#
# --port-base N   ports N to N+39 of 127.0.0.1 (10000): examples/README.md says which is whose
#
# Needs what `npm ci && npm run build` makes, HAProxy 2.6 or newer and curl.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

TCP=2 TCP_CUT=3 STATISTICS=9

example_listens() {
  echo "gRPC $HOST:$PORT_BASE  HTTP $((PORT_BASE + 1))  mode tcp $((PORT_BASE + TCP)), $((PORT_BASE + TCP_CUT))" \
    " statistics http://$HOST:$((PORT_BASE + STATISTICS))"
}

example_commands() {
  cat <<END
# 30 calls over one connection: mode http spreads them, mode tcp does not
examples/count-replies.js $HOST:$PORT_BASE; examples/count-replies.js $HOST:$((PORT_BASE + TCP))
# one dies, and leaves the rotation
examples/replicas.sh kill 2$BASE_FLAG
# it comes back
examples/replicas.sh start 2$BASE_FLAG
# one answers 503, though its health check is green: out after five in a row; -X DELETE without -d ends that
curl -X PUT -d html=503 $HOST:$(admin_port 3)/api/faults
END
}

example_arguments "$@"
need_program haproxy 'Debian: apt-get install haproxy'
make_state_folder
config_with_ports "$EXAMPLES/haproxy/haproxy.cfg" >"$STATE/haproxy.cfg"
run_example haproxy "0 1 $TCP $TCP_CUT $STATISTICS" haproxy -db -f "$STATE/haproxy.cfg"
