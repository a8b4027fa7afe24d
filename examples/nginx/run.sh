#!/usr/bin/env bash
# nginx in front of three replicas, on this machine, until Ctrl-C: round robin of calls, failed replicas left out for a while. The
# configuration is nginx.conf beside this script.
#
#   examples/nginx/run.sh [--port-base N]
#
# --port-base N   ports N to N+39 of 127.0.0.1 (10000): examples/README.md says which is whose
#
# Needs what `npm ci && npm run build` makes, nginx 1.22 or newer and curl.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

example_listens() {
  echo "gRPC $HOST:$PORT_BASE  HTTP $((PORT_BASE + 1))  status http://$HOST:$((PORT_BASE + 9))/status"
}

example_commands() {
  cat <<END
# who answers, second by second
examples/count-replies.js --rounds 20 $HOST:$PORT_BASE
# meanwhile: one dies, and leaves the rotation; "start 2" brings it back
examples/replicas.sh kill 2$BASE_FLAG
# each call: where it went, and where it was tried before
tail -f $STATE/access.log
END
}

example_arguments "$@"
need_program nginx 'Debian: apt-get install nginx-light'
make_state_folder
config_with_ports "$EXAMPLES/nginx/nginx.conf" >"$STATE/nginx.conf"
# Where root is the master, the workers are nobody, who may not enter a folder that is root's alone.
DIRECTIVES='daemon off;'
((EUID != 0)) || DIRECTIVES+=' user root;'
run_example nginx '0 1 9' nginx -p "$STATE" -c "$STATE/nginx.conf" -e stderr -g "$DIRECTIVES"
