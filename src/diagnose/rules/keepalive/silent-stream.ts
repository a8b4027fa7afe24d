import type { ConnectionFacts } from '../../facts/connection.ts';
import type { PingFacts } from '../../facts/pings.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { type SilentStream, silentStream } from '../shared/silent-stream.ts';
import { count, milliseconds, side } from '../words.ts';
import { streamTimer } from './timers.ts';

const CANCEL = 8;

/** K7 */
export const SILENT_STREAM: Rule = {
  id: 'K7',
  title: 'A silent stream was reset by a timer, which PINGs do not hold up',
  severity: 'ERROR',
  meaning:
    'Proxies have a timer for each stream that has no HEADERS or DATA for some time, and reset it: a stream that waits for rare events is ' +
    'lost again and again. Keepalive PINGs are of the connection, not of a stream, and no such timer counts them; only messages on the ' +
    'stream itself do, or another limit.',
  wire:
    'a stream without HEADERS or DATA of its own for a round time (15, 30, 60, 300, 350 s; through a proxy any whole second), while its ' +
    'connection lives; then RST_STREAM. A unary call that waits for its answer is another case: the time of the whole call.',
  example: [
    '   0.001 CLIENT HEADERS 1 POST /grpc.health.v1.Health/Watch',
    '   0.003 SERVER HEADERS 1 200, DATA 1                     the last word on the stream',
    '  30.000 CLIENT PING 0000000000000001',
    '  30.001 SERVER PING ACK 0000000000000001',
    ' 300.004 CLIENT RST_STREAM 1 INTERNAL_ERROR               stream_idle_timeout of Envoy: 300 s',
  ],
  reproduce: [
    'it takes a proxy: Envoy with `stream_idle_timeout: 5s`, and a route with `timeout: 0s`, in front of',
    'sre-test-server serve',
    'and a stream through it with a pause of 10 s between its messages:',
    'grpcurl -plaintext -d \'{"message":"hello","count":2,"intervalMs":10000}\' <envoy> \\',
    '  sre.echo.v1.EchoService/EchoServerStream',
  ],
  advice: [
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'stream_idle_timeout of the connection manager, or idle_timeout of the route; 0s is never',
    },
    { side: 'proxy', of: 'nginx', change: 'grpc_read_timeout and grpc_send_timeout of the location' },
    { side: 'proxy', of: 'HAProxy', change: 'timeout server, timeout client; timeout tunnel for streams both ways' },
    { side: 'proxy', of: 'AWS ALB', change: 'idle_timeout.timeout_seconds' },
    { side: 'server', change: 'a message now and then on streams that wait, below the timer: an empty one will do' },
    {
      side: 'client',
      change: 'a message of the client holds the timer up as well; and be ready to open the stream again',
    },
  ],
  spec: ['RFC 9113 §6.7', 'RFC 9113 §6.4', 'Envoy documentation, How do I configure timeouts?'],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed } = stream;
      // The failures of handlers and deadlines, by far the most.
      if (closed?.how !== 'RST_STREAM') return undefined;
      const silent = silentStream(connection, stream, closed, time);
      if (silent === undefined) return undefined;
      const isCancelled = closed.endedBy === 'CLIENT' && closed.errorCode === CANCEL;
      return {
        // It may have been the client's own timer.
        severity: isCancelled && silent.proxy === undefined ? 'WARNING' : 'ERROR',
        streamId: stream.id,
        cause: stream.name,
        explanation: explain(connection, stream, silent),
        evidence: evidenceOf(connection, stream),
      };
    },
  },
};

function explain(connection: ConnectionFacts, stream: StreamFacts, { silentMs, timerMs, proxy }: SilentStream): string {
  const { closed, name, id } = stream;
  const by = `the ${side(closed?.endedBy ?? 'CLIENT')}${proxy === undefined ? '' : `, which is ${proxy}`}`;
  const reset = `was reset by ${by} (${closed?.error ?? ''}) after ${milliseconds(silentMs)} without HEADERS or DATA`;
  const timer = `That is like a timer of ${streamTimer(timerMs)}.`;
  return `${name} (stream ${id}) ${reset}. ${timer}${alive(connection, stream)}`;
}

function alive(connection: ConnectionFacts, stream: StreamFacts): string {
  const pings = pingsSince(connection, stream).length;
  if (pings === 0) return ' Its connection was alive, since the reset came over it.';
  return ` In that time ${count(pings, 'PING')} at least kept its connection alive, and not the stream.`;
}

function pingsSince({ client, server }: ConnectionFacts, stream: StreamFacts): PingFacts['recent'] {
  const since = Math.max(stream.openedAt, stream.client.lastAt ?? 0, stream.server.lastAt ?? 0);
  return [...client.pings.recent, ...server.pings.recent].filter(({ time }) => time > since);
}

function evidenceOf(connection: ConnectionFacts, stream: StreamFacts): number[] {
  const { requestSeq, client, server, resets } = stream;
  const pings = pingsSince(connection, stream)
    .slice(-3)
    .map(({ seq }) => seq);
  const reset = resets[stream.closed?.endedBy ?? 'CLIENT']?.seq ?? 0;
  const all = [requestSeq, Math.max(client.lastSeq, server.lastSeq), ...pings, reset];
  return [...new Set(all)].sort((one, other) => one - other);
}
