/** What SETTINGS and their ACKs change, RFC 9113 §6.5. */

import type { SettingsFrame } from '../wire/http2/frame.ts';
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
  for (const stream of streams.all()) stream.side(bound.from).window += by;
}

/** What a larger setting allows may be used before its ACK passes us: no sender is blamed for that. */
function allowMore(bound: Direction, { headerTable, maxFrameSize }: BindingSettings): void {
  if (headerTable !== undefined && headerTable.last > bound.headerTableSize) bound.setHeaderTableSize(headerTable.last);
  if (maxFrameSize !== undefined && maxFrameSize > bound.maxFrameSize) bound.maxFrameSize = maxFrameSize;
}
