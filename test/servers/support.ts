/** Our servers as their tests meet them: sockets accepted on a private unix socket, facts made up, clients real. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Client, credentials, makeClientConstructor } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';

import type { ConnectionFacts } from '../../src/connection-facts.ts';
import type { HealthClient } from '../../src/gen/grpc/health/v1/Health.ts';
import type { EchoServiceClient } from '../../src/gen/sre/echo/v1/EchoService.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import { ECHO_SERVICE, HEALTH_SERVICE, loadProtos, serviceOf } from '../../src/servers/grpc/protos.ts';
import { createGrpcServer, type GrpcServer, type GrpcServerOptions } from '../../src/servers/grpc/server.ts';
import type { Identity } from '../../src/servers/identity.ts';

export const isSecret = redactionOf(SECRET_HEADER_NAMES);

export const identity: Identity = {
  hostname: 'host-1',
  pod: 'echo-0',
  namespace: 'test',
  node: 'n1',
  version: '1.2.3',
};

/** Of the n-th connection, from 1. */
export function factsOfConnection(n: number, overrides: Partial<ConnectionFacts> = {}): ConnectionFacts {
  return {
    id: `c${n}`,
    listener: 'grpc',
    peer: { address: '198.51.100.7', port: 40_000 + n },
    local: { address: '203.0.113.1', port: 50_051 },
    openedAt: 1_800_000_000_000,
    ...overrides,
  };
}

export interface PrivateListener {
  readonly path: string;
  connect(): Socket;
  close(): Promise<void>;
}

/** @param accept is given each socket and its number, from 1 */
export async function listen(accept: (socket: Socket, n: number) => void): Promise<PrivateListener> {
  const directory = await mkdtemp(join(tmpdir(), 'servers-'));
  const path = join(directory, 'socket');
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    count++;
    accept(socket, count);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    connect: () => createConnection({ path }),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}

export interface RunningGrpcServer {
  readonly server: GrpcServer;
  readonly listener: PrivateListener;
  readonly target: string;
  readonly echo: EchoServiceClient;
  readonly health: HealthClient;
  close(): Promise<void>;
}

export async function startGrpcServer(
  overrides: Partial<ConnectionFacts> = {},
  options: Partial<GrpcServerOptions> = {},
): Promise<RunningGrpcServer> {
  const server = createGrpcServer({ isSecret, httpAt: 'localhost:8080', identity, ...options });
  const listener = await listen((socket, n) => server.accept(socket, factsOfConnection(n, overrides)));
  const target = `unix:${listener.path}`;
  const echo = echoClient(target);
  const health = healthClient(target);
  return {
    server,
    listener,
    target,
    echo,
    health,
    async close() {
      echo.close();
      health.close();
      await server.drain(0);
      await listener.close();
    },
  };
}

/** With its serializers. */
export function methodOf(service: string, method: string): MethodDefinition<object, object> {
  const found = serviceOf(loadProtos(), service)[method];
  if (found === undefined) throw new Error(`${service} has no method ${method}`);
  return found;
}

export function echoClient(target: string): EchoServiceClient {
  return clientOf(ECHO_SERVICE, target) as EchoServiceClient;
}

export function healthClient(target: string): HealthClient {
  return clientOf(HEALTH_SERVICE, target) as HealthClient;
}

/** Each client has a connection of its own. */
function clientOf(service: string, target: string): Client {
  const Constructor = makeClientConstructor(serviceOf(loadProtos(), service), service);
  return new Constructor(target, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
}
