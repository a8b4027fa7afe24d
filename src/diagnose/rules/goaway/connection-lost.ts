import type { ConnectionClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { endedByDeadline } from '../shared/deadline.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { neverBegan } from '../shared/first-bytes.ts';
import { idleCut } from '../shared/idle-cut.ts';
import { keepaliveTimeout } from '../shared/keepalive-timeout.ts';
import { count, milliseconds, side } from '../words.ts';
import { names, requests, retries } from './goaways.ts';

/** G6 */
export const CONNECTION_LOST: Rule = {
  id: 'G6',
  title: 'The connection was lost with streams open, and nobody had announced it',
  severity: 'ERROR',
  meaning:
    'One side closed or reset the connection in the middle of calls, without the GOAWAY that a process sends which ends as it should. A server ' +
    'that does so has crashed, was killed (kill -9, out of memory) or was cut off by a proxy or load balancer; its clients report UNAVAILABLE ' +
    '"error reading from server: EOF", "Connection dropped" or "connection reset", Envoy UC. Where it is the client (INFO), it has gone away.',
  wire: 'FIN or RST of a side, with streams open, and no GOAWAY of either side before it.',
  example: [
    '   2.700 CLIENT HEADERS 1 :path=/grpc.health.v1.Health/Watch',
    '   3.200 SERVER HEADERS 1 :status=200',
    ' 482.700 stream 1 closed by the connection',
    ' 482.700 connection closed by SERVER FIN',
  ],
  reproduce: [
    'sre-test-server serve',
    "grpcurl -plaintext -H 'x-sre-fault: tcp_rst' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'container',
      change:
        'look for a restart at that time: kubectl describe pod (OOMKilled, Error 137 or 139), dmesg, the log of the process',
    },
    {
      side: 'server',
      change:
        'handle SIGTERM: GracefulStop of grpc-go, shutdown() of grpc-java, tryShutdown of grpc-js, which send GOAWAY',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'response flags UC (upstream) and DC (downstream) say which side; max_stream_duration and tcp idle_timeout cut streams',
    },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'timeout client and timeout server cut silent connections: termination flags cD and sD in its log',
    },
    {
      side: 'network',
      change: 'look for a NAT, firewall or load balancer whose idle timeout is shorter than the silence of the streams',
    },
    { side: 'client', change: 'retry what is idempotent (retryPolicy of the service config, UNAVAILABLE)' },
  ],
  spec: ['RFC 9113 §6.8', 'RFC 9113 §9.1', 'gRPC PROTOCOL-HTTP2, GOAWAY Frame'],
  watches: {
    connectionClosed(connection, closed, time): Match | undefined {
      const { cut, client, server } = connection;
      if (cut.count === 0) return undefined;
      if (client.goaways.length > 0 || server.goaways.length > 0) return undefined;
      if (closed.how === 'LOCAL' || closed.endedBy === undefined || isExplained(connection, closed, time))
        return undefined;
      const isClient = closed.endedBy === 'CLIENT';
      return {
        explanation: explain(connection, closed, time),
        evidence: [...requests(cut.streams), connection.closedSeq],
        ...(isClient ? { severity: 'INFO' } : {}),
        cause: closed.endedBy,
      };
    },
  },
};

/** By a rule that knows better why. */
function isExplained(connection: ConnectionFacts, closed: ConnectionClosed, time: number): boolean {
  if (neverBegan(connection, closed) || keepaliveTimeout(connection, closed, time) !== undefined) return true;
  if (idleCut(connection, closed, time) !== undefined) return true;
  // A client that is a command ends with its last call: S11.
  if (connection.cut.streams.every((stream) => stream.closed && endedByDeadline(stream, stream.closed))) return true;
  return connection.cut.streams.some(
    (stream) => stream.closed !== undefined && endedByTimer(connection, stream, stream.closed, time) !== undefined,
  );
}

function explain(connection: ConnectionFacts, closed: ConnectionClosed, time: number): string {
  const { cut } = connection;
  const { endedBy = 'SERVER', how, error } = closed;
  const by = side(endedBy);
  const last = connection.side(endedBy).lastAt;
  const silence =
    last === undefined
      ? 'nothing had come from it before'
      : `${milliseconds((time - last) / 1_000)} behind its last frame`;
  const what =
    how === 'RST'
      ? `reset the connection (RST${error === undefined ? '' : `, ${error}`})`
      : 'closed the connection (FIN)';
  const began = `The ${by} ${what} without a GOAWAY, at an age of ${milliseconds(closed.ageMs)}, ${silence}`;
  const streams = `${began}, and cut off ${count(cut.count, 'stream')}: ${names(cut.streams)}, open for up to ${milliseconds(cut.longestMs)}.`;
  return endedBy === 'CLIENT'
    ? `${streams} A process that ends, a call that is given up, or a proxy in front of it looks the same.`
    : `${streams} ${retries(cut)}`;
}
