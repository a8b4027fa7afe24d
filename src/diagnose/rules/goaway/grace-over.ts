import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SentGoaway } from '../../facts/side.ts';
import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { goawayCause } from '../shared/goaway-cause.ts';
import { leastRoundTripMs } from '../shared/round-trip.ts';
import { count, milliseconds, quoted } from '../words.ts';
import { isCutBehindGoaway, type LostStreams, names, openStreams, planned, requests, retries } from './goaways.ts';

/** G4 */
export const GRACE_OVER: Rule = {
  id: 'G4',
  title: 'Streams were cut when the grace period was over',
  severity: 'ERROR',
  meaning:
    'The server had announced the end of the connection, for its age or because it stops, and streams that it had promised to finish were ' +
    'still open when it closed. Clients report UNAVAILABLE with "connection closed", "Connection dropped" or "transport is closing". Long ' +
    'streams have to expect that, and be opened again before the grace period is over.',
  wire: 'GOAWAY NO_ERROR of the server, then, some time later, FIN, RST or GOAWAY CANCEL, while streams up to its last stream id are open.',
  example: [
    ' 991.100 SERVER GOAWAY NO_ERROR last=2147483647 "max_age"',
    ' 992.200 SERVER GOAWAY NO_ERROR last=1 "max_age"',
    '2993.300 stream 1 closed by the connection, grpc.health.v1.Health/Watch',
    '2993.300 connection closed by SERVER',
  ],
  reproduce: [
    'sre-test-server serve --max-connection-age-seconds 1 --max-connection-age-grace-seconds 1',
    'grpcurl -plaintext localhost:50051 grpc.health.v1.Health/Watch',
  ],
  advice: [
    {
      side: 'server',
      of: 'grpc-go',
      change:
        'MaxConnectionAgeGrace above the longest call; on shutdown GracefulStop, with Stop only as the last resort',
    },
    {
      side: 'server',
      of: 'grpc-java',
      change: 'maxConnectionAgeGrace; on shutdown awaitTermination for longer before shutdownNow',
    },
    {
      side: 'server',
      of: 'grpc-js',
      change: 'grpc.max_connection_age_grace_ms; on shutdown tryShutdown, and forceShutdown later',
    },
    {
      side: 'server',
      of: 'Kubernetes',
      change: 'terminationGracePeriodSeconds above preStop, drain and the longest call together',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'drain_timeout (5 s) and --drain-time-s (600 s); terminationDrainDuration with Istio (5 s)',
    },
    { side: 'proxy', of: 'nginx', change: 'worker_shutdown_timeout' },
    { side: 'proxy', of: 'HAProxy', change: 'hard-stop-after' },
    {
      side: 'server',
      change:
        'end long streams by yourself, with a status, when the GOAWAY was sent: the client then knows where it stands',
    },
    { side: 'client', change: 'open long streams again when they end with UNAVAILABLE, and go on where they were' },
  ],
  spec: ['gRFC A9, MAX_CONNECTION_AGE_GRACE', 'RFC 9113 §6.8'],
  watches: {
    /** Some say so, and leave it to the client to close. */
    goaway(connection, event: FrameEvent): Match | undefined {
      const { goaway } = event.frame;
      if (goaway === undefined || goawayCause(connection, event) !== 'GRACE_OVER') return undefined;
      const lost = openStreams(connection, goaway.lastStreamId, event.time);
      return lost.count === lost.retrySafe ? undefined : match(connection, lost, event.time, event.seq);
    },

    connectionClosed(connection, closed, time): Match | undefined {
      if (!isCutBehindGoaway(connection, closed, time)) return undefined;
      const last = planned(connection.server).at(-1);
      if (last === undefined || isTooSoon(connection, last, time)) return undefined;
      return match(connection, connection.cut, time, connection.closedSeq);
    },
  },
};

/** That is no grace: G3. */
function isTooSoon(connection: ConnectionFacts, { time: sentAt }: SentGoaway, time: number): boolean {
  return time === sentAt || (time - sentAt) / 1_000 < (leastRoundTripMs(connection) ?? 0);
}

/** @param seq of what cut them off */
function match(connection: ConnectionFacts, lost: LostStreams, time: number, seq: number): Match {
  const sent = planned(connection.server);
  return {
    explanation: explain(connection, lost, sent, time),
    evidence: [...requests(lost.streams), ...sent.map((goaway) => goaway.seq), seq],
  };
}

function explain(connection: ConnectionFacts, lost: LostStreams, sent: readonly SentGoaway[], time: number): string {
  const debug = sent.find((goaway) => goaway.debug !== '')?.debug ?? '';
  const why = debug === '' ? '' : ` (${quoted(debug, 40)})`;
  const grace = milliseconds((time - (sent.at(-1)?.time ?? time)) / 1_000);
  return (
    `The server cut off ${count(lost.count, 'stream')} ${grace} after its last GOAWAY${why}, at a connection age of ` +
    `${milliseconds(connection.ageMs(time))}: ${names(lost.streams)}, open for up to ${milliseconds(lost.longestMs)}. ${retries(lost)}`
  );
}
