/** What can be copied of an event. */

import { hex } from '../../formats/hex.ts';
import { toJson } from '../../formats/json.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { eventFilter } from './detail-term.ts';
import { payloadOf, prettyJson } from './message-text.ts';

export interface Copy {
  readonly label: string;
  /** For words such as "copied the event". */
  readonly what: string;
  readonly text: () => string;
}

/** Texts are made when they are asked for. */
export function copiesOf(event: TraceEvent): Copy[] {
  const copies: Copy[] = [
    { label: 'JSON', what: 'the event as JSON', text: () => prettyJson(toJson(event)) },
    { label: 'filter', what: 'the filter that finds it', text: () => eventFilter(event) },
  ];
  const payload = payloadOf(event);
  if (payload !== undefined && payload.bytes.length > 0)
    copies.push({ label: 'hex', what: 'the bytes in hex', text: () => hex(payload.bytes) });
  return copies;
}
