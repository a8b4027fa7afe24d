import type { Preview } from '../wire/preview.ts';
import type { Data } from './event.ts';

/**
 * The body of a DATA event; its preview becomes a typed array when it is read. It has the place of the preview's bytes and not
 * the Preview, which is of no more use: events are kept by the hundred thousand.
 */
export class TracedData implements Data {
  readonly padding: number;
  readonly truncated: boolean;
  readonly #slab: Uint8Array;
  readonly #start: number;
  readonly #end: number;

  constructor(padding: number, preview: Preview, truncated: boolean) {
    this.padding = padding;
    this.truncated = truncated;
    this.#slab = preview.slab;
    this.#start = preview.start;
    this.#end = preview.start + preview.length;
  }

  get preview(): Uint8Array {
    return this.#slab.subarray(this.#start, this.#end);
  }
}
