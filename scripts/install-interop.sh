#!/usr/bin/env bash
# Installs what `npm run test:interop` and `npm run bench` need beside Node: tshark, h2load and nghttp, curl, grpcurl, ghz.
# For Debian and its kin, as root or with sudo; does nothing for what is there already.
set -euo pipefail

# From the Go module proxy: Debian has no packages of them. Module, version, and the folder of the command in it.
GO_TOOLS=(
  'github.com/fullstorydev/grpcurl v1.9.3 cmd/grpcurl'
  'github.com/bojand/ghz v0.121.0 cmd/ghz'
)

# test/support/interop/tool.ts looks here as well.
BIN="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/bin"

missing_packages() {
  command -v tshark >/dev/null || echo tshark
  command -v h2load >/dev/null && command -v nghttp >/dev/null || echo nghttp2-client
  command -v curl >/dev/null || echo curl
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

install_go_tool() {
  local module=$1 version=$2 folder=$3 name built
  name=$(basename "$folder")
  built=$(go version -m "$BIN/$name" 2>/dev/null || true)
  if [[ $built == *"$module"$'\t'"$version"$'\t'* ]]; then
    echo "$name: $version is there"
    return
  fi
  if ! command -v go >/dev/null; then
    echo "install-interop: $name is built from source; install Go 1.23 or later" >&2
    exit 1
  fi
  echo "$name: building $version into $BIN"
  GOBIN="$BIN" go install "$module/$folder@$version"
}

mapfile -t packages < <(missing_packages)
install_packages "${packages[@]}"
for tool in "${GO_TOOLS[@]}"; do
  read -r module version folder <<<"$tool"
  install_go_tool "$module" "$version" "$folder"
done
