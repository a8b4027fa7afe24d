import type { KeptMessage, Message, TraceEvent } from '../trace/event.ts';

/** Gives back what a message says: `json` and `fields` are read from its preview. */
export type ReadMessage = (kept: KeptMessage) => Message;

/**
 * An equal event whose preview has memory of its own. Many previews share one piece of memory, which lives as long as one of them
 * does: to keep one event of each hundred must not keep the bytes of all.
 */
export function withOwnBytes(event: TraceEvent, readMessage: ReadMessage): TraceEvent {
  if (event.kind === 'message') {
    const { message } = event;
    return { ...event, message: readMessage({ ...message, preview: message.preview.slice() }) };
  }
  if (event.kind !== 'frame') return event;
  const { data, unknown } = event.frame;
  if (data !== undefined) {
    return { ...event, frame: { ...event.frame, data: { ...data, preview: data.preview.slice() } } };
  }
  if (unknown !== undefined) {
    return { ...event, frame: { ...event.frame, unknown: { ...unknown, preview: unknown.preview.slice() } } };
  }
  return event;
}
