import { matchPreface, PREFACE, type PrefaceMatch } from '../wire/http2/preface.ts';
import { describeHead } from './client-head.ts';

const NOTHING = new Uint8Array(0);

/** The first 24 bytes of a client, which come before its frames: RFC 9113 §3.4. */
export class ClientPreface {
  private readonly head = new Uint8Array(PREFACE.length);
  private length = 0;
  private match: PrefaceMatch = 'partial';

  /** @returns what of `chunk` is frames: nothing of a client that begins in another way */
  strip(chunk: Uint8Array): Uint8Array {
    if (this.length === PREFACE.length) return this.match === 'match' ? chunk : NOTHING;
    const taken = Math.min(chunk.length, PREFACE.length - this.length);
    this.head.set(chunk.subarray(0, taken), this.length);
    this.length += taken;
    this.match = matchPreface(this.head.subarray(0, this.length));
    return this.match === 'match' ? chunk.subarray(taken) : NOTHING;
  }

  /** In words: what the client said instead, or how it ended before its first frame. */
  get defect(): string | undefined {
    if (this.match === 'match') return undefined;
    if (this.length === 0) return 'the client sent nothing';
    if (this.match === 'partial') {
      return `the client stopped after ${this.length} of the ${PREFACE.length} bytes of the preface`;
    }
    const head = describeHead(this.head.subarray(0, this.length));
    return `the client spoke no HTTP/2: it began with ${head}, expected the preface of RFC 9113 §3.4`;
  }
}
