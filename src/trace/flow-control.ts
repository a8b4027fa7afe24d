/**
 * The windows that bound one sender of DATA, RFC 9113 §6.9: one for its connection here, and one for each of its streams in
 * the stream (StreamSide.window). A tracer in the middle sees both directions and keeps both ledgers.
 */

import { ERROR_CODE } from '../wire/http2/error-code.ts';
import { INITIAL_SETTINGS, MAX_WINDOW_SIZE } from '../wire/http2/settings.ts';
import type { Violation } from '../wire/violation.ts';

/** RFC 9113 §6.9.2: both kinds of window start here; SETTINGS_INITIAL_WINDOW_SIZE moves those of streams only. */
export const DEFAULT_WINDOW = INITIAL_SETTINGS.INITIAL_WINDOW_SIZE;

/** A window that may be changed; negative where SETTINGS shrank it, RFC 9113 §6.9.2. */
export interface SendWindow {
  window: number;
}

/** Takes `length` bytes of a DATA payload, padding included, from `target`. */
export function spend(target: SendWindow, length: number, scope: Violation['scope']): Violation | undefined {
  const had = target.window;
  target.window = had - length;
  if (length <= had || length === 0) return undefined;
  return {
    errorCode: ERROR_CODE.FLOW_CONTROL_ERROR,
    scope,
    reason: `DATA of ${length} bytes, but the ${scope.toLowerCase()} window had ${had}`,
    spec: 'RFC 9113 §6.9.1',
  };
}

/** Adds a WINDOW_UPDATE's increment to `target`. */
export function widen(target: SendWindow, by: number, scope: Violation['scope']): Violation | undefined {
  target.window += by;
  if (target.window <= MAX_WINDOW_SIZE) return undefined;
  return {
    errorCode: ERROR_CODE.FLOW_CONTROL_ERROR,
    scope,
    reason: `the ${scope.toLowerCase()} window grew to ${target.window}, beyond 2^31-1`,
    spec: 'RFC 9113 §6.9.1',
  };
}
