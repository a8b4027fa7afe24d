/** What SETTINGS and their ACKs change, RFC 9113 §6.5. */

import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { SettingsFrame } from '../wire/http2/frame.ts';
import { MAX_WINDOW_SIZE } from '../wire/http2/settings.ts';
import { connectionError } from '../wire/http2/violations.ts';
import type { Violation } from '../wire/violation.ts';
import { type BindingSettings, bindingSettings } from './binding-settings.ts';
import type { Direction } from './direction.ts';
import type { StreamTable } from './stream-table.ts';

/**
 * @param other the side that did not send `wire`
 * @returns the side that these settings bind: `other`, or on an ACK the one that sends it
 */
export function exchangeSettings(
  sender: Direction,
  other: Direction,
  wire: SettingsFrame,
  streams: StreamTable,
): Direction {
  if (wire.ack) {
    bind(sender, other.settings.acknowledge(), streams);
    for (const settings of other.settings.pending) allowMore(sender, settings);
    return sender;
  }
  const settings = bindingSettings(wire.settings);
  allowMore(other, settings);
  bind(other, sender.settings.announce(settings), streams);
  return other;
}

/** `bound` has accepted these settings of the other side. */
function bind(bound: Direction, settings: BindingSettings | undefined, streams: StreamTable): void {
  if (settings === undefined) return;
  const { headerTable, maxFrameSize, initialWindowSize } = settings;
  if (headerTable !== undefined) {
    bound.setHeaderTableSize(headerTable.smallest);
    bound.setHeaderTableSize(headerTable.last);
  }
  if (maxFrameSize !== undefined) bound.maxFrameSize = maxFrameSize;
  if (initialWindowSize !== undefined) moveStreamWindows(bound, initialWindowSize, streams);
}

/** RFC 9113 §6.9.2: a new initial size moves the windows of all open streams, also below zero. */
function moveStreamWindows(bound: Direction, initial: number, streams: StreamTable): void {
  const by = initial - bound.initialStreamWindow;
  bound.initialStreamWindow = initial;
  if (by === 0) return;
  streams.forEach((stream) => {
    stream.side(bound.from).window += by;
  });
}

/**
 * Larger frames and tables may be used before the ACK passes us: no sender is blamed for that. Not so larger windows, since a
 * window that is too large by mistake would hide what is wrong with it from then on.
 */
function allowMore(bound: Direction, { headerTable, maxFrameSize }: BindingSettings): void {
  if (headerTable !== undefined && headerTable.last > bound.headerTableSize) bound.setHeaderTableSize(headerTable.last);
  if (maxFrameSize !== undefined && maxFrameSize > bound.maxFrameSize) bound.maxFrameSize = maxFrameSize;
}

/** RFC 9113 §6.9.2. Said of the announcement: its sender is to blame, and a receiver that finds it never sends the ACK. */
export function windowOverflow(bound: Direction, wire: SettingsFrame, streams: StreamTable): Violation | undefined {
  const initial = wire.ack ? undefined : bindingSettings(wire.settings).initialWindowSize;
  if (initial === undefined || initial <= bound.initialStreamWindow) return undefined;
  const by = initial - bound.initialStreamWindow;
  let over: number | undefined;
  streams.forEach((stream) => {
    if (stream.side(bound.from).window + by > MAX_WINDOW_SIZE) over ??= stream.id;
  });
  if (over === undefined) return undefined;
  const reason = `INITIAL_WINDOW_SIZE ${initial} takes the window of stream ${over} beyond 2^31-1`;
  return connectionError(ERROR_CODE.FLOW_CONTROL_ERROR, reason, 'RFC 9113 §6.9.2');
}
