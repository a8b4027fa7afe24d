import type { StreamClosed } from '../../../trace/event.ts';
import { bytes, count } from '../words.ts';

/** How far a call had come: "after 7 messages (732 bytes) of the response", to go on behind what ended it. */
export function progress({ stage, response }: StreamClosed): string {
  if (stage === 'REQUEST') return 'before the request was complete';
  if (stage === 'WAITING') return 'before any of the response';
  if (response.messages > 0)
    return `after ${count(response.messages, 'message')} (${bytes(response.bytes)}) of the response`;
  return response.bytes > 0 ? `after ${bytes(response.bytes)} of the response` : 'behind the head of the response';
}
