import { duration, integer } from '../parameter.ts';
import { MAX_ITEMS, MAX_WAIT_MS } from '../ranges.ts';

/** Of the endpoints that send one item after the other. `what`: in the plural. */
export function paceParameters(what: string) {
  return {
    count: integer({ description: `how many ${what}`, min: 1, max: MAX_ITEMS, fallback: '10' }),
    duration: duration({ description: 'from the first to the last', min: 0, max: MAX_WAIT_MS, fallback: '5s' }),
    delay: duration({ description: 'before the header fields', min: 0, max: MAX_WAIT_MS, fallback: '0s' }),
  };
}
