import type { GrpcStatus } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { quoted } from '../words.ts';
import { type BothLegs, bothLegs } from './counterpart.ts';
import { evidenceOf } from './evidence.ts';

/** S5 */
export const CHANGED_BY_HOP: Rule = {
  id: 'S5',
  title: 'A hop changed the status of a call, or lost it',
  severity: 'ERROR',
  meaning:
    'Both legs of a proxied connection are known, and the same call ended with one grpc-status towards the upstream and with another one, ' +
    'or none, towards the client. What the client reports is made by the hop in between: the service has said something else.',
  wire:
    'The same call on both legs (the same stream id and path, else the same x-request-id): grpc-status of the upstream is another than ' +
    'that of the downstream, is missing there, or has come in front of a DATA frame, where clients do not look for it.',
  example: [
    '   0.000 c2 SERVER HEADERS 1 END_STREAM grpc-status 5 (trailers-only)',
    '   0.300 c1 SERVER HEADERS 1 :status 200, grpc-status 5',
    '   0.300 c1 SERVER DATA 1 0 bytes END_STREAM',
  ],
  reproduce: [
    'Takes a proxy whose two legs are both recorded; this server alone makes no such pair.',
    'What the client sees of it can be had alone: x-sre-fault: no_trailers (S1).',
  ],
  advice: [
    {
      side: 'proxy',
      of: 'Spring Cloud Gateway',
      change:
        'a version that passes trailers on, with HTTP/2 to both sides: server.http2.enabled, ssl, and httpclient.ssl or h2c',
    },
    { side: 'proxy', of: 'nginx', change: 'grpc_pass in place of proxy_pass' },
    { side: 'proxy', of: 'HAProxy', change: 'proto h2 on both sides; no http-response rules that set a status' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'look for filters that answer or buffer (Lua, ext_proc, grpc_http1_bridge), and for local_reply_config that maps statuses',
    },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Responses', 'RFC 9113 §8.1'],
  watches: {
    streamClosed(connection, stream): Match | undefined {
      const legs = connection.paired === undefined ? undefined : bothLegs(connection, stream);
      if (legs === undefined || !stream.isGrpc) return undefined;
      const said = legs.upstream.closed?.grpcStatus;
      const passedOn = said === undefined ? undefined : whatWasPassedOn(legs.downstream, said, legs.upstream);
      return said === undefined || passedOn === undefined ? undefined : match(legs, said, passedOn);
    },
  },
};

/** In words; undefined where it is the same, or where the client did not wait for it. */
function whatWasPassedOn({ closed, server }: StreamFacts, said: GrpcStatus, upstream: StreamFacts): string | undefined {
  if (closed === undefined || (closed.how === 'RST_STREAM' && closed.endedBy === 'CLIENT')) return undefined;
  if (closed.how === 'CONNECTION_CLOSED') return undefined;
  const { grpcStatus } = closed;
  if (grpcStatus === undefined)
    return closed.how === 'RST_STREAM' ? `RST_STREAM ${closed.error}` : 'no grpc-status at all';
  if (grpcStatus.code !== said.code) return inWords(grpcStatus);
  const isMoved = closed.how === 'TRAILERS_ONLY' && server.dataFrames > 0 && upstream.server.dataFrames === 0;
  return isMoved
    ? `the same in the head of a response that an empty DATA frame ended, where clients do not look for it`
    : undefined;
}

function match({ upstream, downstream, last }: BothLegs, said: GrpcStatus, passedOn: string): Match {
  const { name } = downstream;
  return {
    explanation: `The upstream answered ${name} with ${inWords(said)}; the hop in between gave its client ${passedOn}.`,
    evidence: [...evidenceOf(upstream), ...evidenceOf(downstream)].sort((a, b) => a - b),
    streamId: (last === 'upstream' ? upstream : downstream).id,
    cause: `${name} ${said.code}`,
  };
}

function inWords({ code, name, message }: GrpcStatus): string {
  const text = quoted(message);
  return `grpc-status ${code} ${name}${text === '' ? '' : ` ${text}`}`;
}
