#!/usr/bin/env bash
# h2load with unary gRPC calls to EchoService in clear text: h2load-grpc.sh [host:port] [options of h2load]
#   bash h2load-grpc.sh localhost:50051 -n 2000 -c 4 -m 10
# Without options it is as above. MESSAGE_BYTES in the environment is the size of the message, 100 unless it says otherwise.
# h2load knows HTTP/2 and not gRPC: whatever grpc-status the trailers have, it counts ":status 200" as a success. So one call is
# made by curl first, and where that one is not OK nothing is loaded; for all others look at grpc_server_handled_total.
set -euo pipefail

MAX_MESSAGE_BYTES=1048576
CALL=/sre.echo.v1.EchoService/Echo
HEADERS=(-H 'content-type: application/grpc' -H 'te: trailers')

usage() {
  echo "h2load-grpc: $1" >&2
  echo 'usage: [MESSAGE_BYTES=100] h2load-grpc.sh [host:port] [options of h2load]' >&2
  exit 2
}

# The bytes of a number: varint $1 of protobuf, seven bits a byte and the lowest first.
varint() {
  local value=$1
  while ((value > 127)); do
    byte $((value & 127 | 128))
    value=$((value >> 7))
  done
  byte "$value"
}

byte() {
  # shellcheck disable=SC2059 # The format is the byte: printf makes it of \x…
  printf "\\x$(printf %02x "$1")"
}

# A message of protobuf in gRPC's frame: not compressed, length (4 bytes, the highest first), EchoRequest{message = 1}.
request() {
  local bytes=$1 prefix length shift
  prefix=$(varint "$bytes" | wc -c)
  length=$((1 + prefix + bytes))
  byte 0
  for shift in 24 16 8 0; do byte $((length >> shift & 255)); done
  byte 0x0a
  varint "$bytes"
  head -c "$bytes" /dev/zero | tr '\0' x
}

target=${1:-localhost:50051}
(($# == 0)) || shift
(($# > 0)) || set -- -n 2000 -c 4 -m 10
bytes=${MESSAGE_BYTES:-100}

[[ $target =~ ^[^-/][^/]*:[0-9]+$ ]] || usage "the target is \"$target\": host:port was expected"
if ! [[ $bytes =~ ^[0-9]{1,7}$ ]] || ((10#$bytes > MAX_MESSAGE_BYTES)); then
  usage "MESSAGE_BYTES is \"$bytes\": 0 to $MAX_MESSAGE_BYTES was expected"
fi

body=$(mktemp)
trap 'rm -f "$body"' EXIT
request "$((10#$bytes))" >"$body"

# The trailers are written behind the header fields. Bounded: a target that is silent is none.
if ! answer=$(curl -sS --max-time 10 --http2-prior-knowledge -D - -o /dev/null "${HEADERS[@]}" --data-binary "@$body" \
  "http://$target$CALL"); then
  echo "h2load-grpc: no HTTP/2 in clear text at $target" >&2
  exit 1
fi
status=$(sed -nE 's/^grpc-status: ([0-9]+).*/\1/p' <<<"$answer")
if [[ $status != 0 ]]; then
  echo "h2load-grpc: one call to $target$CALL ended with grpc-status ${status:-none}: 0 was expected, and nothing is loaded" >&2
  exit 1
fi
h2load -d "$body" "${HEADERS[@]}" "$@" "http://$target$CALL"
