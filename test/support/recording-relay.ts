/** A TCP relay that keeps what passes, in the order in which it came: a packet capture without privileges. */

import { once } from 'node:events';
import net, { type AddressInfo, type Server } from 'node:net';
import type { Side } from '../../src/trace/event.ts';
import type { Step } from './script.ts';

export interface RecordingRelay {
  readonly port: number;
  /** Each chunk, recorded before it is passed on. */
  readonly steps: readonly Step[];
  /** Settles when the first connection is over. */
  readonly ended: Promise<unknown>;
  close(): Promise<unknown>;
}

/** @param port where the server listens, on 127.0.0.1 */
export async function recordingRelay(port: number): Promise<RecordingRelay> {
  const steps: Step[] = [];
  // Half open, or a side that says its last word after the other's FIN would be cut.
  const relay = net.createServer({ allowHalfOpen: true }, (client) => {
    const server = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    pass('CLIENT', client, server);
    pass('SERVER', server, client);
  });
  const pass = (from: Side, source: net.Socket, target: net.Socket): void => {
    source.setNoDelay(true);
    source.on('data', (chunk: Buffer) => {
      steps.push({ from, bytes: Uint8Array.from(chunk) });
      target.write(chunk);
    });
    source.on('end', () => target.end());
    source.on('error', () => target.destroy());
  };
  const ended = once(relay, 'connection').then(([client]) => once(client, 'close'));
  return { port: await listen(relay), steps, ended, close: () => closed(relay) };
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
