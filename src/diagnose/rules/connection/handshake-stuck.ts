import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SideFacts } from '../../facts/side.ts';
import type { Advice, FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { milliseconds, side } from '../words.ts';

/** A busy process may be late by a second or two; nghttpx and grpc-core give the other side 10 to 20. */
const STUCK_MS = 5_000;

/** A client that left before it was said, and had waited for so long that it did not leave by chance. */
const GAVE_UP_MS = 1_000;

const EPISODE = 'C5';

/** What is missing, of whom, and since when. */
interface Missing {
  readonly of: SideFacts;
  readonly what: 'SETTINGS' | 'ACK';
  readonly since: number;
  readonly evidence: readonly number[];
}

const ADVICE: readonly Advice[] = [
  {
    side: 'server',
    change: 'look whether its process is stopped or its event loop blocked: TCP accepts connections without it',
  },
  {
    side: 'server',
    change:
      'look whether the port is that of an HTTP/2 server at all: one that waits for another protocol says nothing',
  },
  {
    side: 'network',
    change: 'compare both ends: a firewall or NAT may let the handshake of TCP through and drop what follows (MTU)',
  },
  {
    side: 'client',
    of: 'grpc-go',
    change: 'grpc.WithConnectParams MinConnectTimeout (20 s) is how long it waits for SETTINGS',
  },
  {
    side: 'server',
    of: 'grpc-core',
    change: 'grpc.server_handshake_timeout_ms: how long it waits for the SETTINGS of a client',
  },
];

/** C5 */
export const HANDSHAKE_STUCK: Rule = {
  id: 'C5',
  title: 'The handshake of HTTP/2 is stuck',
  severity: 'WARNING',
  meaning:
    'Both sides of an HTTP/2 connection begin with SETTINGS, and each acknowledges those of the other. One of them did not, though the ' +
    'connection is open. gRPC clients send no call before the SETTINGS of the server: calls wait, then fail with UNAVAILABLE or ' +
    'DEADLINE_EXCEEDED. Without the ACK settings do not bind, and strict peers end the connection with SETTINGS_TIMEOUT.',
  wire: `SETTINGS of one side, and for ${STUCK_MS / 1_000} s none of the other, or no SETTINGS ACK; or GOAWAY with SETTINGS_TIMEOUT.`,
  example: [
    '   0.000 CLIENT SETTINGS INITIAL_WINDOW_SIZE=65535',
    '   0.300 SERVER SETTINGS MAX_CONCURRENT_STREAMS=1000',
    '   0.600 CLIENT SETTINGS ACK',
    '5000.000 (no SETTINGS ACK of the server)',
  ],
  reproduce: [
    'sre-test-server serve',
    'curl -X PUT -d hold_settings_ack localhost:8090/api/faults',
    'grpcurl -plaintext localhost:50051 grpc.health.v1.Health/Watch, for more than 5 s',
  ],
  advice: ADVICE,
  spec: ['RFC 9113 §3.4', 'RFC 9113 §6.5.3'],
  watches: {
    tick(connection, _, time): Match | undefined {
      const { client, server } = connection;
      if (client.settingsAckedAt !== undefined && server.settingsAckedAt !== undefined) return undefined;
      const missing = longest(connection, time);
      const isStuck = missing !== undefined && time - missing.since >= STUCK_MS * 1_000;
      if (!connection.episodes.begins(EPISODE, isStuck) || missing === undefined) return undefined;
      return { explanation: `${explain(missing, time)}.`, evidence: missing.evidence, cause: causeOf(missing) };
    },

    connectionClosed(connection, { endedBy, how, ageMs }, time): Match | undefined {
      const missing = longest(connection, time);
      if (missing?.what !== 'SETTINGS' || missing.of.from !== 'SERVER' || endedBy !== 'CLIENT') return undefined;
      const isNews = time - missing.since >= GAVE_UP_MS * 1_000 && !connection.episodes.goesOn(EPISODE);
      if (how === 'GOAWAY' || !isNews) return undefined;
      return {
        explanation: `${explain(missing, time)}, and the client gave up, ${milliseconds(ageMs)} after the connection opened.`,
        evidence: [...missing.evidence, connection.closedSeq],
        cause: causeOf(missing),
      };
    },

    goaway(connection, event: FrameEvent): Match | undefined {
      if (goawayCause(connection, event) !== 'SETTINGS_TIMEOUT') return undefined;
      const { from } = event.frame;
      const own = connection.side(from);
      const waited = own.settingsAt === undefined ? 0 : (event.time - own.settingsAt) / 1_000;
      return {
        explanation:
          `The ${side(from)} ended the connection with SETTINGS_TIMEOUT, ${milliseconds(waited)} behind its SETTINGS: ` +
          `the other side ${own.settingsAckedAt === undefined ? 'had not acknowledged them' : 'had not acknowledged later ones'}.`,
        evidence: [own.settingsSeq, event.seq],
        severity: 'ERROR',
        cause: 'goaway',
      };
    },
  },
};

/** Of what the handshake lacks, what has been missing for longest. Who has said nothing at all may be a connection made ahead. */
function longest({ client, server }: ConnectionFacts, time: number): Missing | undefined {
  const all = [settingsOf(server, client), ackOf(server, client), ackOf(client, server)];
  return all
    .filter((missing) => missing !== undefined)
    .reduce<Missing | undefined>((oldest, each) => (each.since < (oldest?.since ?? time) ? each : oldest), undefined);
}

/** A server says nothing to a client that has sent no SETTINGS, where it likes. */
function settingsOf(of: SideFacts, { settingsAt, settingsSeq }: SideFacts): Missing | undefined {
  if (of.settingsAt !== undefined || settingsAt === undefined) return undefined;
  return { of, what: 'SETTINGS', since: settingsAt, evidence: [settingsSeq] };
}

/** Of a side that speaks, for the SETTINGS of the other. */
function ackOf(of: SideFacts, { settingsAt, settingsSeq, settingsAckedAt }: SideFacts): Missing | undefined {
  if (of.frames === 0 || settingsAt === undefined || settingsAckedAt !== undefined) return undefined;
  return { of, what: 'ACK', since: settingsAt, evidence: [settingsSeq] };
}

function explain({ of, what, since }: Missing, time: number): string {
  const [of1, other] = of.from === 'SERVER' ? ['server', 'client'] : ['client', 'server'];
  const waited = milliseconds((time - since) / 1_000);
  return what === 'SETTINGS'
    ? `The ${of1} has sent no SETTINGS for ${waited} behind those of the ${other}`
    : `The ${of1} has not acknowledged the SETTINGS of the ${other} for ${waited}`;
}

function causeOf({ of, what }: Missing): string {
  return `${of.from} ${what}`;
}
