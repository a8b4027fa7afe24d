import type { ConnectionFacts } from '../../facts/connection.ts';
import type { FailedRequest } from '../../facts/failed-requests.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { milliseconds } from '../words.ts';

/** The longest backoff that is usual; the same id later is another use of it. */
const RETRY_WITHIN_MS = 10_000;

/** S25 */
export const RETRIES: Rule = {
  id: 'S25',
  title: 'Calls are retried',
  severity: 'INFO',
  meaning:
    'The client, or a proxy in front, sends a call again that failed before. What the caller sees as one slow call are several here, ' +
    'and the server does the work of each. Under load retries multiply the load.',
  wire:
    'grpc-previous-rpc-attempts of 1 or more, x-envoy-attempt-count of 2 or more, or the x-request-id and :path of a request ' +
    'that failed on the same connection less than ten seconds ago.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Method',
    '   0.500 SERVER HEADERS 1 END_STREAM grpc-status=14',
    '   0.700 CLIENT HEADERS 3 :path=/pkg.Service/Method grpc-previous-rpc-attempts=1',
  ],
  reproduce: [
    'a client whose service config has a retryPolicy for UNAVAILABLE, and the fault "until_attempt=3;status=UNAVAILABLE";',
    "or by hand: grpcurl -plaintext -H 'grpc-previous-rpc-attempts: 1' -d '{}' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      change:
        'maxAttempts, retryableStatusCodes and retryThrottling of the service config; where a proxy retries too, attempts multiply',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'retry_policy of the route (retry_on, num_retries), retry_budget of the circuit breakers of the cluster',
    },
    { side: 'proxy', of: 'Istio', change: 'retries of the VirtualService: attempts is 2 where nothing is said' },
    { side: 'server', change: 'grpc-retry-pushback-ms in trailers tells clients when to try again, or with -1 not to' },
  ],
  spec: ['gRFC A6, Exposed Retry Metadata', 'Envoy documentation, x-envoy-attempt-count'],
  watches: {
    request(connection: ConnectionFacts, stream: StreamFacts, time: number): Match | undefined {
      const { previousAttempts, transparentAttempts, envoyAttemptCount } = stream.request;
      const told = previousAttempts ?? transparentAttempts ?? envoyAttemptCount;
      return told === undefined ? byRequestId(connection, stream, time) : byCount(stream);
    },
  },
};

function byCount(stream: StreamFacts): Match | undefined {
  const { previousAttempts = '0', transparentAttempts = '0', envoyAttemptCount = '1' } = stream.request;
  if (Number(previousAttempts) >= 1)
    return tell(stream, `grpc-previous-rpc-attempts ${previousAttempts}: the gRPC library of the client retries`);
  if (Number(envoyAttemptCount) >= 2) return tell(stream, `x-envoy-attempt-count ${envoyAttemptCount}: Envoy retries`);
  if (Number(transparentAttempts) >= 1)
    return tell(
      stream,
      `grpc-transparent-retry-attempts ${transparentAttempts}: the gRPC library of the client retries what no server has seen`,
    );
  return undefined;
}

function byRequestId(connection: ConnectionFacts, stream: StreamFacts, time: number): Match | undefined {
  const before = connection.failedRequests.before(stream);
  if (before === undefined) return undefined;
  const passedMs = (time - before.closedAt) / 1_000;
  if (passedMs > RETRY_WITHIN_MS) return undefined;
  const how = `the x-request-id of one that failed ${milliseconds(passedMs)} before: a proxy in front, or the client, retries`;
  return tell(stream, how, before);
}

function tell(stream: StreamFacts, how: string, before?: FailedRequest): Match {
  return {
    explanation: `The request ${stream.name} came with ${how}.`,
    evidence: [before?.requestSeq ?? 0, before?.closedSeq ?? 0, stream.requestSeq],
    streamId: stream.id,
    cause: stream.name,
  };
}
