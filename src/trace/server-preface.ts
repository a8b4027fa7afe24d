import { Beginning } from './beginning.ts';
import { describeHead } from './describe-head.ts';

const NOTHING = new Uint8Array(0);

/**
 * The first bytes of a server are those of a SETTINGS frame, RFC 9113 §3.4, and so the first of them is 0: of the three bytes of its
 * length the highest, and no frame may be so long (§4.2) before a client that allows it is known to the server. A TLS record and text
 * begin with another byte.
 */
export class ServerPreface {
  readonly beginning = new Beginning('SERVER');
  private isHttp2: boolean | undefined = undefined;

  /** @returns what of `chunk` is frames: nothing of a server that begins in another way */
  strip(chunk: Uint8Array): Uint8Array {
    if (this.isHttp2 === true || chunk.length === 0) return chunk;
    this.isHttp2 ??= chunk[0] === 0;
    this.beginning.push(chunk);
    return this.isHttp2 ? chunk : NOTHING;
  }

  /** It said nothing, or something else than a server of HTTP/2 does. */
  get isForeign(): boolean {
    return this.isHttp2 !== true;
  }

  /** In words: what the server said instead. */
  get defect(): string | undefined {
    if (this.isHttp2 === true) return undefined;
    if (this.isHttp2 === undefined) return 'the server sent nothing';
    const head = describeHead(this.beginning.head);
    return `the server spoke no HTTP/2: it began with ${head}, expected SETTINGS, RFC 9113 §3.4`;
  }
}
