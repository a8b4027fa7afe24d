#!/usr/bin/env bash
# Puts the schemas that k8s-validate goes by into a folder: schemas.sh FOLDER
# They come out of the Go modules that publish them, in the versions and with the checksums that are pinned. Does nothing where
# the folder has them already.
set -euo pipefail

TOOLS="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# Module, version, checksum as in a go.sum, and what of it. Not in a go.mod: nothing is built from them, and each would bring the
# requirements of a whole controller.
CRDS=(
  'istio.io/api v1.31.1 h1:5Yb5ihcz4YQsCkciusK7DnFpBMwRB6EFWeUKH1Atuyk= kubernetes/customresourcedefinitions.gen.yaml'
  'sigs.k8s.io/gateway-api v1.6.3 h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc= config/crd/standard/gateway.networking.k8s.io_[!v]*.yaml'
  'github.com/prometheus-operator/prometheus-operator v0.85.0 h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s= example/prometheus-operator-crd/*_servicemonitors.yaml'
  'github.com/prometheus-operator/prometheus-operator v0.85.0 h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s= example/prometheus-operator-crd/*_prometheusrules.yaml'
)

# Of the release whose code k8s-validate is built from.
KUBERNETES=k8s.io/kubernetes

pinned_kubernetes() {
  local version checksum
  version=$(sed -nE "s|^[[:space:]]*$KUBERNETES (v[^ ]+)$|\1|p" "$TOOLS/validate/go.mod")
  checksum=$(sed -nE "s|^$KUBERNETES $version (h1:.*)$|\1|p" "$TOOLS/validate/go.sum")
  echo "$KUBERNETES $version $checksum api/openapi-spec/v3/*.json"
}

# The folder of the module $1 at version $2, which must have the checksum $3.
module_folder() {
  local answer folder
  # Where no go.mod is near, whose requirements would have a say.
  answer=$(cd / && GOWORK=off go mod download -json "$1@$2") || true
  folder=$(sed -nE 's/.*"Dir": "(.*)".*/\1/p' <<<"$answer")
  if [[ -z $folder || $answer != *"\"Sum\": \"$3\""* ]]; then
    printf 'schemas.sh: %s %s: expected checksum %s, and got\n%s\n' "$1" "$2" "$3" "$answer" >&2
    exit 1
  fi
  echo "$folder"
}

# Copies what the pin $1 names into the folder $2. The name of its module keeps files apart that are called the same.
copy_schemas() {
  local module version checksum pattern folder file
  read -r module version checksum pattern <<<"$1"
  folder=$(module_folder "$module" "$version" "$checksum")
  mkdir -p "$2"
  for file in "$folder"/$pattern; do
    install -m 644 "$file" "$2/${3:-}${file##*/}"
  done
}

if (($# != 1)); then
  echo "schemas.sh: $# arguments; expected the folder to put the schemas into" >&2
  exit 2
fi
target=$1
pins=$(printf '%s\n' "$(pinned_kubernetes)" "${CRDS[@]}")
if [[ -f $target/pins && $(<"$target/pins") == "$pins" ]]; then
  echo 'Kubernetes schemas: are there'
  exit
fi
echo "Kubernetes schemas: copying into $target"
scratch=$(mktemp -d -p "$(dirname "$target")")
copy_schemas "$(pinned_kubernetes)" "$scratch/openapi"
for pin in "${CRDS[@]}"; do
  module=${pin%% *}
  copy_schemas "$pin" "$scratch/crds" "${module//\//_}_"
done
echo "$pins" >"$scratch/pins"
rm -rf "$target"
mv "$scratch" "$target"
