/** A frame as events of the namespace http2, with what the draft has no word for beside its `frame`. */

import type { Frame, Headers } from '../trace/event.ts';
import { initiator, type QlogData, type QlogEvent, snakeKeys } from './qlog-data.ts';
import { parameters, priorityFields, qlogFrame } from './qlog-frame-body.ts';

/** One event, and after it a second one where the frame is one of SETTINGS that sets something. */
export function frameEvents(frame: Frame): readonly QlogEvent[] {
  const side = initiator(frame.from);
  const name = side === 'local' ? 'http2:frame_created' : 'http2:frame_parsed';
  const passed = { name, data: { stream_id: frame.streamId, frame: qlogFrame(frame), ...extension(frame) } };
  const { settings } = frame;
  if (settings === undefined || settings.length === 0) return [passed];
  return [passed, { name: 'http2:parameters_set', data: { initiator: side, ...parameters(settings) } }];
}

/** Our extension of both frame events, `EXTENSION_SCHEMA`. Beside `frame` and not in it: what is in it is the draft's. */
function extension({ flagBits, type, headers, priority, ping, window, violation }: Frame): QlogData {
  return {
    flag_bits: flagBits === 0 ? undefined : flagBits,
    field_section: headers && fieldSection(headers),
    priority: type === 'HEADERS' && priority !== undefined ? priorityFields(priority) : undefined,
    rtt_ms: ping?.rttMs,
    window,
    violation: violation && snakeKeys(violation),
  };
}

/** What is known of a header block beyond its fields. */
function fieldSection({ category, blockLength, listSize, tableSize, incomplete }: Headers): QlogData {
  return {
    category: category.toLowerCase(),
    block_length: blockLength,
    list_size: listSize,
    table_size: tableSize,
    incomplete,
  };
}
