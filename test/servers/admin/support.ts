/** The admin server as its tests meet it, over HTTP/1.1 and over HTTP/2. */

import { type Client, type ClientOptions, credentials, makeClientConstructor } from '@grpc/grpc-js';
import { Connections } from '../../../src/capture/connections.ts';
import { Recording } from '../../../src/capture/recording.ts';
import type { AdminServiceClient } from '../../../src/gen/sre/admin/v1/AdminService.ts';
import { readPlace } from '../../../src/place/place.ts';
import { Redaction, redactNothing } from '../../../src/redaction.ts';
import { type AccessOptions, createAccess } from '../../../src/servers/admin/access.ts';
import { createAdminServer } from '../../../src/servers/admin/server.ts';
import type { TraceDelivery } from '../../../src/servers/admin/trace/delivery.ts';
import type { FoundCause } from '../../../src/servers/admin/tracing.ts';
import { createReplicaFaults, type ReplicaFaults } from '../../../src/servers/faults/replica-faults.ts';
import { ADMIN_FILES, ADMIN_SERVICE, LOAD_OPTIONS, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { createHealthRegistry, type HealthRegistry } from '../../../src/servers/health-registry.ts';
import type { Identity } from '../../../src/servers/identity.ts';
import { noMessageTypes } from '../../../src/trace/message.ts';
import type { RecordingSettings } from '../../../src/trace/recording.ts';
import { START } from '../../support/events.ts';
import { type Protocol, type RequestToSend, type Response, type RunningHttpServer, send } from '../http/support.ts';
import { factsOfConnection, listen } from '../support.ts';
import { createDelivery } from './trace/delivery.ts';

export const HOST = 'localhost:8090';

export const IDENTITY: Identity = { hostname: 'host-1', version: '1.2.3' };

const metrics = async (accept: string | undefined) => ({ contentType: 'text/plain', text: `# ${accept}\n` });

export const SETTINGS: RecordingSettings = {
  trace: 'on',
  listenersOff: [],
  sampleOneIn: 1,
  connections: {},
  payloadBytes: 16,
  redactHeaders: [],
};

export interface RunningAdminServer extends RunningHttpServer {
  readonly health: HealthRegistry;
  readonly faults: ReplicaFaults;
  readonly recording: Recording;
  readonly connections: Connections;
  /** What `/api/findings` tells, the one that was seen last first. */
  readonly causes: FoundCause[];
}

export interface AdminServerOptions extends Partial<AccessOptions> {
  readonly delivery?: TraceDelivery;
  /** Of the web view. Default: it is not built. */
  readonly webFolder?: string;
}

const NO_FOLDER = '/nowhere';

export async function startAdminServer(options: AdminServerOptions = {}): Promise<RunningAdminServer> {
  const { delivery = createDelivery().delivery, webFolder = NO_FOLDER, ...access } = options;
  const health = createHealthRegistry(['a.b.C']);
  const faults = createReplicaFaults();
  const clock = () => START;
  const recording = new Recording(SETTINGS, new Redaction(redactNothing), noMessageTypes);
  const connections = new Connections(clock, (conn) => recording.closed(conn));
  const causes: FoundCause[] = [];
  const tracing = { recording, connections, findings: () => causes };
  const server = createAdminServer(
    { health, faults, tracing, delivery, identity: IDENTITY, readPlace, metrics, webFolder },
    createAccess({ token: undefined, isLoopback: true, ...access }),
  );
  await server.ready();
  const listenFor = (protocol: Protocol) =>
    listen((socket, n) => server.accept(socket, factsOfConnection(n, { listener: 'admin' }), protocol));
  const listeners = { 'http/1.1': await listenFor('http/1.1'), h2c: await listenFor('h2c') };
  return {
    server,
    listeners,
    health,
    faults,
    recording,
    connections,
    causes,
    async close() {
      await server.drain(0);
      await Promise.all(Object.values(listeners).map((listener) => listener.close()));
    },
  };
}

/** Of gRPC, on a connection of its own. To be closed. */
export function adminClient({ listeners }: RunningAdminServer, options: ClientOptions = {}): AdminServiceClient {
  const service = serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), ADMIN_SERVICE);
  const Constructor = makeClientConstructor(service, ADMIN_SERVICE);
  const client = new Constructor(`unix:${listeners.h2c.path}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    ...options,
  });
  return client as Client as AdminServiceClient;
}

/** As a client that was told HOST; header fields override that. */
export function ask(running: RunningHttpServer, protocol: Protocol, toSend: RequestToSend): Promise<Response> {
  const host = protocol === 'h2c' ? { ':authority': HOST } : { host: HOST };
  return send(running, protocol, { ...toSend, headers: { ...host, ...toSend.headers } });
}
