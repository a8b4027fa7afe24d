/**
 * Which streams began in events that are missing. tshark's dissector of gRPC gives up on the answer to a request whose path it has not seen
 * ("Dissector bug", 4.0): before such an answer stands a request that is made up.
 */

import type { Frame } from '../../trace/event.ts';
import { HpackEncoder } from '../../wire/hpack/encoder.ts';
import { FLAG } from '../../wire/http2/frame-type.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';

/** What the made-up request asks for. No content type: messages that the client goes on with have lost their beginning. */
export const LOST_PATH = '/not-captured';

export class LostRequests {
  /** The last request that there was. */
  private last = 0;
  /** Streams between these began while events were missing: clients number them upwards, RFC 9113 §5.1.1. Of several gaps the newest. */
  private after = 0;
  private before = 0;

  /** Events are missing here. */
  gap(): void {
    this.after = this.last;
    this.before = Number.POSITIVE_INFINITY;
  }

  /** @param frame that ends a header block @returns the request that has to stand in front of it */
  missing({ streamId, headers }: Frame): Uint8Array | undefined {
    if (headers?.category === 'REQUEST') {
      this.last = streamId;
      this.before = Math.min(this.before, streamId);
      return undefined;
    }
    const isLost = streamId > this.after && streamId < this.before;
    const isAnswer = headers?.fields.some(
      ({ name, value }) => name === 'content-type' && value.startsWith('application/grpc'),
    );
    return isLost && isAnswer === true ? madeUpRequest(streamId) : undefined;
  }
}

function madeUpRequest(streamId: number): Uint8Array {
  // A block that refers to no table fits any state of the connection.
  const fragment = new HpackEncoder().encode([{ name: ':path', value: LOST_PATH, representation: 'LITERAL' }]);
  return encodeFrame({ type: 'HEADERS', streamId, flagBits: FLAG.END_HEADERS, fragment });
}
