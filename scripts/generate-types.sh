#!/bin/sh
# Generates src/gen, the TypeScript types of our gRPC services, from protos/.
#
#   scripts/generate-types.sh           writes src/gen
#   scripts/generate-types.sh --check   writes nothing; fails and shows the difference when src/gen is stale
#
# The options are those of LOAD_OPTIONS in src/servers/grpc/protos.ts: the types describe what is loaded at run time.
set -eu
cd "$(dirname "$0")/.."

generate() {
  node_modules/.bin/proto-loader-gen-types \
    --longs=Number --enums=String --defaults \
    --grpcLib=@grpc/grpc-js --importFileExtension=.ts \
    --includeDirs=protos --outDir="$1" \
    sre/echo/v1/echo.proto sre/admin/v1/admin.proto sre/trace/v1/trace_service.proto \
    grpc/health/v1/health.proto grpc/testing/test.proto
}

case "${1:-}" in
  --check)
    fresh=$(mktemp -d)
    trap 'rm -rf "$fresh"' EXIT
    generate "$fresh"
    diff -ru src/gen "$fresh" || {
      echo 'src/gen is stale: run scripts/generate-types.sh' >&2
      exit 1
    }
    ;;
  '')
    rm -rf src/gen
    generate src/gen
    ;;
  *)
    echo "unknown argument $1: expected none, or --check" >&2
    exit 2
    ;;
esac
