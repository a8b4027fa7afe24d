/** How `serve` and its connections come to an end. */

import type { Option } from 'commander';
import { number } from './values.ts';

export interface EndingOptions {
  readonly graceSeconds: number;
  readonly drainDelaySeconds: number;
  readonly halfClosedIdleSeconds: number;
}

/** setTimeout's limit is 24 days; an hour is more than any orchestrator waits. */
const MAX_SECONDS = 3_600;

export function endingOptions(): Option[] {
  return [
    number('--grace-seconds <n>', 'on SIGTERM: how long calls in flight may take to end', 'SRE_GRACE_SECONDS', {
      fallback: 10,
      max: MAX_SECONDS,
    }),
    number(
      '--drain-delay-seconds <n>',
      'on SIGTERM: how long to serve on as NOT_SERVING and not ready, before connections are told to go; as a preStop sleep',
      'SRE_DRAIN_DELAY_SECONDS',
      { fallback: 0, max: MAX_SECONDS },
    ),
    number(
      '--half-closed-idle-seconds <n>',
      'cut a connection that one side has closed when nothing passed for so long',
      'SRE_HALF_CLOSED_IDLE_SECONDS',
      { fallback: 60, min: 1, max: MAX_SECONDS },
    ),
  ];
}
