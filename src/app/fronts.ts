/** The public listeners, and who serves what comes to them. */

import type { FrameInjector } from '../capture/frame-injector.ts';
import { type AcceptedConnection, Front, type FrontOptions } from '../capture/front.ts';
import type { InnerListener } from '../capture/inner.ts';
import type { InnerProtocol } from '../capture/private-header.ts';
import type { Sniffed } from '../capture/sniff.ts';
import type { SpliceObserver } from '../capture/splice.ts';
import type { Config } from '../cli/config.ts';
import type { CallFaults } from '../servers/faults/call-faults.ts';

/** A gRPC client speaks first and at once; who is silent for so long may be waiting for the server's SETTINGS. */
const GRPC_SNIFF_MS = 1_000;

/** An HTTP server says nothing before its client does. Node gives a client as long for its first request head. */
const HTTP_SNIFF_MS = 60_000;

export interface Fronts {
  readonly grpc: Front;
  readonly http: Front;
}

interface FrontParts {
  readonly inner: InnerListener;
  readonly observe: (connection: AcceptedConnection) => SpliceObserver;
  readonly injector: FrameInjector;
  readonly faults: Pick<CallFaults, 'connectionFaults'>;
  readonly onError: (error: Error) => void;
}

export function createFronts(config: Config, { inner, observe, injector, faults, onError }: FrontParts): Fronts {
  const { host, halfClosedIdleMs } = config;
  let lastId = 0;
  const nextId = () => {
    lastId += 1;
    return `c${lastId}`;
  };
  const filterFor: FrontOptions['filterFor'] = ({ id }, protocol) =>
    injector.filterFor(id, protocol, faults.connectionFaults());
  const shared = { host, halfClosedIdleMs, observe, filterFor, nextId, onError };
  return {
    grpc: new Front(inner, {
      ...shared,
      listener: 'grpc',
      port: config.grpcPort,
      sniffMs: GRPC_SNIFF_MS,
      route: routeOfGrpcPort,
    }),
    http: new Front(inner, {
      ...shared,
      listener: 'http',
      port: config.httpPort,
      sniffMs: HTTP_SNIFF_MS,
      route: routeOfHttpPort,
    }),
  };
}

/** HTTP/1.1 can be answered in its own words; whatever else comes sees what a gRPC server without us would say to it. */
function routeOfGrpcPort(sniffed: Sniffed | undefined): InnerProtocol {
  return sniffed === 'http/1.1' ? 'http/1.1' : 'grpc';
}

function routeOfHttpPort(sniffed: Sniffed | undefined): InnerProtocol {
  return sniffed === 'h2c' ? 'h2c' : 'http/1.1';
}
