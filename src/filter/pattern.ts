import { RE2JS } from '@bufbuild/re2';
import { MAX_MATCHED_LENGTH, MAX_PATTERN_LENGTH, MAX_PATTERN_PROGRAM, MAX_PATTERN_REPEAT } from './limits.ts';

/** A regular expression that has been found to be cheap enough. */
export interface Pattern {
  /** @throws RangeError where the text is longer than MAX_MATCHED_LENGTH */
  test(text: string): boolean;
}

/**
 * Compiles a pattern of RE2: no back references, no lookaround, and so no backtracking; time is linear in the text. What it is
 * multiplied by, the size of the program, has its limit here.
 *
 * @throws Error that says what is wrong with it
 */
export function compilePattern(pattern: string): Pattern {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new Error(`the pattern has ${pattern.length} characters, expected up to ${MAX_PATTERN_LENGTH}`);
  }
  for (const [repeat, ...counts] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (counts.every((count) => Number(count ?? 0) <= MAX_PATTERN_REPEAT)) continue;
    throw new Error(`the pattern repeats ${repeat}, expected up to ${MAX_PATTERN_REPEAT} times`);
  }
  const compiled = RE2JS.compile(pattern);
  const size = compiled.re2().prog.numInst();
  if (size > MAX_PATTERN_PROGRAM) {
    throw new Error(`the pattern takes ${size} steps of RE2 for a character, expected up to ${MAX_PATTERN_PROGRAM}`);
  }
  return { test: (text) => compiled.test(shortEnough(text)) };
}

function shortEnough(text: string): string {
  if (text.length <= MAX_MATCHED_LENGTH) return text;
  throw new RangeError(`a text of ${text.length} characters matches no pattern, the longest has ${MAX_MATCHED_LENGTH}`);
}
