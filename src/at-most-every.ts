/**
 * Passes a line on, but no more than one in each interval; the next one then says how many were left out.
 *
 * @param now milliseconds of any clock that does not go back
 */
export function atMostEvery(
  intervalMs: number,
  log: (line: string) => void,
  now: () => number,
): (line: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return (line) => {
    if (now() - last < intervalMs) {
      leftOut++;
      return;
    }
    log(leftOut === 0 ? line : `${line} (and ${leftOut} more like this)`);
    last = now();
    leftOut = 0;
  };
}
