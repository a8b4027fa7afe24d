/** What of the traffic is traced, kept and shown. */

import { InvalidArgumentError, Option } from 'commander';
import { FORMAT_NAMES } from '../../formats/by-name.ts';
import { DEFAULT_RING_BYTES } from '../../sinks/ring.ts';
import {
  isHeaderName,
  MAX_PAYLOAD_BYTES,
  MAX_REDACTED_NAMES,
  MAX_SAMPLE,
  TRACE_SWITCHES,
  type TraceSwitch,
} from '../../trace/recording.ts';
import { EnvOption } from '../environment.ts';
import { notEmpty, number } from './values.ts';

export interface TraceOptions {
  /** Absent: DEFAULT_LOG, unless nothing is traced. */
  readonly log?: string;
  readonly traceFile?: string;
  readonly trace: TraceSwitch;
  readonly traceSample: number;
  readonly ringBytes: number;
  readonly payloadBytes: number;
  readonly redactHeaders: readonly string[];
  readonly redact: boolean;
  readonly diagnosis: 'on' | 'off';
}

export const DEFAULT_LOG = 'pretty';

/** Room for a few thousand events; typed arrays of what is more than a GiB can't be had everywhere. */
const MIN_RING_BYTES = 1024 * 1024;
const MAX_RING_BYTES = 2 * 1024 * 1024 * 1024;

/** `--no-redact` is a switch: its environment variable is read by `redactByEnvironment`. */
export function traceOptions(): Option[] {
  return [
    new EnvOption(
      '--log <format>',
      `what stdout shows of the trace (default: "${DEFAULT_LOG}"); findings is what went wrong and nothing else, go is as GODEBUG=http2debug=2, nghttp as nghttp -v`,
      'SRE_LOG',
    ).choices([...FORMAT_NAMES, 'off']),
    new EnvOption('--trace-file <file>', 'append the trace to this file as NDJSON', 'SRE_TRACE_FILE').argParser(
      notEmpty,
    ),
    new EnvOption(
      '--trace <switch>',
      'paused: nothing is recorded until it is switched on (PUT /api/trace/config); off: connections are not even read',
      'SRE_TRACE',
    )
      .choices(TRACE_SWITCHES)
      .default('on'),
    number('--trace-sample <n>', 'record one connection in so many', 'SRE_TRACE_SAMPLE', {
      fallback: 1,
      min: 1,
      max: MAX_SAMPLE,
    }),
    number('--ring-bytes <n>', 'how much of the trace to keep in memory', 'SRE_RING_BYTES', {
      fallback: DEFAULT_RING_BYTES,
      min: MIN_RING_BYTES,
      max: MAX_RING_BYTES,
    }),
    number('--payload-bytes <n>', 'how much to keep of each DATA frame and message', 'SRE_PAYLOAD_BYTES', {
      fallback: 1_024,
      max: MAX_PAYLOAD_BYTES,
    }),
    new EnvOption(
      '--diagnosis <switch>',
      'off: findings cost nothing, and there are none (docs/diagnosis.md)',
      'SRE_DIAGNOSIS',
    )
      .choices(['on', 'off'])
      .default('on'),
    new EnvOption(
      '--redact-headers <names>',
      'hide the values of these header fields as well, separated by commas',
      'SRE_REDACT_HEADERS',
    )
      .default([], 'none')
      .argParser(headerNames),
    new Option('--no-redact', 'show credentials: authorization, cookies, API keys (env: SRE_NO_REDACT=true)'),
  ];
}

/** @throws InvalidArgumentError with the name that is none */
function headerNames(typed: string): readonly string[] {
  const names = typed.split(',').map((name) => name.trim());
  if (names.length > MAX_REDACTED_NAMES) {
    throw new InvalidArgumentError(`It has ${names.length} names: expected 1 to ${MAX_REDACTED_NAMES}.`);
  }
  const wrong = names.find((name) => !isHeaderName(name));
  if (wrong === undefined) return names.map((name) => name.toLowerCase());
  throw new InvalidArgumentError(
    `'${wrong}' is no name of a header field: expected for example x-token,x-session, with commas between them.`,
  );
}

/** @throws InvalidArgumentError where the value is no switch */
export function redactByEnvironment(env: Readonly<Record<string, string | undefined>>): boolean {
  const value = env.SRE_NO_REDACT;
  if (value === undefined || value === '' || value === 'false' || value === '0') return true;
  if (value === 'true' || value === '1') return false;
  throw new InvalidArgumentError(`SRE_NO_REDACT is '${value}', expected true or false.`);
}
