/**
 * A TCP relay that keeps what passes, in the order in which it came, with its time, and how each connection ended: a packet
 * capture without privileges. To both sides it is the other one: a FIN passes as FIN, a RST as RST.
 */

import { once } from 'node:events';
import net, { type AddressInfo, type Server } from 'node:net';
import { ServerLeg } from '../../src/capture/server-leg.ts';
import type { Side } from '../../src/trace/event.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import type { Step } from './script.ts';

/** Times are microseconds since the Unix epoch. */
export interface TimedStep extends Step {
  readonly time: number;
}

export interface RecordedConnection {
  readonly openedAt: number;
  /** The port from which the client connected. */
  readonly clientPort: number;
  /** Each chunk, recorded before it is passed on. */
  readonly steps: readonly TimedStep[];
  /** Absent while it is open. */
  readonly ended?: { readonly time: number; readonly end: TransportEnd };
}

export interface RecordingRelay {
  readonly port: number;
  /** In the order in which they opened. */
  readonly connections: readonly RecordedConnection[];
  /** Of all connections, in the order in which they came. */
  readonly steps: readonly Step[];
  /** Settles when the first connection is over. */
  readonly ended: Promise<unknown>;
  /** Stops listening, and waits until all connections have ended. */
  close(): Promise<unknown>;
  /** The same, and ends them. */
  stop(): Promise<unknown>;
}

interface Recording extends RecordedConnection {
  steps: TimedStep[];
  ended?: { readonly time: number; readonly end: TransportEnd };
}

/** @param port where the server listens, on 127.0.0.1 */
export async function recordingRelay(port: number): Promise<RecordingRelay> {
  const connections: Recording[] = [];
  const steps: Step[] = [];
  // Half open, or a side that says its last word after the other's FIN would be cut.
  const sockets = new Set<net.Socket>();
  const relay = net.createServer({ allowHalfOpen: true }, (client) => {
    const recording: Recording = { openedAt: now(), clientPort: client.remotePort ?? 0, steps: [] };
    connections.push(recording);
    // What a server says last is recorded, though it had closed before it was written to.
    const server = new ServerLeg();
    server.connect({ port, host: '127.0.0.1' });
    for (const socket of [client, server]) sockets.add(socket.once('close', () => sockets.delete(socket)));
    join(client, server, {
      record: (from, chunk) => {
        const step = { from, bytes: Uint8Array.from(chunk), time: now() };
        recording.steps.push(step);
        steps.push(step);
      },
      end: (end) => {
        recording.ended = { time: now(), end };
      },
    });
  });
  // Not by `once`, which a reset would make fail.
  const ended = new Promise<void>((resolve) => {
    relay.once('connection', (client) => client.once('close', () => resolve()));
  });
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return closed(relay);
  };
  return { port: await listen(relay), connections, steps, ended, close: () => closed(relay), stop };
}

interface Observer {
  record(from: Side, chunk: Buffer): void;
  /** Both sockets are closed. Called once, last. */
  end(end: TransportEnd): void;
}

function join(client: net.Socket, server: net.Socket, observer: Observer): void {
  // The first end explains the others; but a FIN may be followed by the reset of the same side.
  let cause: TransportEnd | undefined;
  let open = 2;
  const isFirstOf = (side: Side) => cause === undefined || (cause.how === 'FIN' && cause.endedBy === side);
  const pass = (from: Side, source: net.Socket, target: net.Socket): void => {
    source.setNoDelay(true);
    source.on('data', (chunk: Buffer) => {
      observer.record(from, chunk);
      target.write(chunk);
    });
    source.on('end', () => {
      cause ??= { endedBy: from, how: 'FIN' };
      target.end();
    });
    source.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (isFirstOf(from)) cause = { endedBy: from, how: 'RST', error: `${from.toLowerCase()}: ${code ?? message}` };
      target.resetAndDestroy();
    });
    source.on('close', () => {
      open -= 1;
      if (open === 0) observer.end(cause ?? { how: 'LOCAL' });
      else if (cause?.how !== 'RST') target.end();
    });
  };
  pass('CLIENT', client, server);
  pass('SERVER', server, client);
}

/** As the trace counts time: monotonic, since the Unix epoch. */
function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** @returns the port */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export function closed(server: Server): Promise<unknown> {
  const event = once(server, 'close');
  server.close();
  return event;
}
