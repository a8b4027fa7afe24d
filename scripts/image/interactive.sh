# shellcheck shell=sh
# Read by bash (/etc/bash.bashrc) and by sh (ENV) where somebody types: says what this image is for. /etc/profile is no place for it,
# since `kubectl exec -it … -- bash` is no login. Not again in a shell below, and not into a pipe.
if [ -t 1 ] && [ -z "${SRE_MOTD_SHOWN:-}" ]; then
  export SRE_MOTD_SHOWN=yes
  cat /etc/motd
fi
