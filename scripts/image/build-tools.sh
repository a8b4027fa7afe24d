#!/usr/bin/env bash
# Builds the Go tools of scripts/image/tools into a folder: build-tools.sh <folder> [name...], without names all of them.
# Each has a module of its own, so that each is built with the dependencies that its release was made with: one module for all
# would give them the newest of what any of them asks for. go.sum has the checksums; a source that differs is not built.
# The Dockerfile and scripts/install-interop.sh both build by this, so that tests run what the image has.
set -euo pipefail

TOOLS="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/tools"

wrong() {
  printf 'build-tools: %s\nusage: build-tools.sh <folder> [name...]; names: %s\n' "$1" "$(ls -x "$TOOLS")" >&2
  exit 2
}

build() {
  local name=$1 package version
  package=$(sed -n 's/^tool //p' "$TOOLS/$name/go.mod")
  version=$(go list -C "$TOOLS/$name" -mod=readonly -f '{{.Module.Version}}' "$package")
  # Static, since the image of the build has another libc than some who are built by this; without paths of the machine.
  # grpcurl and ghz have their version from the linker, k6 from the module.
  CGO_ENABLED=0 go build -C "$TOOLS/$name" -mod=readonly -trimpath -ldflags "-s -w -X main.version=$version" \
    -o "$out/$name" "$package"
  echo "$name $version"
}

(($# > 0)) || wrong 'no folder came'
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
if (($# == 0)); then
  cd "$TOOLS"
  set -- *
fi
for name; do
  [[ -f $TOOLS/$name/go.mod ]] || wrong "there is no tool '$name'"
  build "$name"
done
