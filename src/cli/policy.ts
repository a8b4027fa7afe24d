/** What the options of a policy mean, in the units that the servers and capture/ use. */

import type { PingLimits } from '../capture/ping-policy.ts';
import type { MessageLimits } from '../servers/grpc/server.ts';
import type { Http2Policy } from '../servers/http2/policy.ts';
import type { PolicyOptions } from './options/policy.ts';

export interface PolicyConfig {
  /** Of both servers. */
  readonly http2: Http2Policy;
  readonly messages: MessageLimits;
  /** Undefined: PINGs are not counted. */
  readonly pings: PingLimits | undefined;
}

export function policyOf(options: PolicyOptions): PolicyConfig {
  return {
    http2: {
      settings: {
        maxConcurrentStreams: options.maxConcurrentStreams,
        streamWindow: options.streamWindowBytes,
        connectionWindow: options.connectionWindowBytes,
        headerTable: options.headerTableBytes,
        maxHeaderList: options.maxHeaderListBytes,
      },
      sessions: {
        keepalive: keepaliveOf(options),
        maxAgeMs: milliseconds(options.maxConnectionAgeSeconds),
        maxAgeGraceMs: milliseconds(options.maxConnectionAgeGraceSeconds),
        maxIdleMs: milliseconds(options.maxConnectionIdleSeconds),
      },
    },
    messages: { maxReceive: options.maxReceiveMessageBytes, maxSend: options.maxSendMessageBytes },
    pings: pingsOf(options),
  };
}

/** What was asked for and has no effect. */
export function policyWarnings(options: PolicyOptions): string[] {
  const warnings: string[] = [];
  const { maxConnectionAgeSeconds, maxConnectionAgeGraceSeconds, minPingIntervalSeconds } = options;
  if (maxConnectionAgeGraceSeconds !== undefined && maxConnectionAgeSeconds === undefined) {
    warnings.push('--max-connection-age-grace-seconds has no effect without --max-connection-age-seconds');
  }
  if (options.permitPingWithoutStream === 'on' && minPingIntervalSeconds === undefined) {
    warnings.push(
      '--permit-ping-without-stream has no effect without --min-ping-interval-seconds: no PINGs are counted',
    );
  }
  return warnings;
}

function keepaliveOf({ keepaliveTimeSeconds, keepaliveTimeoutSeconds }: PolicyOptions) {
  if (keepaliveTimeSeconds === undefined) return undefined;
  return { timeMs: keepaliveTimeSeconds * 1_000, timeoutMs: keepaliveTimeoutSeconds * 1_000 };
}

function pingsOf({ minPingIntervalSeconds, permitPingWithoutStream }: PolicyOptions): PingLimits | undefined {
  if (minPingIntervalSeconds === undefined) return undefined;
  return { minIntervalMs: minPingIntervalSeconds * 1_000, permitWithoutStream: permitPingWithoutStream === 'on' };
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1_000;
}
