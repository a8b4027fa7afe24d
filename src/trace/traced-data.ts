import type { Preview } from '../wire/preview.ts';
import type { Data } from './event.ts';

/** The body of a DATA event; its preview becomes a typed array when it is read. */
export class TracedData implements Data {
  readonly padding: number;
  readonly truncated: boolean;
  readonly #preview: Preview;

  constructor(padding: number, preview: Preview, truncated: boolean) {
    this.padding = padding;
    this.truncated = truncated;
    this.#preview = preview;
  }

  get preview(): Uint8Array {
    return this.#preview.bytes();
  }
}
