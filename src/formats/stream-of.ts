import type { TraceEvent } from '../trace/event.ts';

/**
 * The number behind the slash of `x-sre-trace: c3/5`: the stream of an event, or on HTTP/1.1 the index of its request.
 *
 * @returns undefined where an event is of no stream
 */
export function streamOf(event: TraceEvent): number | undefined {
  switch (event.kind) {
    case 'frame':
      return event.frame.streamId;
    case 'message':
      return event.message.streamId;
    case 'streamOpened':
      return event.streamOpened.streamId;
    case 'streamClosed':
      return event.streamClosed.streamId;
    case 'http1':
      return event.http1.index;
    case 'finding':
      return event.finding.streamId;
    case 'connectionOpened':
    case 'connectionClosed':
    case 'traceLost':
      return undefined;
  }
}
