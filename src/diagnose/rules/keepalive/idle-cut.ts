import type { Severity } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { type IdleCut, idleCut } from '../shared/idle-cut.ts';
import { count, milliseconds, side } from '../words.ts';
import { connectionTimer, connectionTimerWithin } from './timers.ts';

/** K6 */
export const IDLE_CUT: Rule = {
  id: 'K6',
  title: 'An idle connection was cut on the way',
  severity: 'WARNING',
  meaning:
    'Load balancers, NAT gateways and firewalls that pass TCP on forget a connection that carries nothing for some time, and tell nobody, ' +
    'or close it. No GOAWAY comes, since they speak no HTTP/2. Whoever writes next gets a TCP reset, or no answer at all: the first call ' +
    'behind a quiet time fails, and a stream that waits for events is gone without a word.',
  wire:
    'no frame in either direction for a long time. Then either the first frame behind it is answered with a TCP reset, or not at all until ' +
    'TCP gives up; or FIN or RST comes after just as long as a timer is usually set to. No GOAWAY of either side.',
  example: [
    '   1.000 CLIENT HEADERS 1 POST /grpc.health.v1.Health/Watch',
    '   1.002 SERVER HEADERS 1 200, DATA 1',
    ' 401.000 SERVER DATA 1                                    the first frame behind 400 s',
    ' 401.001 conn closed by CLIENT RST (ECONNRESET)           the NLB had forgotten it after 350 s',
  ],
  reproduce: [
    'it takes a load balancer: HAProxy in mode tcp with `timeout client 60s` and `timeout server 60s` in front of',
    'sre-test-server serve',
    'and a call that stays silent for longer, through it:',
    "grpcurl -plaintext -H 'x-sre-fault: keep_open' <haproxy> sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      of: 'grpc-go',
      change: 'keepalive.ClientParameters.Time below the timer, and the server has to permit it',
    },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'keepAliveTime below the timer; idleTimeout below it for channels without calls',
    },
    {
      side: 'client',
      of: 'grpc-js and gRPC core',
      change: 'grpc.keepalive_time_ms, grpc.client_idle_timeout_ms below it',
    },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'keepalive.ServerParameters.Time (2 h by default) below the timer: servers may ping',
    },
    { side: 'server', of: 'sre-test-server', change: '--keepalive-time-seconds below the timer' },
    { side: 'proxy', of: 'HAProxy', change: 'timeout client, timeout server and timeout tunnel' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'idle_timeout of the TCP proxy; connection_keepalive.interval of the cluster',
    },
    { side: 'network', change: 'the idle timeout of the load balancer; it counts bytes, and PINGs are bytes' },
  ],
  spec: ['gRFC A8, Abstract', 'RFC 9113 §6.7', 'RFC 9113 §6.8', 'RFC 9293 §3.10.7.1'],
  watches: {
    connectionClosed(connection, closed, time): Match | undefined {
      const cut = idleCut(connection, closed, time);
      if (cut === undefined) return undefined;
      const { lull } = cut;
      const lost =
        closed.openStreams === 0 ? 'No stream was open.' : `${count(closed.openStreams, 'open stream')} went with it.`;
      const error = closed.error === undefined ? '' : ` (${closed.error})`;
      const ended = `${closed.how} of the ${side(closed.endedBy ?? 'CLIENT')}${error}`;
      return {
        severity: severityOf(cut, closed.openStreams),
        explanation: `${lull === undefined ? inSilence(cut, ended) : behindLull(cut, lull.from, ended)} ${lost}`,
        evidence: evidenceOf(connection, cut),
      };
    },
  },
};

/** What nobody wanted to use was no loss. */
function severityOf({ lull }: IdleCut, openStreams: number): Severity {
  if (openStreams > 0) return 'ERROR';
  return lull === undefined ? 'INFO' : 'WARNING';
}

function inSilence({ idleMs, timerMs = 0 }: IdleCut, ended: string): string {
  const timer = `That is like a timer of ${connectionTimer(timerMs)}.`;
  return `The connection had been silent for ${milliseconds(idleMs)} when it ended without a GOAWAY: ${ended}. ${timer}`;
}

function behindLull({ idleMs }: IdleCut, from: 'CLIENT' | 'SERVER', ended: string): string {
  const timer = connectionTimerWithin(idleMs);
  const like = timer === undefined ? '' : ` A timer that may have run out by then: ${timer}.`;
  const what = `The ${side(from)} wrote the first frame behind ${milliseconds(idleMs)} of silence, and the answer was ${ended}`;
  return `${what}: somebody on the way, or the other host, no longer knew the connection.${like}`;
}

function evidenceOf({ closedSeq, client, server, cut }: ConnectionFacts, { lull }: IdleCut): number[] {
  const last = lull?.endedSeq ?? Math.max(client.lastSeq, server.lastSeq);
  const requests = cut.streams.slice(0, 3).map(({ requestSeq }) => requestSeq);
  return [...new Set([...requests, last, closedSeq])].sort((one, other) => one - other);
}
