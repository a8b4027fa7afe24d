import type { Socket } from 'node:net';
import { type Sniffed, sniff } from './sniff.ts';

/** What a client said first. */
export interface FirstBytes {
  /** Undefined where it said too little, within the time it had, to tell what it speaks. */
  readonly sniffed: Sniffed | undefined;
  /** All that it said so far; nothing of it is left in the socket. */
  readonly head: Buffer;
}

/**
 * Reads until it is clear what the client speaks, it has ended, or `waitMs` are over; then calls `done`, once, in the same tick
 * as the bytes came. The socket is left flowing: who does not listen at once has to pause it.
 *
 * @returns waits no longer, where `done` was not called yet
 */
export function readFirstBytes(client: Socket, waitMs: number, done: (first: FirstBytes) => void): () => void {
  let head: Buffer = Buffer.alloc(0);
  let isDone = false;
  const finish = (sniffed: Sniffed | undefined) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    client.off('data', onData).off('end', onUndecided).off('close', onUndecided);
    done({ sniffed, head });
  };
  const onUndecided = () => finish(undefined);
  const onData = (chunk: Buffer) => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const sniffed = sniff(head);
    if (sniffed !== undefined) finish(sniffed);
  };
  const timer = setTimeout(onUndecided, waitMs);
  client.on('data', onData).on('end', onUndecided).on('close', onUndecided);
  return onUndecided;
}
