/** Streams of one leg of a proxied pair that have ended, for the other leg: how did the same call end there? */

import type { StreamFacts } from './stream.ts';

/** Of a leg. The other leg ends the same call within the time that the proxy takes to pass its end on. */
const MAX_ENDED = 64;

export class EndedStreams {
  /** By id, the oldest first. */
  private readonly known = new Map<number, StreamFacts>();

  add(stream: StreamFacts): void {
    const [oldest] = this.known.keys();
    if (this.known.size >= MAX_ENDED && oldest !== undefined) this.known.delete(oldest);
    this.known.set(stream.id, stream);
  }

  /** @returns the call that `stream` of the other leg is, by its id and path, else by its x-request-id */
  counterpart(stream: StreamFacts): StreamFacts | undefined {
    const sameId = this.known.get(stream.id);
    if (sameId !== undefined && isSameCall(sameId, stream)) return sameId;
    const { requestId } = stream.request;
    if (requestId === undefined || requestId === '') return undefined;
    const all = [...this.known.values()].filter((other) => other.request.requestId === requestId);
    // A proxy that tries again sends one id twice: then nobody can tell which of them it passed on.
    return all.length === 1 ? all[0] : undefined;
  }
}

function isSameCall(one: StreamFacts, other: StreamFacts): boolean {
  const { requestId } = one.request;
  const { requestId: otherId } = other.request;
  return one.path === other.path && (requestId === otherId || requestId === undefined || otherId === undefined);
}
