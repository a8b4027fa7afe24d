import type { TraceLost } from '../trace/event.ts';
import { printable } from './escape.ts';

/** "dropped 12 events (seq 100-111): the terminal is slower than the trace", in the one wording of all text formats. */
export function describeLoss({ reason, from, dropped, firstSeq, lastSeq }: TraceLost): string {
  const range = firstSeq === undefined || lastSeq === undefined ? '' : ` (seq ${firstSeq}-${lastSeq})`;
  if (from !== undefined) return `blind to what the ${from} sends: ${printable(reason)}`;
  // How many is not always known: of what cannot be read, nobody counts the events.
  return dropped === 0 ? printable(reason) : `dropped ${dropped} events${range}: ${printable(reason)}`;
}
