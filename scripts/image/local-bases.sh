#!/usr/bin/env bash
# Makes the base images that the Dockerfile names where no image registry can be reached: local-bases.sh [folder with a Dockerfile]
# prints a --build-arg for each. They are made of what the registries of Debian, npm and Go have, in the versions of the names:
#   debian   debootstrap --variant=minbase of the suite, less documentation, as the slim images are
#   node     that, the binary of the npm package node-linux-<arch>, and npm
#   golang   that, and Go's toolchain
# DEBIAN_MIRROR is where the packages come from. Images and tars are kept: what has its name there is not made again.
set -euo pipefail

# The images of Node bring the one of their release, which no npm package tells. It builds, and is not shipped.
NPM_VERSION=11.19.1
MIRROR=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
# Not what these are for, and 60 MB.
NOT_IN_SLIM=(usr/share/doc usr/share/info usr/share/locale usr/share/man var/cache/apt var/lib/apt/lists)
# Tests and sources of tests: a third of Go.
NOT_TO_BUILD=(api doc misc test pkg/obj src/cmd)

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dockerfile="${1:-$here/../..}/Dockerfile"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/image"

if [[ ! -f $dockerfile ]]; then
  echo "local-bases: there is no $dockerfile; usage: local-bases.sh [folder with a Dockerfile]" >&2
  exit 2
fi

buildah() { "$here/buildah.sh" "$@"; }
pinned() { sed -n "s/^ARG $1=//p" "$dockerfile"; }

# debian:13.7-slim → 13.7
version_of() {
  local tag=${1#*:}
  echo "${tag%%-*}"
}

# Packs the root $2 as the image $1, with the options of `buildah config` that follow.
commit_root() {
  local image=$1 root=$2 container
  shift 2
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$root" / >/dev/null
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" "$container"
  buildah commit --quiet --rm "$container" "$image" >/dev/null
}

# A root with Debian in it, into the folder $1; from the tar of an earlier time, where there is one.
unpack_debian() {
  local root=$1 tar="$cache/debian-$suite-$debian_version-$arch.tar"
  mkdir -p "$cache" "$root"
  if [[ ! -f $tar ]]; then
    echo "debian: debootstrap of $suite" >&2
    debootstrap --variant=minbase --arch="$arch" "$suite" "$root" "$MIRROR" >"$cache/debootstrap.log" 2>&1 || {
      tail -n 20 "$cache/debootstrap.log" >&2
      exit 1
    }
    like_slim "$root"
    tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$tar.part" .
    mv "$tar.part" "$tar"
    return
  fi
  tar -C "$root" -xf "$tar"
}

like_slim() {
  local root=$1 folder
  for folder in "${NOT_IN_SLIM[@]}"; do
    find "$root/$folder" -mindepth 1 -not -name copyright -not -type d -delete
    find "$root/$folder" -mindepth 1 -type d -empty -delete
  done
  # debootstrap takes these two from this machine.
  : >"$root/etc/hostname"
  : >"$root/etc/resolv.conf"
  mkdir -p "$root/var/cache/apt/archives/partial" "$root/var/lib/apt/lists/partial"
  printf 'path-exclude %s\n' '/usr/share/doc/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/man/*' \
    >"$root/etc/dpkg/dpkg.cfg.d/slim"
  echo 'path-include /usr/share/doc/*/copyright' >>"$root/etc/dpkg/dpkg.cfg.d/slim"
  printf 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n' \
    >"$root/etc/apt/apt.conf.d/clean"
}

# The folder `package` of the npm package $1, into the folder $2.
unpack_npm() {
  local package=$1 folder=$2
  mkdir -p "$folder"
  (cd "$folder" && npm pack --silent "$package" >/dev/null && tar --no-same-owner -xf ./*.tgz)
}

# Registries and CAs as this machine has them: they may be mirrors, behind a proxy that speaks TLS itself.
make_node() {
  local root=$1 image=$2 version binary
  version=$(version_of "$image")
  echo "node: $version from npm" >&2
  binary=$(mktemp -d -p "$scratch")
  unpack_npm "node-linux-${arch/amd64/x64}@$version" "$binary"
  install -D "$binary/package/bin/node" "$root/usr/local/bin/node"
  unpack_npm "npm@$NPM_VERSION" "$binary/npm"
  mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/etc"
  mv "$binary/npm/package" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  chmod a+x "$root/usr/local/lib/node_modules/npm/bin/npm-cli.js"
  install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/usr/local/etc/ca.crt"
  printf 'registry=%s\ncafile=/usr/local/etc/ca.crt\n' "$(npm config get registry)" >"$root/usr/local/etc/npmrc"
  commit_root "$image" "$root"
}

make_go() {
  local root=$1 image=$2 version goroot
  version=$(version_of "$image")
  # Go fetches the toolchain that is asked for, with its checksum, where it is not that itself.
  goroot=$(GOTOOLCHAIN=go$version go env GOROOT)
  echo "golang: $version from $goroot" >&2
  mkdir -p "$root/usr/local/go"
  tar -C "$goroot" "${NOT_TO_BUILD[@]/#/--exclude=./}" --exclude='*_test.go' --exclude=testdata -cf - . |
    tar -C "$root/usr/local/go" --no-same-owner -xf -
  install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  commit_root "$image" "$root" --env GOPATH=/go --env GOTOOLCHAIN=local --env "GOPROXY=$(go env GOPROXY)" --env "GOSUMDB=$(go env GOSUMDB)" \
    --env PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
}

make_debian() { commit_root "$2" "$1"; }

# Prints the --build-arg of the ARG $1, after its image was made by the function $2.
base() {
  local name=$1 make=$2 image root
  image=localhost/$(pinned "$name")
  if ! buildah inspect --type image "$image" >/dev/null 2>&1; then
    root=$(mktemp -d -p "$scratch")
    chmod 755 "$root"
    unpack_debian "$root"
    "$make" "$root" "$image"
    rm -rf "$root"
  fi
  echo "--build-arg=$name=$image"
}

arch=$(dpkg --print-architecture)
node_tag=$(pinned NODE_IMAGE)
node_tag=${node_tag%-slim}
suite=${node_tag##*-}
debian_version=$(version_of "$(pinned DEBIAN_IMAGE)")
mkdir -p "$cache"
scratch=$(mktemp -d -p "$cache")
trap 'rm -rf "$scratch"' EXIT
base DEBIAN_IMAGE make_debian
base NODE_IMAGE make_node
base GO_IMAGE make_go
