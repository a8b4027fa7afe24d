/** The public listeners, and who serves what comes to them. */

import type { FrameInjector } from '../capture/frame-injector.ts';
import { type AcceptedConnection, Front, type FrontOptions } from '../capture/front.ts';
import type { InnerListener } from '../capture/inner.ts';
import type { InnerProtocol } from '../capture/private-header.ts';
import type { Sniffed } from '../capture/sniff.ts';
import type { SpliceObserver } from '../capture/splice.ts';
import { type TlsIdentity, TlsTerminator } from '../capture/tls.ts';
import type { AdminConfig } from '../cli/admin-config.ts';
import type { Config } from '../cli/config.ts';
import type { CallFaults } from '../servers/faults/call-faults.ts';

/** A gRPC client speaks first and at once; who is silent for so long may be waiting for the server's SETTINGS. */
const GRPC_SNIFF_MS = 1_000;

/** An HTTP server says nothing before its client does. Node gives a client as long for its first request head. */
const HTTP_SNIFF_MS = 60_000;

/** By ALPN, the preferred one first. RFC 9113 §3.2. */
const GRPC_ALPN = ['h2'];
const HTTP_ALPN = ['h2', 'http/1.1'];

export interface Fronts {
  readonly grpc: Front;
  readonly http: Front;
  readonly admin?: Front;
}

interface FrontParts {
  readonly inner: InnerListener;
  /** Undefined: clear text only. */
  readonly tls: TlsIdentity | undefined;
  /** Told the secrets of TLS. Undefined: nobody wants them. */
  readonly keylog: ((line: Buffer) => void) | undefined;
  readonly observe: (connection: AcceptedConnection) => SpliceObserver;
  readonly injector: FrameInjector;
  readonly faults: Pick<CallFaults, 'connectionFaults'>;
  readonly onError: (error: Error) => void;
}

export function createFronts(config: Config, parts: FrontParts): Fronts {
  const { inner, tls, keylog, observe, injector, faults, onError } = parts;
  const { host, halfClosedIdleMs, isProxy } = config;
  let lastId = 0;
  const nextId = () => {
    lastId += 1;
    return `c${lastId}`;
  };
  const filterFor: FrontOptions['filterFor'] = ({ id, listener }, protocol) =>
    // The admin API must get the replica out of its faults again.
    injector.filterFor(id, protocol, listener === 'admin' ? [] : faults.connectionFaults());
  const proxies = isProxy === undefined ? {} : { isProxy };
  const shared = { host, halfClosedIdleMs, observe, filterFor, nextId, onError, ...proxies };
  const terminator = (alpn: readonly string[]) =>
    tls === undefined ? {} : { tls: new TlsTerminator(tls, alpn, undefined, keylog) };
  const adminFront = ({ host, port }: AdminConfig) =>
    new Front(inner, {
      ...shared,
      ...terminator(HTTP_ALPN),
      listener: 'admin',
      host,
      port,
      sniffMs: HTTP_SNIFF_MS,
      route: routeOfHttpPort,
    });
  return {
    grpc: new Front(inner, {
      ...shared,
      ...terminator(GRPC_ALPN),
      listener: 'grpc',
      port: config.grpcPort,
      sniffMs: GRPC_SNIFF_MS,
      route: routeOfGrpcPort,
    }),
    http: new Front(inner, {
      ...shared,
      ...terminator(HTTP_ALPN),
      listener: 'http',
      port: config.httpPort,
      sniffMs: HTTP_SNIFF_MS,
      route: routeOfHttpPort,
    }),
    ...(config.admin === undefined ? {} : { admin: adminFront(config.admin) }),
  };
}

/** HTTP/1.1 can be answered in its own words; whatever else comes sees what a gRPC server without us would say to it. */
function routeOfGrpcPort(sniffed: Sniffed | undefined): InnerProtocol {
  return sniffed === 'http/1.1' ? 'http/1.1' : 'grpc';
}

function routeOfHttpPort(sniffed: Sniffed | undefined): InnerProtocol {
  return sniffed === 'h2c' ? 'h2c' : 'http/1.1';
}
