#!/usr/bin/env bash
# Says what an API server would refuse of kustomizations, without a cluster: k8s-validate.sh [FOLDER...]
# Without a folder: the base and all overlays of k8s/. A folder of your own may add what you patch, `k8s-validate.sh my-overlay`.
# POD_SECURITY=restricted asks for that level as well. Exit code: 0 all valid, 1 problems, 2 wrong usage or no tools.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/bin:$PATH"

for folder in "$@"; do
  if [[ ! -f $folder/kustomization.yaml ]]; then
    echo "k8s-validate.sh: '$folder', expected folders with a kustomization.yaml" >&2
    exit 2
  fi
done
for tool in kubectl k8s-validate; do
  if ! command -v "$tool" >/dev/null; then
    echo "k8s-validate.sh: no $tool: run scripts/install-interop.sh" >&2
    exit 2
  fi
done
if (($# == 0)); then
  set -- "$root/k8s/base" "$root"/k8s/overlays/*
fi

failed=0
for folder in "$@"; do
  if ! objects=$(kubectl kustomize "$folder"); then
    echo "${folder#"$root"/}: cannot be rendered"
    failed=1
  elif said=$(k8s-validate --pod-security "${POD_SECURITY:-privileged}" <<<"$objects"); then
    echo "${folder#"$root"/}: $said"
  else
    printf '%s:\n%s\n' "${folder#"$root"/}" "$said"
    failed=1
  fi
done
exit "$failed"
