#!/usr/bin/env bash
# buildah with a store of its own, as root and without a daemon: buildah.sh <command of buildah>...
# Driver vfs and isolation chroot: those work wherever there is a root, in a container too. The caches of `RUN --mount=type=cache`
# are where TMPDIR says, so that they outlive a reboot.
set -euo pipefail

IMAGE_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/image"

if ((EUID != 0)); then
  echo 'buildah.sh: not root, which --isolation chroot needs' >&2
  exit 1
fi
mkdir -p "$IMAGE_CACHE/tmp"
export BUILDAH_ISOLATION=chroot TMPDIR="$IMAGE_CACHE/tmp"
exec buildah --root "$IMAGE_CACHE/store" --runroot "$IMAGE_CACHE/run" --storage-driver vfs "$@"
