/** What of the traffic is traced, kept and shown. */

import { InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES } from '../../formats/by-name.ts';
import { EnvOption } from '../environment.ts';
import { notEmpty, number } from './values.ts';

export interface TraceOptions {
  /** Absent: DEFAULT_LOG, unless nothing is traced. */
  readonly log?: string;
  readonly traceFile?: string;
  readonly trace: 'on' | 'off';
  readonly payloadBytes: number;
  readonly redact: boolean;
}

export const DEFAULT_LOG = 'pretty';

/** Previews are kept in memory for each DATA frame and message: past this, a packet capture is the better tool. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** `--no-redact` is a switch: its environment variable is read by `redactByEnvironment`. */
export function traceOptions(): Option[] {
  return [
    new EnvOption(
      '--log <format>',
      `what stdout shows of the trace (default: "${DEFAULT_LOG}"); go is as GODEBUG=http2debug=2, nghttp as nghttp -v`,
      'SRE_LOG',
    ).choices([...FORMAT_NAMES, 'off']),
    new EnvOption('--trace-file <file>', 'append the trace to this file as NDJSON', 'SRE_TRACE_FILE').argParser(
      notEmpty,
    ),
    new EnvOption('--trace <switch>', 'off: no events, so no log and no trace file', 'SRE_TRACE')
      .choices(['on', 'off'])
      .default('on'),
    number('--payload-bytes <n>', 'how much to keep of each DATA frame and message', 'SRE_PAYLOAD_BYTES', {
      fallback: 1_024,
      max: MAX_PAYLOAD_BYTES,
    }),
    new Option('--no-redact', 'show credentials: authorization, cookies, API keys (env: SRE_NO_REDACT=true)'),
  ];
}

/** @throws InvalidArgumentError where the value is no switch */
export function redactByEnvironment(env: Readonly<Record<string, string | undefined>>): boolean {
  const value = env.SRE_NO_REDACT;
  if (value === undefined || value === '' || value === 'false' || value === '0') return true;
  if (value === 'true' || value === '1') return false;
  throw new InvalidArgumentError(`SRE_NO_REDACT is '${value}', expected true or false.`);
}
