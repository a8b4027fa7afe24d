#!/usr/bin/env bash
# Installs what `npm run test:interop` and `npm run bench` need beside Node: tshark, h2load and nghttp, curl, openssl,
# haproxy, grpcurl.
# For Debian and its kin, as root or with sudo; does nothing for what is there already.
set -euo pipefail

# From the Go module proxy: Debian has no package of it.
GRPCURL_MODULE=github.com/fullstorydev/grpcurl
GRPCURL_VERSION=v1.9.3

# test/support/interop/tool.ts looks here as well.
BIN="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/bin"

missing_packages() {
  command -v tshark >/dev/null || echo tshark
  command -v h2load >/dev/null && command -v nghttp >/dev/null || echo nghttp2-client
  command -v curl >/dev/null || echo curl
  command -v openssl >/dev/null || echo openssl
  command -v haproxy >/dev/null || echo haproxy
}

install_packages() {
  local packages=("$@") as_root=()
  if ((${#packages[@]} == 0)); then
    echo 'Debian packages: all there'
    return
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "install-interop: not root and no sudo; install these packages: ${packages[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "Debian packages: installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null
}

install_grpcurl() {
  local built
  built=$(go version -m "$BIN/grpcurl" 2>/dev/null || true)
  if [[ $built == *"$GRPCURL_MODULE"$'\t'"$GRPCURL_VERSION"$'\t'* ]]; then
    echo "grpcurl: $GRPCURL_VERSION is there"
    return
  fi
  if ! command -v go >/dev/null; then
    echo 'install-interop: grpcurl is built from source; install Go 1.21 or later' >&2
    exit 1
  fi
  echo "grpcurl: building $GRPCURL_VERSION into $BIN"
  GOBIN="$BIN" go install "$GRPCURL_MODULE/cmd/grpcurl@$GRPCURL_VERSION"
}

mapfile -t packages < <(missing_packages)
install_packages "${packages[@]}"
install_grpcurl
