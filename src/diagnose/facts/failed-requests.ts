/** Requests that failed, by the id that a proxy gave them: who sends the same again retries, and no other field says so. */

import type { StreamFacts } from './stream.ts';

/** A retry comes soon: of more failed requests the oldest is forgotten. */
const MAX_REQUESTS = 64;

export interface FailedRequest {
  readonly requestSeq: number;
  readonly closedSeq: number;
  /** Microseconds since the Unix epoch. */
  readonly closedAt: number;
}

export class FailedRequests {
  /** By id and path, oldest first. */
  private readonly byId = new Map<string, FailedRequest>();

  add(stream: StreamFacts, time: number): void {
    if (stream.request.requestId === undefined) return;
    const [oldest] = this.byId.keys();
    if (this.byId.size >= MAX_REQUESTS && oldest !== undefined) this.byId.delete(oldest);
    const { requestSeq, closedSeq } = stream;
    this.byId.set(keyOf(stream), { requestSeq, closedSeq, closedAt: time });
  }

  /** @returns the request that failed before, with the same id and path */
  before(stream: StreamFacts): FailedRequest | undefined {
    return this.byId.size === 0 || stream.request.requestId === undefined ? undefined : this.byId.get(keyOf(stream));
  }
}

function keyOf({ request, path }: StreamFacts): string {
  return `${request.requestId} ${path}`;
}
