import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { beganWithout } from '../shared/goaway-cause.ts';
import { side } from '../words.ts';

/** C6 */
export const FIRST_FRAME: Rule = {
  id: 'C6',
  title: 'The first frame is not SETTINGS',
  severity: 'ERROR',
  meaning:
    'Each side begins an HTTP/2 connection with a SETTINGS frame. One of them began with another frame, which the other has to answer with ' +
    'PROTOCOL_ERROR: Go says "first_settings", nghttp2 "SETTINGS expected". Code that writes frames by itself does so, and a proxy that ' +
    'joins a new client to a connection that is in use.',
  wire: 'Behind the preface of the client, or as the first bytes of the server, any frame but SETTINGS without ACK.',
  example: [
    '   0.000 CLIENT PRI * HTTP/2.0',
    '   0.100 CLIENT HEADERS 1 :path=/pkg.Service/Method',
    '   0.200 SERVER GOAWAY PROTOCOL_ERROR last=0',
  ],
  reproduce: [
    'sre-test-server serve',
    "printf 'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\0\\0\\10\\6\\0\\0\\0\\0\\0pingpong' | nc localhost 50051",
  ],
  advice: [
    { side: 'client', change: 'send SETTINGS, which may be empty, right behind the preface' },
    { side: 'server', change: 'send SETTINGS before anything else, at once: nothing has to be waited for' },
    {
      side: 'proxy',
      change: 'look for one that balances HTTP/2 by its TCP connections and reuses those of its upstreams',
    },
  ],
  spec: ['RFC 9113 §3.4'],
  watches: {
    violation(connection, { seq, frame }: FrameEvent): Match | undefined {
      const { from, type, typeCode, streamId, violation } = frame;
      const sender = connection.side(from);
      if (sender.frames !== 1 || violation === undefined || !beganWithout(sender)) return undefined;
      const name = type === 'UNKNOWN' ? `a frame of the unknown type ${typeCode}` : type;
      const what = type === 'SETTINGS' ? 'SETTINGS with ACK' : name;
      const on = streamId === 0 ? '' : ` on stream ${streamId}`;
      return {
        explanation: `The first frame of the ${side(from)} is ${what}${on}, and has to be SETTINGS.`,
        evidence: [seq],
        cause: `${from} ${type}`,
      };
    },
  },
};
