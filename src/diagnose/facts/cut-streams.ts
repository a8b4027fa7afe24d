/** The streams that the end of their connection cut off: they have ended already when rules are asked about that. */

import type { Side, StreamClosed } from '../../trace/event.ts';
import type { StreamFacts } from './stream.ts';

/** An explanation names a few, and says how many there were. */
const MAX_STREAMS = 16;

export class CutStreams {
  count = 0;
  /** Of them: the server did nothing for them, so that a retry is safe. */
  retrySafe = 0;
  /** Of them: the head of their response had come. */
  answering = 0;
  /** How long the oldest of them was open. */
  longestMs = 0;
  /** The first of them. */
  readonly streams: StreamFacts[] = [];
  /** Whose end of the connection it was, as the transport saw it, not who had announced it. */
  endedBy: Side | undefined = undefined;

  add(stream: StreamFacts, { retrySafe, stage, durationMs, endedBy }: StreamClosed): void {
    this.count += 1;
    this.endedBy = endedBy;
    if (retrySafe === true) this.retrySafe += 1;
    if (stage === 'RESPONSE') this.answering += 1;
    if (durationMs > this.longestMs) this.longestMs = durationMs;
    if (this.streams.length < MAX_STREAMS) this.streams.push(stream);
  }
}
