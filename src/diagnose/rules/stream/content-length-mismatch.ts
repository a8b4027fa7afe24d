import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { isRefusedAsMalformed, lengthMismatch } from '../shared/malformed-message.ts';
import { bytes, side } from '../words.ts';

/** S22 */
export const CONTENT_LENGTH_MISMATCH: Rule = {
  id: 'S22',
  title: 'A body has another length than its content-length says',
  severity: 'ERROR',
  meaning:
    'The message is malformed, and receivers reset it with PROTOCOL_ERROR or report a body that broke off. Most often a proxy or ' +
    'middleware changed the body (decompressed it, appended a page, cut it at a limit) and left content-length as it was, or whoever ' +
    'wrote the body failed half-way and ended the stream as if all were well.',
  wire: 'HEADERS with content-length, then DATA that in all, without padding, is longer, or shorter when END_STREAM comes.',
  example: [
    '   0.000 CLIENT HEADERS 1 :method=POST :path=/echo content-length=10',
    '   0.100 CLIENT DATA 1 END_STREAM len=4',
    '   0.300 SERVER RST_STREAM 1 PROTOCOL_ERROR',
  ],
  reproduce: ['curl --http2-prior-knowledge -H "content-length: 10" -d abcd http://localhost:8080/echo'],
  advice: [
    {
      side: 'client',
      change: 'leave content-length to the HTTP library, above all where the body is compressed or streamed',
    },
    {
      side: 'server',
      change:
        'leave content-length out where the length is not known; end a response that failed with RST_STREAM, not with END_STREAM',
    },
    { side: 'proxy', change: 'take content-length out where a filter changes the body' },
  ],
  spec: ['RFC 9113 §8.1.1', 'RFC 9110 §8.6'],
  watches: {
    streamClosed(_connection: ConnectionFacts, stream: StreamFacts): Match | undefined {
      const mismatch = lengthMismatch(stream);
      if (mismatch === undefined || stream.closed === undefined) return undefined;
      const { from, announced, came } = mismatch;
      const seq = from === 'CLIENT' ? stream.requestSeq : stream.responseSeq;
      const refused =
        from === 'CLIENT' && isRefusedAsMalformed(stream, stream.closed)
          ? ' The server reset the stream with PROTOCOL_ERROR.'
          : '';
      return {
        explanation: `On ${stream.name} the ${side(from)} announced ${lengthOf(announced)} by content-length, and sent ${lengthOf(came)}.${refused}`,
        evidence: [seq, stream.side(from).lastSeq, stream.resets.SERVER?.seq ?? stream.closedSeq],
        streamId: stream.id,
        cause: `${from} ${came < announced ? 'less' : 'more'}`,
      };
    },
  },
};

/** The exact number: mistakes of a byte are among these. */
function lengthOf(length: number): string {
  return length < 1024 ? bytes(length) : `${length} bytes (${bytes(length)})`;
}
