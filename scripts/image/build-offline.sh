#!/usr/bin/env bash
# Builds the image where no image registry can be reached, on bases that are made locally: build-offline.sh [target...], without
# targets both. As root; it needs buildah, debootstrap, Node and Go. docs/image.md says what differs from a normal build.
# A target whose sources are those of its last build is not built again; to build all anew: rm -r ~/.cache/sre-test-server/image
set -euo pipefail

# No test that opens an image takes so long: its container was left behind by one that was killed.
STALE_MINUTES=120

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/image"

if (($# == 0)); then set -- server toolbox; fi
for target; do
  if ! grep -q "^FROM .* AS $target\$" "$root/Dockerfile"; then
    echo "build-offline: there is no target '$target'; usage: build-offline.sh [target...]; targets: server toolbox" >&2
    exit 2
  fi
done

# Of all that can be in the image: what .dockerignore lets in.
fingerprint() {
  local sources
  mapfile -t sources < <(sed -n 's/^!//p' "$root/.dockerignore")
  tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - Dockerfile .dockerignore "${sources[@]}" |
    sha256sum | cut -d' ' -f1
}

is_built() {
  [[ -f $cache/built-$1 && $(<"$cache/built-$1") == "$wanted" ]] &&
    "$here/buildah.sh" inspect --type image "localhost/sre-test-server:$1" >/dev/null 2>&1
}

# Without --layers: with vfs each step would be a whole copy of what is below it, 20 GB in all, and what copying them takes.
build() {
  local bases
  "$here/local-bases.sh" >"$cache/bases"
  mapfile -t bases <"$cache/bases"
  rm -f "$cache/built-$1"
  "$here/buildah.sh" build --format docker --target "$1" "${bases[@]}" --tag "localhost/sre-test-server:$1" "$root"
  echo "$wanted" >"$cache/built-$1"
}

# Containers that nobody uses: buildah 1.28 leaves that of a stage without steps, and a test that is killed its own.
leftovers() {
  local id image
  "$here/buildah.sh" containers --noheading --notruncate --format '{{.ContainerID}} {{.ImageName}}' |
    while read -r id image; do
      if [[ $image != */sre-test-server:* || -n $(find "$cache/store/vfs-containers/$id" -prune -mmin "+$STALE_MINUTES") ]]; then
        echo "$id"
      fi
    done
}

mkdir -p "$cache/tmp/buildah-cache"
# Two at a time would make the same twice.
exec 9>"$cache/lock"
flock 9
# The caches that the Dockerfile calls go-mod and go-build are those of this machine: what is built here is not built again there.
ln -sfn "$(go env GOMODCACHE)" "$cache/tmp/buildah-cache/go-mod"
ln -sfn "$(go env GOCACHE)" "$cache/tmp/buildah-cache/go-build"

wanted=$(fingerprint)
for target; do
  if is_built "$target"; then
    echo "build-offline: $target is built of these sources"
  else
    build "$target"
  fi
done
leftovers | xargs -r "$here/buildah.sh" rm >/dev/null
# Of builds that were not finished, and the images that had these names before.
"$here/buildah.sh" rmi --prune >/dev/null
echo "build-offline: $cache takes $(du -s --block-size=1M "$cache" | cut -f1) MB"
