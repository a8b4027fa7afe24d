import type { Socket } from 'node:net';

/** What was decided, undefined where the client said too little within the time it had; and all that it said so far. */
export type HeadDone<T> = (decided: T | undefined, head: Buffer) => void;

/**
 * Reads until `decide` can tell, the client has ended, or `waitMs` are over; then calls `done`, once, in the same tick as the bytes
 * came. Nothing of the head is left in the socket, which is left flowing: who does not listen at once has to pause it.
 *
 * @param decide bounds the head: it is asked with each chunk
 * @returns waits no longer, where `done` was not called yet
 */
export function readHead<T>(
  client: Socket,
  waitMs: number,
  decide: (head: Buffer) => T | undefined,
  done: HeadDone<T>,
): () => void {
  let head: Buffer = Buffer.alloc(0);
  let isDone = false;
  const finish = (decided: T | undefined) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    client.off('data', onData).off('end', onUndecided).off('close', onUndecided);
    done(decided, head);
  };
  const onUndecided = () => finish(undefined);
  const onData = (chunk: Buffer) => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const decided = decide(head);
    if (decided !== undefined) finish(decided);
  };
  const timer = setTimeout(onUndecided, waitMs);
  client.on('data', onData).on('end', onUndecided).on('close', onUndecided);
  return onUndecided;
}
