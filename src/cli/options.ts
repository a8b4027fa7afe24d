/**
 * What a user can type: each option of `serve`, with its meaning, range, default, name in the environment, and what other tools
 * call it.
 */

import { InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES } from '../formats/by-name.ts';
import { EnvOption } from './environment.ts';

/** What was typed, flag or environment, each value within its own range. */
export interface ServeOptions {
  readonly host: string;
  readonly grpcPort: number;
  readonly httpPort: number;
  /** Absent: DEFAULT_LOG, unless nothing is traced. */
  readonly log?: string;
  readonly traceFile?: string;
  readonly trace: 'on' | 'off';
  readonly payloadBytes: number;
  readonly redact: boolean;
  readonly graceSeconds: number;
  readonly halfClosedIdleSeconds: number;
}

export const DEFAULT_LOG = 'pretty';

/** Previews are kept in memory for each DATA frame and message: past this, a packet capture is the better tool. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** setTimeout's limit is 24 days; an hour is more than any orchestrator waits. */
const MAX_SECONDS = 3_600;

/** In the order of the help text. `--no-redact` is a switch: its environment variable is read by `redactByEnvironment`. */
export function serveOptions(): Option[] {
  return [
    new EnvOption('--host <address>', 'address to listen on', 'SRE_HOST').default('0.0.0.0').argParser(notEmpty),
    port('--grpc-port <port>', 'port for gRPC; 0 takes a free one', 'SRE_GRPC_PORT', 50_051),
    port('--http-port <port>', 'port for HTTP/1.1 and HTTP/2 (h2c); 0 takes a free one', 'SRE_HTTP_PORT', 8_080),
    new EnvOption(
      '--log <format>',
      `what stdout shows of the trace (default: "${DEFAULT_LOG}"); go is as GODEBUG=http2debug=2, nghttp as nghttp -v`,
      'SRE_LOG',
    ).choices([...FORMAT_NAMES, 'off']),
    new EnvOption('--trace-file <file>', 'append the trace to this file as NDJSON', 'SRE_TRACE_FILE').argParser(
      notEmpty,
    ),
    new EnvOption('--trace <switch>', 'off: pass all bytes on and decode none', 'SRE_TRACE')
      .choices(['on', 'off'])
      .default('on'),
    number('--payload-bytes <n>', 'how much to keep of each DATA frame and message', 'SRE_PAYLOAD_BYTES', {
      fallback: 1_024,
      max: MAX_PAYLOAD_BYTES,
    }),
    new Option('--no-redact', 'show credentials: authorization, cookies, API keys (env: SRE_NO_REDACT=true)'),
    number('--grace-seconds <n>', 'on SIGTERM: how long calls in flight may take to end', 'SRE_GRACE_SECONDS', {
      fallback: 10,
      max: MAX_SECONDS,
    }),
    number(
      '--half-closed-idle-seconds <n>',
      'cut a connection that one side has closed when nothing passed for so long',
      'SRE_HALF_CLOSED_IDLE_SECONDS',
      { fallback: 60, min: 1, max: MAX_SECONDS },
    ),
  ];
}

/** @throws InvalidArgumentError where the value is no switch */
export function redactByEnvironment(env: Readonly<Record<string, string | undefined>>): boolean {
  const value = env.SRE_NO_REDACT;
  if (value === undefined || value === '' || value === 'false' || value === '0') return true;
  if (value === 'true' || value === '1') return false;
  throw new InvalidArgumentError(`SRE_NO_REDACT is '${value}', expected true or false.`);
}

/** @throws InvalidArgumentError: Node takes an empty host for all addresses, and an empty path for none */
function notEmpty(typed: string): string {
  if (typed !== '') return typed;
  throw new InvalidArgumentError('It is empty: expected a value, or no such option.');
}

function port(flags: string, description: string, env: string, fallback: number): Option {
  return number(flags, description, env, { fallback, max: 65_535 });
}

interface Range {
  readonly fallback: number;
  /** Default: 0. */
  readonly min?: number;
  readonly max: number;
}

function number(flags: string, description: string, env: string, { fallback, min = 0, max }: Range): Option {
  return new EnvOption(flags, `${description} (${min} to ${max})`, env).default(fallback).argParser((typed) => {
    const value = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.${serviceLinkHint(typed)}`);
  });
}

/** https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables */
function serviceLinkHint(typed: string): string {
  if (!typed.startsWith('tcp://')) return '';
  return ' Kubernetes sets this for a Service with the name in front of _PORT: enableServiceLinks: false leaves it out.';
}
