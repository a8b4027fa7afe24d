import type { SideFacts } from '../../facts/side.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { COMPRESSION_ERROR, goawayCause } from '../shared/goaway-cause.ts';
import { side } from '../words.ts';
import { recentSeqs } from './recent.ts';

/** RFC 9113 §6.5.2. */
const HEADER_TABLE_SIZE = 1;

/** G10 */
export const HPACK_DESYNC: Rule = {
  id: 'G10',
  title: 'The header compression of the two sides fell out of step',
  severity: 'ERROR',
  meaning:
    'HPACK is a state that both sides share: a table that each header block changes. A block could not be decoded with it, so that nothing ' +
    'behind it can be either, and the connection ends with all its calls. That is a bug of an encoder or decoder, or of a proxy that changes ' +
    'blocks, drops one, or ignores a new table size. It comes back on connections of the same two implementations.',
  wire:
    'GOAWAY COMPRESSION_ERROR, and our own decoder fails at the same block; or the side that sends it has announced a smaller ' +
    'HEADER_TABLE_SIZE than 4096, and the next block of the other does not begin with a table size update.',
  example: [
    '   0.000 SERVER SETTINGS HEADER_TABLE_SIZE=0',
    '   0.300 CLIENT SETTINGS ACK',
    '   0.400 CLIENT HEADERS 1 (no table size update, but the limit is now 0 and the table was 4096)',
    '   0.600 SERVER GOAWAY COMPRESSION_ERROR last=0',
  ],
  reproduce: [
    'sre-test-server serve',
    "printf 'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\0\\0\\0\\4\\0\\0\\0\\0\\0\\0\\0\\3\\1\\5\\0\\0\\0\\1\\377\\200\\1' | nc localhost 50051",
    'which is a request whose only field has an index that no table has',
  ],
  advice: [
    {
      side: 'client',
      change: 'update its HTTP/2 library or the proxy in front of it: what encodes the blocks has the bug',
    },
    {
      side: 'server',
      change:
        'leave HEADER_TABLE_SIZE at 4096 for such clients (Envoy: hpack_table_size; nginx and grpc-go: the default)',
    },
    {
      side: 'network',
      change: 'compare the trace on both sides of each proxy in between: the block is right on one side of the culprit',
    },
  ],
  spec: ['RFC 9113 §4.3', 'RFC 9113 §4.3.1', 'RFC 7541 §4.2', 'RFC 7541 §6.3'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'HPACK') return undefined;
      const { from } = event.frame;
      const encoder = connection.otherThan(from);
      const broken = encoder.violations.of(COMPRESSION_ERROR);
      return {
        explanation: explain(encoder, connection.side(from)),
        evidence: [...(broken === undefined ? recentSeqs(encoder) : [broken.seq]), event.seq],
        cause: encoder.from,
      };
    },
  },
};

function explain(encoder: SideFacts, decoder: SideFacts): string {
  const began = `The ${side(decoder.from)} could not decode the header fields of the ${side(encoder.from)}`;
  const broken = encoder.violations.of(COMPRESSION_ERROR);
  if (broken !== undefined) return `${began}, and neither could we: ${broken.reason} (${broken.spec}).`;
  return (
    `${began}, and had announced HEADER_TABLE_SIZE=${decoder.settings.get(HEADER_TABLE_SIZE)}: the next block has to begin with a table ` +
    'size update. Our own decoder saw nothing wrong, so that the update may have come late, or the decoder is wrong.'
  );
}
