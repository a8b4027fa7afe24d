import type { TraceLost } from '../trace/event.ts';
import { printable } from './escape.ts';

/** "dropped 12 events (seq 100-111): the terminal is slower than the trace", in the one wording of all text formats. */
export function describeLoss({ reason, from, dropped, firstSeq, lastSeq }: TraceLost): string {
  const range = firstSeq === undefined || lastSeq === undefined ? '' : ` (seq ${firstSeq}-${lastSeq})`;
  const what = from === undefined ? `dropped ${dropped} events${range}` : `blind to what the ${from} sends`;
  return `${what}: ${printable(reason)}`;
}
