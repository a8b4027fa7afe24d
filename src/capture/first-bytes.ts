import type { Socket } from 'node:net';
import { readHead } from './read-head.ts';
import { type Sniffed, sniff } from './sniff.ts';

/** What a client said first. */
export interface FirstBytes {
  /** Undefined where it said too little, within the time it had, to tell what it speaks. */
  readonly sniffed: Sniffed | undefined;
  /** All that it said so far; nothing of it is left in the socket. */
  readonly head: Buffer;
}

/** As `readHead`: until it is clear what the client speaks. */
export function readFirstBytes(client: Socket, waitMs: number, done: (first: FirstBytes) => void): () => void {
  return readHead(client, waitMs, sniff, (sniffed, head) => done({ sniffed, head }));
}
