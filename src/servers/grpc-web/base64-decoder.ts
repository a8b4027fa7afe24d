/**
 * Base64 that comes in pieces, split anywhere, and with padding anywhere: who sends encodes and pads whatever it has at the moment
 * (gRPC PROTOCOL-WEB, "Text-encoded streams"). RFC 4648 §4, strictly: Node's decoder takes everything for base64.
 */

const GROUP = 4;
const FOREIGN = /[^A-Za-z0-9+/=]/;
const PADDED_GROUP = /^[^=]{2}(?:==|[^=]=)$/;

export class Base64Decoder {
  /** Less than a group. */
  private rest = '';
  /** Of characters, before `rest`. */
  private offset = 0;

  /** @throws Error that says what came instead of base64, and where */
  push(chunk: Uint8Array): Buffer {
    const text = this.rest + Buffer.from(chunk).toString('latin1');
    const foreign = FOREIGN.exec(text);
    if (foreign !== null) throw this.errorAt(foreign.index, `byte 0x${hexOf(foreign[0])}`);
    const end = text.length - (text.length % GROUP);
    const decoded = this.decode(text, end);
    this.rest = text.slice(end);
    this.offset += end;
    return decoded;
  }

  /** @throws Error where a group is not complete */
  end(): void {
    if (this.rest !== '') throw this.errorAt(this.rest.length, `the end after ${this.rest.length} of 4 characters`);
  }

  /** Node's decoder ends at padding, so it gets each part that has padding at its end by itself. */
  private decode(text: string, end: number): Buffer {
    const parts: Buffer[] = [];
    for (let start = 0; start < end; ) {
      const padding = text.indexOf('=', start);
      const partEnd = padding < 0 || padding >= end ? end : padding - (padding % GROUP) + GROUP;
      const last = text.slice(partEnd - GROUP, partEnd);
      if (last.includes('=') && !PADDED_GROUP.test(last)) throw this.errorAt(padding, 'padding in the middle');
      parts.push(Buffer.from(text.slice(start, partEnd), 'base64'));
      start = partEnd;
    }
    return Buffer.concat(parts);
  }

  private errorAt(index: number, came: string): Error {
    return new Error(`${came} came at offset ${this.offset + index} of the body: expected base64`);
  }
}

function hexOf(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('hex');
}
