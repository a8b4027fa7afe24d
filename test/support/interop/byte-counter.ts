/**
 * A TCP relay that keeps every byte of both directions, and counts the frames in them.
 * The oracle for frame totals: it shares nothing with src/, and knows only the 9-byte frame header of RFC 9113 §4.1.
 */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const PREFACE_BYTES = 24;
const FRAME_HEADER_BYTES = 9;

/** Per frame type code; `bytes` is all that was relayed, the preface included. */
export interface Counted {
  readonly frames: ReadonlyMap<number, number>;
  readonly bytes: number;
}

export interface RelayedConnection {
  /** The port from which the relay connected: what the server sees as its peer. */
  readonly port: number;
  readonly client: Counted;
  readonly server: Counted;
}

export interface ByteCounter {
  readonly port: number;
  /** Stops listening, waits until all connections have ended, and counts. */
  finish(): Promise<RelayedConnection[]>;
}

interface Recording {
  readonly port: number;
  readonly client: Buffer[];
  readonly server: Buffer[];
}

/** Relays to 127.0.0.1:`targetPort`. */
export async function startByteCounter(targetPort: number): Promise<ByteCounter> {
  const recordings: Recording[] = [];
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (downstream) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    upstream.once('connect', () => recordings.push(relay(downstream, upstream)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    finish: async () => {
      server.close();
      await once(server, 'close');
      return recordings.map(count);
    },
  };
}

function relay(downstream: Socket, upstream: Socket): Recording {
  const recording: Recording = { port: upstream.localPort ?? 0, client: [], server: [] };
  downstream.on('data', (chunk: Buffer) => recording.client.push(chunk));
  upstream.on('data', (chunk: Buffer) => recording.server.push(chunk));
  downstream.pipe(upstream);
  upstream.pipe(downstream);
  // h2load resets its connections when it is done; the other leg then ends the same way.
  downstream.on('error', () => upstream.resetAndDestroy());
  upstream.on('error', () => downstream.resetAndDestroy());
  return recording;
}

function count({ port, client, server }: Recording): RelayedConnection {
  return { port, client: countFrames(client, PREFACE_BYTES), server: countFrames(server, 0) };
}

/** @throws when the bytes end inside a frame */
function countFrames(chunks: readonly Buffer[], start: number): Counted {
  const bytes = Buffer.concat(chunks);
  const frames = new Map<number, number>();
  let offset = start;
  while (offset < bytes.length) {
    const type = bytes.readUInt8(offset + 3);
    frames.set(type, (frames.get(type) ?? 0) + 1);
    offset += FRAME_HEADER_BYTES + bytes.readUIntBE(offset, 3);
  }
  if (offset !== bytes.length)
    throw new Error(`the connection ends ${offset - bytes.length} bytes before its last frame`);
  return { frames, bytes: bytes.length };
}
