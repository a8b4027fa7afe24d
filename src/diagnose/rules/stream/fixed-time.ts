import type { Severity } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { endedByTimer, type TimerEnd } from '../shared/ended-by-timer.ts';
import { silentStream } from '../shared/silent-stream.ts';
import { waitedAtWindow } from '../shared/window-stall.ts';
import { milliseconds, side } from '../words.ts';

/** Whose default it is, in seconds. */
const WHOSE: { readonly [seconds: number]: string } = {
  15: "the default of Envoy's route timeout",
  30: 'the default of backend services of Google Cloud load balancers',
  60: 'the default of nginx (grpc_read_timeout, proxy_read_timeout) and of AWS ALB (idle timeout)',
  300: "the default of Envoy's stream_idle_timeout",
  350: 'the idle timeout of AWS NLB',
  600: 'what Google Cloud gives an idle connection',
  3600: 'the default of idle_timeout for connections of Envoy',
};

/** S24 */
export const FIXED_TIME: Rule = {
  id: 'S24',
  title: "A call was ended by somebody's timer",
  severity: 'ERROR',
  meaning:
    'A stream ended after just as long as a timer runs, counted from its request or from its last frame, and not by its own deadline. ' +
    'Such timers sit in proxies and load balancers (route timeout, stream idle timeout, read timeout) and in clients. The client sees ' +
    'UNAVAILABLE or INTERNAL ("stream terminated by RST_STREAM", "upstream request timeout"), and the server a call that was cancelled.',
  wire:
    'RST_STREAM, 504, 408, or the trailers-only reply of a proxy that speaks of a timeout; or, from a proxy, the end of the connection; after the time ' +
    'in x-envoy-expected-rq-timeout-ms, or within 2 % (at most 0.5 s) of 5, 10, 15, 30, 60, 120, 300, 350, 600, 900 or 3600 s. Where a ' +
    'proxy has left its name, within 50 ms of any whole second up to 30 s, 5 s up to 2 min, and minute above.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Watch x-envoy-expected-rq-timeout-ms=15000',
    '   0.010 SERVER HEADERS 1 :status=200',
    '  14.800 SERVER DATA 1',
    '  15.001 CLIENT RST_STREAM 1 INTERNAL_ERROR',
  ],
  reproduce: [
    'Envoy in front, with the default timeout of its route, and a call that takes longer:',
    'grpcurl -plaintext -H \'x-sre-fault: delay=20s\' -d \'{"message":"hello"}\' envoy:10000 sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'timeout of the route: 0s for streams, else above the longest call; max_stream_duration with grpc_timeout_header_max to follow the deadlines of clients',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'stream_idle_timeout of the connection manager, or idle_timeout of the route, for streams that are silent',
    },
    { side: 'proxy', of: 'Istio', change: 'timeout of the HTTP route in the VirtualService' },
    {
      side: 'proxy',
      of: 'nginx',
      change: 'grpc_read_timeout and grpc_send_timeout, proxy_read_timeout for HTTP: they count silence',
    },
    {
      side: 'proxy',
      of: 'HAProxy',
      change: 'timeout client, timeout server; timeout tunnel for streams without an end',
    },
    { side: 'network', of: 'AWS ALB', change: 'idle_timeout.timeout_seconds, 60 by default' },
    { side: 'client', change: 'a deadline shorter than the timers on the way: then the client knows what happened' },
    {
      side: 'server',
      change:
        'in streams that may be silent a message of the application now and then: PINGs do not reset these timers',
    },
  ],
  spec: ['Envoy FAQ, How do I configure timeouts?', 'RFC 9110 §15.6.5', 'gRPC PROTOCOL-HTTP2, Errors'],
  watches: {
    streamFailed(connection: ConnectionFacts, stream: StreamFacts, time: number): Match | undefined {
      const { closed } = stream;
      const end = closed && endedByTimer(connection, stream, closed, time);
      if (closed === undefined || end === undefined || silentStream(connection, stream, closed, time)) return undefined;
      if (waitedAtWindow(connection, stream, time)) return undefined;
      return {
        explanation: `${howItEnded(stream)} ${whatItMeans(end)}`,
        evidence: [stream.requestSeq, lastBefore(stream), stream.resets[closed.endedBy]?.seq ?? stream.closedSeq],
        streamId: stream.id,
        severity: severityOf(stream, end),
        cause: `${end.of} ${end.timerMs} ${stream.name}`,
      };
    },
  },
};

/** Its last frame that a timer for silence counts from. */
function lastBefore({ client, server, responseSeq }: StreamFacts): number {
  return Math.max(client.lastSeq, server.lastSeq, responseSeq);
}

/** Sure only where a proxy tells: clients have timers too, and people who press Ctrl-C have a watch. */
function severityOf({ closed }: StreamFacts, { of, proxy }: TimerEnd): Severity {
  if (of === 'ENVOY') return 'ERROR';
  const mayBeChoice = closed?.how === 'RST_STREAM' && closed.endedBy === 'CLIENT' && closed.error === 'CANCEL';
  if (proxy === undefined) return mayBeChoice ? 'INFO' : 'WARNING';
  return mayBeChoice ? 'WARNING' : 'ERROR';
}

function howItEnded(stream: StreamFacts): string {
  const { closed, name } = stream;
  if (closed === undefined) return name;
  const { how, endedBy, error, httpStatus, grpcStatus, durationMs } = closed;
  const after = `after ${milliseconds(durationMs)}`;
  if (how === 'RST_STREAM') return `The ${side(endedBy)} reset ${name} with ${error} ${after}.`;
  if (how === 'CONNECTION_CLOSED')
    return `The ${side(endedBy)} closed the connection with ${name} open, ${after} of it.`;
  const said =
    grpcStatus === undefined
      ? `status ${httpStatus}`
      : `grpc-status ${grpcStatus.code} (${JSON.stringify(grpcStatus.message)})`;
  return `${name} was answered with ${said} ${after}.`;
}

function whatItMeans({ of, timerMs, elapsedMs, proxy }: TimerEnd): string {
  const timer = seconds(timerMs);
  if (of === 'ENVOY') {
    return `The request says x-envoy-expected-rq-timeout-ms ${timerMs}: the route timeout of Envoy, or its timeout for each try, ended it.`;
  }
  const since = of === 'CALL' ? 'since its request' : 'since its last DATA or HEADERS';
  const whose = WHOSE[timerMs / 1_000];
  const known = whose === undefined ? '' : `, ${whose}`;
  const passed = proxy === undefined ? '' : ` The call came through ${proxy}.`;
  return `That is ${seconds(elapsedMs)} ${since}, like a timer of ${timer}${known}.${passed}`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1_000).toFixed(3))} s`;
}
