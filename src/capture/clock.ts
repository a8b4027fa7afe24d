/** @returns microseconds since the Unix epoch, whole, and never going backwards while the process lives */
export type Clock = () => number;

/** The wall clock at the start, carried on by the monotonic clock: a step of the wall clock would put events out of order. */
export function systemClock(): Clock {
  const startedAt = performance.timeOrigin;
  return () => Math.round((startedAt + performance.now()) * 1000);
}
