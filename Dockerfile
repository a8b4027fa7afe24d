# The image of sre-test-server. Two targets:
#   docker build -t sre-test-server .                           toolbox, the default: the server, and tools to debug a network with
#   docker build -t sre-test-server:server --target server .    server: the app alone
# docs/image.md says how to run and to pin it. It builds with BuildKit and with buildah from 1.28 on (so: no heredocs, no COPY --link).

# Pinned by version; a digest behind it (node:24.21.0-trixie-slim@sha256:…) pins the bytes. Each can be another registry's copy.
ARG DEBIAN_IMAGE=debian:13.7-slim
ARG NODE_IMAGE=node:24.21.0-trixie-slim
ARG GO_IMAGE=golang:1.26.8-trixie

# --from takes no ARG, a stage does.
FROM ${NODE_IMAGE} AS node

FROM node AS build
WORKDIR /sre-test-server
COPY package.json package-lock.json ./
# No install scripts: what a dependency would run here, it would run with our sources before it.
RUN --mount=type=cache,id=npm,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY src src
RUN npm run build && chmod a+x dist/main.js

FROM node AS dependencies
# The folder's name is the application's in the SBOM.
WORKDIR /out/sre-test-server
COPY package.json package-lock.json ./
# Without devDependencies rather than by `npm sbom --omit=dev`, which leaves out what they and we both depend on. What Node is made
# of itself npm does not know.
RUN --mount=type=cache,id=npm,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && mkdir /out/sbom \
  && npm pkg delete devDependencies scripts \
  && npm sbom --sbom-format=cyclonedx --sbom-type=application >/out/sbom/npm.cdx.json \
  && node -p 'JSON.stringify(process.versions, null, 2)' >/out/sbom/node.json \
  && rm package-lock.json node_modules/.package-lock.json \
  && mv /out/sre-test-server /out/app

# What goes into an image together, to be one layer of it.
FROM scratch AS app
COPY --from=build /sre-test-server/dist /out/app/dist
COPY protos /out/app/protos
COPY LICENSE /out/app/

# What both targets have. Node's binary comes to Debian, rather than Debian's tools out of Node's image: so npm, yarn, corepack and
# the headers are in no layer, where a later `rm` would only hide them.
FROM ${DEBIAN_IMAGE} AS base
# Versions of Debian packages are those of the release: a stable release only gets fixes, and drops the version before them, so a
# version pinned here would stop to build with the next fix. /sbom/debian.tsv tells which came.
# Files that raise privileges lose that, nobody here needs them.
# hadolint ignore=DL3008
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* /var/log/* \
  && mkdir /sbom && dpkg-query -W >/sbom/debian.tsv \
  && groupadd --gid 65532 sre \
  && useradd --no-log-init --uid 65532 --gid 65532 --create-home --shell /bin/bash sre \
  && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
  && ln -s /app/dist/main.js /usr/local/bin/sre-test-server
COPY --from=node /usr/local/bin/node /usr/local/bin/node
ENV NODE_ENV=production
LABEL org.opencontainers.image.title="sre-test-server" \
  org.opencontainers.image.description="Echoes gRPC and HTTP, and shows every HTTP/2 frame of every connection" \
  org.opencontainers.image.licenses="MIT"
EXPOSE 50051 8080 8090
# PID 1 reaps what is orphaned by `kubectl exec`, and passes signals on; Node does the second only. -s keeps it quiet where the pod
# shares its process namespace, and PID 1 is another.
ENTRYPOINT ["/usr/bin/tini", "-s", "--", "sre-test-server"]
CMD ["serve"]
STOPSIGNAL SIGTERM
# The server of the container itself, by the variables that it was started with. Kubernetes ignores it and has probes.
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 CMD ["sre-test-server", "health"]

FROM base AS server
COPY --from=dependencies /out/ /
COPY --from=app /out/ /
WORKDIR /app
# By number: runAsNonRoot of Kubernetes believes no names.
USER 65532:65532
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=
ARG SOURCE=
LABEL org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.source="${SOURCE}"

FROM ${GO_IMAGE} AS go-tools
WORKDIR /src
COPY scripts/image/build-tools.sh ./
COPY scripts/image/tools tools
RUN --mount=type=cache,id=go-mod,target=/go/pkg/mod --mount=type=cache,id=go-build,target=/root/.cache/go-build \
  ./build-tools.sh /out/bin && go version -m /out/bin/* >/out/go.txt

FROM scratch AS tools
COPY --from=go-tools /out/bin /out/usr/local/bin
COPY --from=go-tools /out/go.txt /out/sbom/
COPY scripts/image/motd scripts/image/interactive.sh /out/etc/
COPY scripts/load /out/opt/sre/load
COPY scripts/net /out/opt/sre/net

FROM base AS toolbox
# Debian gives mtr-packet cap_net_raw; a file with a capability that its container has not cannot even be started (EPERM), and ICMP
# works without. tcpdump as root becomes the user tcpdump; with NET_RAW and no SETUID, as in a debug container, it would fail there.
# hadolint ignore=DL3008
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    bind9-dnsutils \
    bsdextrautils \
    ca-certificates \
    conntrack \
    curl \
    ethtool \
    iperf3 \
    iproute2 \
    iputils-ping \
    iputils-tracepath \
    jq \
    less \
    mtr-tiny \
    netcat-openbsd \
    nghttp2-client \
    openssl \
    procps \
    socat \
    strace \
    tcpdump \
    traceroute \
    tshark \
    vim-tiny \
    wrk \
  && rm -rf /var/lib/apt/lists/* /var/log/* \
  && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
  && { test -z "$(getcap /usr/bin/mtr-packet)" || setcap -r /usr/bin/mtr-packet; } \
  && printf '#!/bin/sh\nexec /usr/bin/tcpdump -Z root "$@"\n' >/usr/local/bin/tcpdump \
  && chmod a+x /usr/local/bin/tcpdump \
  && mkdir /opt/sre && ln -s /app/protos /opt/sre/protos \
  && echo '. /etc/interactive.sh' >>/etc/bash.bashrc \
  && dpkg-query -W >/sbom/debian.tsv
# What changes most often comes last: nothing above has to be made again then.
COPY --from=tools /out/ /
COPY --from=dependencies /out/ /
COPY --from=app /out/ /
ENV PATH=$PATH:/opt/sre/net ENV=/etc/interactive.sh
WORKDIR /opt/sre
USER 65532:65532
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=
ARG SOURCE=
LABEL org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.source="${SOURCE}"
