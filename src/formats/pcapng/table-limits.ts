/** SETTINGS_HEADER_TABLE_SIZE of both sides: announced by one, in force for the blocks of the other once that one has sent its ACK. */

import type { Frame, Side } from '../../trace/event.ts';
import { FLAG } from '../../wire/http2/frame-type.ts';
import { SETTING } from '../../wire/http2/settings.ts';
import { otherSide } from './tcp-connection.ts';

/** SETTINGS without an ACK yet. Endpoints have one or two; of a flood the later ones count for nothing. */
const MAX_PENDING = 64;

/** Told of the sizes that bind the blocks of `bound` from now on. */
export type OnTableLimit = (bound: Side, size: number) => void;

export class TableLimits {
  /** For each SETTINGS frame without an ACK, the sizes in it. */
  private readonly pending: Readonly<Record<Side, (readonly number[])[]>> = { CLIENT: [], SERVER: [] };
  private readonly onLimit: OnTableLimit;

  constructor(onLimit: OnTableLimit) {
    this.onLimit = onLimit;
  }

  /** @param frame SETTINGS, in the order of the trace */
  see({ from, flagBits, settings = [] }: Frame): void {
    if ((flagBits & FLAG.ACK) === 0) this.announce(from, settings.filter(isTableSize).map(toValue));
    else for (const size of this.pending[otherSide(from)].shift() ?? []) this.onLimit(from, size);
  }

  private announce(from: Side, sizes: readonly number[]): void {
    if (this.pending[from].length < MAX_PENDING) this.pending[from].push(sizes);
  }
}

function isTableSize({ code }: { readonly code: number }): boolean {
  return code === SETTING.HEADER_TABLE_SIZE;
}

function toValue({ value }: { readonly value: number }): number {
  return value;
}
