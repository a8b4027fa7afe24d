import { matchPreface, PREFACE, type PrefaceMatch } from '../wire/http2/preface.ts';
import { Beginning } from './beginning.ts';
import { describeHead } from './describe-head.ts';

const NOTHING = new Uint8Array(0);

/** The first 24 bytes of a client, which come before its frames: RFC 9113 §3.4. */
export class ClientPreface {
  readonly beginning = new Beginning('CLIENT');
  private match: PrefaceMatch = 'partial';

  /** @returns what of `chunk` is frames: nothing of a client that begins in another way */
  strip(chunk: Uint8Array): Uint8Array {
    if (this.match === 'match') return chunk;
    const known = this.beginning.head.length;
    this.beginning.push(chunk);
    this.match = matchPreface(this.beginning.head);
    return this.match === 'match' ? chunk.subarray(PREFACE.length - known) : NOTHING;
  }

  /** It said nothing, or something else than a client of HTTP/2 does. */
  get isForeign(): boolean {
    return this.match === 'mismatch' || this.beginning.isSilent;
  }

  /** In words: what the client said instead, or how it ended before its first frame. */
  get defect(): string | undefined {
    const { head, isSilent } = this.beginning;
    if (this.match === 'match') return undefined;
    if (isSilent) return 'the client sent nothing';
    if (this.match === 'partial') {
      return `the client stopped after ${head.length} of the ${PREFACE.length} bytes of the preface`;
    }
    return `the client spoke no HTTP/2: it began with ${describeHead(head)}, expected the preface of RFC 9113 §3.4`;
  }
}
