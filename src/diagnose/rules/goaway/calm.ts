import type { SideFacts } from '../../facts/side.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { list, milliseconds, quoted, side } from '../words.ts';
import { recentSeqs } from './recent.ts';

const SHOWN_TYPES = 4;

/** G8 */
export const ENHANCE_YOUR_CALM: Rule = {
  id: 'G8',
  title: 'A side closed the connection because the other asks too much of it',
  severity: 'ERROR',
  meaning:
    'GOAWAY ENHANCE_YOUR_CALM is how servers and proxies defend themselves: too many frames that cost work and carry nothing (SETTINGS, PING, ' +
    'empty DATA, PRIORITY, tiny WINDOW_UPDATEs), answers that the client does not read, or too many errors. Clients of gRPC report ' +
    'RESOURCE_EXHAUSTED, "Bandwidth exhausted or memory limit exceeded", or UNAVAILABLE.',
  wire: 'GOAWAY ENHANCE_YOUR_CALM whose debug data is not "too_many_pings", and that no burst of RST_STREAM explains.',
  example: [
    '   0.000 CLIENT SETTINGS INITIAL_WINDOW_SIZE=65536 (and so on, 10042 times)',
    '2100.000 SERVER GOAWAY ENHANCE_YOUR_CALM last=17 "flood"',
    '2100.100 connection closed by SERVER',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H 'x-sre-fault: goaway=ENHANCE_YOUR_CALM@once' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      change: 'look at the frames that it sent most: who sends one of them for each message or each byte has a bug',
    },
    {
      side: 'client',
      change: 'read what the server sends: ACKs and answers that queue up at the server count against the client',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'statistics http2.*_flood and http2.outbound_*_flood name the limit: max_outbound_frames, max_outbound_control_frames, ' +
        'max_inbound_priority_frames_per_stream, max_inbound_window_update_frames_per_data_frame_sent',
    },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'tune.h2.fe.glitches-threshold counts what is odd; the log says how many glitches there were',
    },
    {
      side: 'server',
      of: 'Node',
      change: 'maxSessionMemory, maxOutstandingPings, maxSessionInvalidFrames of http2.createServer',
    },
    {
      side: 'server',
      of: 'nghttp2',
      change: 'nghttp2_option_set_glitch_rate_limit (10000, 330 a second), nghttp2_option_set_max_outbound_ack (1000)',
    },
  ],
  spec: ['RFC 9113 §7', 'RFC 9113 §10.5'],
  watches: {
    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'CALM') return undefined;
      const { from, goaway } = event.frame;
      const other = connection.otherThan(from);
      const said =
        goaway?.debug === undefined || goaway.debug === '' ? 'without debug data' : `and said ${quoted(goaway.debug)}`;
      return {
        explanation:
          `The ${side(from)} asked the ${side(other.from)} for calm, ${said}, at a connection age of ` +
          `${milliseconds(connection.ageMs(event.time))}. Until then the ${side(other.from)} had sent ${sent(other)}.`,
        evidence: [...recentSeqs(other), event.seq],
        cause: from,
      };
    },
  },
};

/** "10042 SETTINGS, 17 HEADERS and 17 DATA (3 of them empty)" */
function sent({ tally, frames }: SideFacts): string {
  const all = tally.list();
  const shown = all.slice(0, SHOWN_TYPES).map(({ type, count }) => {
    const empty = type === 'DATA' && tally.emptyData > 0 ? ` (${tally.emptyData} of them empty)` : '';
    return `${count} ${type}${empty}`;
  });
  const rest = all.slice(SHOWN_TYPES).reduce((sum, { count }) => sum + count, 0);
  return `${frames} frames: ${list(rest === 0 ? shown : [...shown, `${rest} others`])}`;
}
