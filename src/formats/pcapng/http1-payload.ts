/** HTTP/1.1 messages as bytes, RFC 9112. Events tell their fields; of their bodies the length. */

import type { Http1, Http1Field } from '../../trace/event.ts';
import { concatBytes, NO_BYTES } from '../../wire/http2/byte-slices.ts';
import { REDACTED } from './block-writer.ts';
import { octets } from './frame-payload.ts';
import type { Payload } from './tcp-connection.ts';

const CHUNKED = /(^|,)\s*chunked\s*$/i;

/** A start line and fields; on END in place of the body zeros, and trailers. Follows one side of a connection. */
export class Http1Writer {
  /** Of the message whose body is on its way. */
  private isChunked: boolean | undefined = undefined;

  /** In parts, each written behind the other. Nothing where the head of the message is not known: its body has no place then. */
  write(http1: Http1): readonly Payload[] {
    if (http1.stage === 'HEAD') return [this.head(http1)];
    const { isChunked } = this;
    this.isChunked = undefined;
    if (isChunked === undefined) return [];
    const { bodyLength = 0, trailers = [] } = http1;
    return isChunked ? chunkedBody(bodyLength, trailers) : [{ bytes: NO_BYTES, zeros: bodyLength }];
  }

  private head({ startLine, fields = [] }: Http1): Payload {
    this.isChunked = fields.some(
      ({ name, value }) => name.toLowerCase() === 'transfer-encoding' && CHUNKED.test(value),
    );
    return { bytes: lines([startLine, ...fields.map(fieldLine), '']) };
  }
}

/** RFC 9112 §7.1: in one chunk, since those that were sent are not known. */
function chunkedBody(length: number, trailers: readonly Http1Field[]): readonly Payload[] {
  const end = lines(['0', ...trailers.map(fieldLine), '']);
  if (length === 0) return [{ bytes: end }];
  return [{ bytes: lines([length.toString(16)]), zeros: length }, { bytes: concatBytes([octets('\r\n'), end]) }];
}

function fieldLine({ name, value, redacted }: Http1Field): string {
  return `${name}: ${redacted ? REDACTED : value}`;
}

function lines(all: readonly string[]): Uint8Array {
  return octets(all.map((line) => `${line}\r\n`).join(''));
}
