/** The bytes of an HTTP/2 connection, watched for a client that sends too many PINGs. */

import type { Side } from '../trace/event.ts';
import { FrameHeaderReader } from '../wire/http2/frame-header-reader.ts';
import { PREFACE } from '../wire/http2/preface.ts';
import { type PingLimits, PingPolicy } from './ping-policy.ts';

export class PingWatch {
  readonly #policy: PingPolicy;
  readonly #readers: { readonly [side in Side]: FrameHeaderReader };

  constructor(limits: PingLimits) {
    this.#policy = new PingPolicy(limits);
    this.#readers = { CLIENT: new FrameHeaderReader(PREFACE.length), SERVER: new FrameHeaderReader() };
  }

  /**
   * @param timeMs of a clock that never goes backwards
   * @returns whether the connection is to end now, with a GOAWAY and at once, calls in flight and all
   */
  chunk(from: Side, chunk: Uint8Array, timeMs: number): boolean {
    let isTooMany = false;
    for (const header of this.#readers[from].push(chunk)) {
      if (this.#policy.frame(from, header, timeMs)) isTooMany = true;
    }
    return isTooMany;
  }
}
