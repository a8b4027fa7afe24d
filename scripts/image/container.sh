#!/usr/bin/env bash
# Runs a program in the root of an image as a container runtime with a strict security context would, for tests where there is none:
#   container.sh run  [options] <folder of the root> <program> [argument...]   in new namespaces, as PID 1
#   container.sh exec [options] <pid>                <program> [argument...]   beside the one whose PID 1 has this pid outside
# Options: --user <uid>:<gid> (0:0), --cap <name> (once for each; otherwise none), --env <name>=<value>, --workdir <folder> (/)
# The root is read-only and has no place to write, but for /dev/shm; no new privileges; a network of its own with nothing but lo.
# SIGTERM is for PID 1 inside, not for this script: nobody passes it on.
set -euo pipefail

wrong() {
  echo "container.sh: $1" >&2
  sed -n '3,5s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

DEVICES=(full null random tty urandom zero)

# The mounts of the container; ends as its program. In the new namespaces, as root.
inside() {
  local root=$1 device
  shift
  mount --bind "$root" "$root"
  mount -o remount,bind,ro "$root"
  mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
  mount -t tmpfs -o nosuid,mode=755,size=64k tmpfs "$root/dev"
  for device in "${DEVICES[@]}"; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  mount -t tmpfs -o nosuid,nodev,noexec,mode=1777,size=64m tmpfs "$root/dev/shm"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/dev/hosts"
  mount --bind "$root/dev/hosts" "$root/etc/hosts"
  ip link set lo up
  # As Docker, containerd and CRI-O do: ping without capabilities.
  echo '0 2147483647' >/proc/sys/net/ipv4/ping_group_range
  exec chroot "$root" "$@"
}

mode=${1:-}
if [[ $mode == inside ]]; then
  shift
  inside "$@"
fi
[[ $mode == run || $mode == exec ]] || wrong "'$mode' came, expected run or exec"
shift
user=0:0 workdir=/ caps=-all env=()
while [[ ${1:-} == --* ]]; do
  case $1 in
    --user) [[ ${2:-} =~ ^[0-9]+:[0-9]+$ ]] || wrong "--user is '${2:-}', expected <uid>:<gid>" && user=$2 ;;
    --cap) caps+=",+${2:?}" ;;
    --env) env+=("${2:?}") ;;
    --workdir) workdir=${2:?} ;;
    *) wrong "there is no option '$1'" ;;
  esac
  shift 2
done
(($# >= 2)) || wrong "$# arguments came, expected a root or a pid, and a program"
place=$1
shift
# setpriv and env are the image's own: here there may be others, or none that the root can load.
program=(/usr/bin/setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --inh-caps=-all --ambient-caps=-all
  --bounding-set="$caps" --no-new-privs -- /usr/bin/env --ignore-environment --chdir="$workdir" "${env[@]}" "$@")

if [[ $mode == exec ]]; then
  # A terminal is for a session inside: of the one outside no shell there can know the processes.
  if [[ -t 0 ]]; then program=(/usr/bin/setsid --ctty --wait "${program[@]}"); fi
  exec nsenter --target "$place" --mount --pid --net --ipc --uts --root -- "${program[@]}"
fi
exec unshare --mount --propagation private --pid --fork --kill-child --net --ipc --uts -- \
  "${BASH_SOURCE[0]}" inside "$place" "${program[@]}"
