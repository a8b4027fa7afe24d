/** Which timer a duration looks like: those that proxies and load balancers have by default, or that people set. */

/**
 * Seconds. Envoy: route timeout 15, stream idle 300, connection idle 3600. nginx and AWS ALB: 60. AWS NLB: 350. Google: 30 and 600.
 * The others are what people write into a configuration.
 */
const USUAL_SECONDS: readonly number[] = [5, 10, 15, 30, 60, 120, 300, 350, 600, 900, 3600];

/** Either way: timers of busy processes run late, and some begin before the request came here, while a connection was made. */
const TOLERANCE = 0.02;
const MAX_TOLERANCE_MS = 500;

/** For a timer whose value is told: of a short one 2 % are less than a scheduler needs. */
const MIN_TOLERANCE_MS = 25;

/** A proxy that names its timer starts it when it has the request; a busy server reads that later, and has the less of it. */
const NAMED_TOLERANCE = 0.1;

/** Near some whole second is every duration. With less than this, one in ten is, by chance. */
const WHOLE_SECOND_TOLERANCE_MS = 50;

/** People write 7 s and 25 s, 45 s and 90 s, 3 min and 40 min. */
const MAX_WHOLE_SECONDS = 30;
const MAX_MULTIPLES_OF_FIVE = 120;

/**
 * @param isProxied a proxy has left its name: any whole second may be one that somebody has set
 * @returns what the timer was set to, in milliseconds; undefined where `elapsedMs` is like none
 */
export function usualTimer(elapsedMs: number, isProxied: boolean): number | undefined {
  for (const seconds of USUAL_SECONDS) {
    if (isNear(elapsedMs, seconds * 1_000, MAX_TOLERANCE_MS)) return seconds * 1_000;
  }
  return isProxied ? wholeSecond(elapsedMs) : undefined;
}

/** Whether a timer that is known to be set to `timerMs` may have run out after `elapsedMs`. */
export function ranOut(elapsedMs: number, timerMs: number): boolean {
  return isAbout(elapsedMs, timerMs, TOLERANCE);
}

/** Whether a timer that somebody else has started, and said to be set to `timerMs`, may have run out after `elapsedMs` here. */
export function ranOutAsNamed(elapsedMs: number, timerMs: number): boolean {
  return isAbout(elapsedMs, timerMs, NAMED_TOLERANCE);
}

function isAbout(elapsedMs: number, timerMs: number, share: number): boolean {
  const tolerance = Math.min(MAX_TOLERANCE_MS, Math.max(MIN_TOLERANCE_MS, timerMs * share));
  return Math.abs(elapsedMs - timerMs) <= Math.min(tolerance, timerMs / 2);
}

function wholeSecond(elapsedMs: number): number | undefined {
  const seconds = Math.round(elapsedMs / 1_000);
  const step = seconds <= MAX_WHOLE_SECONDS ? 1 : seconds <= MAX_MULTIPLES_OF_FIVE ? 5 : 60;
  if (seconds === 0 || seconds % step !== 0) return undefined;
  return isNear(elapsedMs, seconds * 1_000, WHOLE_SECOND_TOLERANCE_MS) ? seconds * 1_000 : undefined;
}

function isNear(elapsedMs: number, timerMs: number, maxToleranceMs: number): boolean {
  return Math.abs(elapsedMs - timerMs) <= Math.min(timerMs * TOLERANCE, maxToleranceMs);
}
