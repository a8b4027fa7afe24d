import assert from 'node:assert/strict';

import { compileFilter } from '../../src/filter/filter.ts';
import { FilterError } from '../../src/filter/filter-error.ts';

/** Why a filter is refused. */
export function refusal(text: string): FilterError {
  try {
    compileFilter(text);
  } catch (error) {
    assert.ok(error instanceof FilterError, String(error));
    return error;
  }
  return assert.fail(`${text} was taken`);
}

/** @param marked a filter with `¦` where the position of its error is expected */
export function assertRefused(marked: string, reason: RegExp): void {
  const position = marked.indexOf('¦');
  assert.ok(position >= 0, 'the text has no mark');
  const error = refusal(marked.replace('¦', ''));
  assert.match(error.reason, reason);
  assert.equal(error.position, position, String(error));
}
