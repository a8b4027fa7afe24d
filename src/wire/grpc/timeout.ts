/** The `grpc-timeout` header: gRPC PROTOCOL-HTTP2, Timeout. */

/** One unit is `millis / perMilli` milliseconds: two whole numbers, so that nothing is rounded twice. */
interface TimeoutUnit {
  readonly letter: string;
  readonly millis: number;
  readonly perMilli: number;
}

/** From the finest to the coarsest. */
const UNITS: readonly TimeoutUnit[] = [
  { letter: 'n', millis: 1, perMilli: 1_000_000 },
  { letter: 'u', millis: 1, perMilli: 1_000 },
  { letter: 'm', millis: 1, perMilli: 1 },
  { letter: 'S', millis: 1_000, perMilli: 1 },
  { letter: 'M', millis: 60_000, perMilli: 1 },
  { letter: 'H', millis: 3_600_000, perMilli: 1 },
];

/** TimeoutValue: "at most 8 digits". */
const MAX_DIGITS = 8;
const MAX_AMOUNT = 99_999_999n;
const LONGEST = `${MAX_AMOUNT}H`;
const NANOS_PER_MILLI = 1_000_000n;

/**
 * @param value as sent, for example "77m"
 * @returns milliseconds, with a fraction where the unit is finer; undefined where the value is not of the form. Zero is
 *   against the letter ("positive integer") but is what clients send whose deadline has passed, so it counts.
 */
export function parseTimeout(value: string): number | undefined {
  const digits = value.length - 1;
  if (digits < 1 || digits > MAX_DIGITS) return undefined;
  let amount = 0;
  for (let i = 0; i < digits; i++) {
    const digit = value.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    amount = amount * 10 + digit;
  }
  const letter = value.charAt(digits);
  for (const unit of UNITS) if (unit.letter === letter) return (amount * unit.millis) / unit.perMilli;
  return undefined;
}

/**
 * @param timeoutMs from 0; fractions count down to nanoseconds
 * @returns the value in the coarsest unit that tells it exactly, else in the finest that fits, rounded up. Zero becomes
 *   "1n", since the value must be positive; more than the header can tell becomes the most that it can.
 * @throws RangeError where `timeoutMs` is negative or not a number
 */
export function formatTimeout(timeoutMs: number): string {
  if (!(timeoutMs >= 0)) throw new RangeError(`timeout ${timeoutMs} ms: expected 0 or more`);
  if (timeoutMs === Number.POSITIVE_INFINITY) return LONGEST;
  const nanos = nanosOf(timeoutMs);
  if (nanos === 0n) return '1n';
  const exact = UNITS.findLast((unit) => nanos % nanosIn(unit) === 0n && nanos / nanosIn(unit) <= MAX_AMOUNT);
  if (exact !== undefined) return `${nanos / nanosIn(exact)}${exact.letter}`;
  const finest = UNITS.find((unit) => roundedUp(nanos, unit) <= MAX_AMOUNT);
  return finest === undefined ? LONGEST : `${roundedUp(nanos, finest)}${finest.letter}`;
}

function nanosOf(timeoutMs: number): bigint {
  const millis = Math.floor(timeoutMs);
  return BigInt(millis) * NANOS_PER_MILLI + BigInt(Math.round((timeoutMs - millis) * Number(NANOS_PER_MILLI)));
}

function nanosIn(unit: TimeoutUnit): bigint {
  return (BigInt(unit.millis) * NANOS_PER_MILLI) / BigInt(unit.perMilli);
}

function roundedUp(nanos: bigint, unit: TimeoutUnit): bigint {
  return (nanos + nanosIn(unit) - 1n) / nanosIn(unit);
}
