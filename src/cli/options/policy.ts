/**
 * How the servers treat their HTTP/2 connections and their clients' PINGs. docs/policies.md says what each does on the wire, and what
 * grpc-go, grpc-java, gRPC core and Envoy call it.
 */

import type { Option } from 'commander';
import { DEFAULT_HTTP2_POLICY } from '../../servers/http2/policy.ts';
import { number, onOff, optionalNumber } from './values.ts';

export interface PolicyOptions {
  readonly keepaliveTimeSeconds?: number;
  readonly keepaliveTimeoutSeconds: number;
  readonly minPingIntervalSeconds?: number;
  readonly permitPingWithoutStream: 'on' | 'off';
  readonly maxConnectionAgeSeconds?: number;
  readonly maxConnectionAgeGraceSeconds?: number;
  readonly maxConnectionIdleSeconds?: number;
  readonly maxConcurrentStreams: number;
  readonly streamWindowBytes?: number;
  readonly connectionWindowBytes?: number;
  readonly headerTableBytes?: number;
  readonly maxHeaderListBytes?: number;
  readonly maxReceiveMessageBytes: number;
  readonly maxSendMessageBytes?: number;
}

/** setTimeout's limit is 24 days, and the age of a connection gets a tenth more. */
const MAX_SECONDS = 14 * 86_400;

/** Of what is counted in bytes on a wire that has 31 bits for it: windows, and lengths that implementations keep in an int. */
const MAX_31_BITS = 2 ** 31 - 1;

/** RFC 9113 §6.9.2: SETTINGS do not change the window of a connection, and nothing makes it smaller. */
const MIN_CONNECTION_WINDOW = 65_535;

/** Each may hold buffers that its client fills. */
const MAX_STREAMS = 1_000_000;

/** What the trace's own decoder keeps; nothing that is in use asks for more. */
const MAX_HEADER_TABLE = 1024 * 1024;

/** Node resets streams with a longer list, whatever it has announced. */
const MAX_HEADER_LIST = 2 ** 24 - 1;

const SECONDS = { min: 1, max: MAX_SECONDS };

export function policyOptions(): Option[] {
  return [...pingOptions(), ...ageOptions(), ...settingsOptions(), ...messageOptions()];
}

function pingOptions(): Option[] {
  return [
    optionalNumber(
      '--keepalive-time-seconds <n>',
      'ask a client that has been silent for so long with a PING; default: never. grpc-go ServerParameters.Time',
      'SRE_KEEPALIVE_TIME_SECONDS',
      SECONDS,
    ),
    number(
      '--keepalive-timeout-seconds <n>',
      'end the connection where nothing comes for so long after it. grpc-go ServerParameters.Timeout',
      'SRE_KEEPALIVE_TIMEOUT_SECONDS',
      { fallback: 20, ...SECONDS },
    ),
    optionalNumber(
      '--min-ping-interval-seconds <n>',
      'clients that send PINGs more often get GOAWAY too_many_pings; default: not counted. grpc-go EnforcementPolicy.MinTime',
      'SRE_MIN_PING_INTERVAL_SECONDS',
      SECONDS,
    ),
    onOff(
      '--permit-ping-without-stream <switch>',
      'off: without an open stream the interval is two hours. grpc-go EnforcementPolicy.PermitWithoutStream',
      'SRE_PERMIT_PING_WITHOUT_STREAM',
    ),
  ];
}

function ageOptions(): Option[] {
  return [
    optionalNumber(
      '--max-connection-age-seconds <n>',
      'end a connection gracefully when it is so old, 10 % more or less; default: never. grpc-go MaxConnectionAge',
      'SRE_MAX_CONNECTION_AGE_SECONDS',
      SECONDS,
    ),
    optionalNumber(
      '--max-connection-age-grace-seconds <n>',
      'cut the calls that are left so long after that; default: never. grpc-go MaxConnectionAgeGrace',
      'SRE_MAX_CONNECTION_AGE_GRACE_SECONDS',
      SECONDS,
    ),
    optionalNumber(
      '--max-connection-idle-seconds <n>',
      'end a connection gracefully that has had no open stream for so long; default: never. grpc-go MaxConnectionIdle',
      'SRE_MAX_CONNECTION_IDLE_SECONDS',
      SECONDS,
    ),
  ];
}

function settingsOptions(): Option[] {
  return [
    number(
      '--max-concurrent-streams <n>',
      'streams that a connection may have open. SETTINGS_MAX_CONCURRENT_STREAMS, grpc-go MaxConcurrentStreams',
      'SRE_MAX_CONCURRENT_STREAMS',
      { fallback: DEFAULT_HTTP2_POLICY.settings.maxConcurrentStreams, min: 1, max: MAX_STREAMS },
    ),
    optionalNumber(
      '--stream-window-bytes <n>',
      'what a client may send on a stream unread; default 65535. SETTINGS_INITIAL_WINDOW_SIZE, grpc-go InitialWindowSize',
      'SRE_STREAM_WINDOW_BYTES',
      { min: 1, max: MAX_31_BITS },
    ),
    optionalNumber(
      '--connection-window-bytes <n>',
      'the same on all streams of a connection together; default 65535. grpc-go InitialConnWindowSize',
      'SRE_CONNECTION_WINDOW_BYTES',
      { min: MIN_CONNECTION_WINDOW, max: MAX_31_BITS },
    ),
    optionalNumber(
      '--header-table-bytes <n>',
      'HPACK table for what clients send; default 4096. SETTINGS_HEADER_TABLE_SIZE, grpc-go HeaderTableSize',
      'SRE_HEADER_TABLE_BYTES',
      { min: 0, max: MAX_HEADER_TABLE },
    ),
    optionalNumber(
      '--max-header-list-bytes <n>',
      'reset streams with a longer header list; default: not announced. SETTINGS_MAX_HEADER_LIST_SIZE, grpc-go MaxHeaderListSize',
      'SRE_MAX_HEADER_LIST_BYTES',
      { min: 1, max: MAX_HEADER_LIST },
    ),
  ];
}

function messageOptions(): Option[] {
  return [
    number(
      '--max-receive-message-bytes <n>',
      'a gRPC message that is larger ends its call with RESOURCE_EXHAUSTED. grpc-go MaxRecvMsgSize',
      'SRE_MAX_RECEIVE_MESSAGE_BYTES',
      { fallback: 4 * 1024 * 1024, max: MAX_31_BITS },
    ),
    optionalNumber(
      '--max-send-message-bytes <n>',
      'the same for replies; default: no limit. grpc-go MaxSendMsgSize',
      'SRE_MAX_SEND_MESSAGE_BYTES',
      { min: 0, max: MAX_31_BITS },
    ),
  ];
}
