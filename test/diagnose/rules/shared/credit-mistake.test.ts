import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCreditMistake } from '../../../../src/diagnose/rules/shared/credit-mistake.ts';
import { conversation } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

/** Of the frames that broke a rule, which are about credit. */
function judged(...sent: readonly Uint8Array[]): string[] {
  const talk = conversation();
  talk.client(talk.request(1, CALL), ...sent);
  return talk.events.flatMap((event) => {
    if (event.kind !== 'frame' || event.frame.violation === undefined) return [];
    return `${event.frame.type} ${isCreditMistake(event.frame.type, event.frame.violation)}`;
  });
}

test('RFC 9113 §6.9: an increment of 0 is, and a window beyond 2^31-1, by a WINDOW_UPDATE or by SETTINGS', () => {
  assert.deepEqual(judged(frames.windowUpdate(1, 0), frames.windowUpdate(0, 2 ** 31 - 1)), [
    'WINDOW_UPDATE true',
    'WINDOW_UPDATE true',
  ]);
  const full = frames.windowUpdate(1, 2 ** 31 - 1 - 65_535);
  assert.deepEqual(judged(full, frames.settings({ INITIAL_WINDOW_SIZE: 70_000 })), ['SETTINGS true']);
});

test('a wrong length, an idle stream, a wrong setting, and DATA beyond the window are not', () => {
  assert.deepEqual(judged(frames.raw(0x8, 0, 1, '\0\0\0\x01\0')), ['WINDOW_UPDATE false']);
  assert.deepEqual(judged(frames.windowUpdate(9, 1)), ['WINDOW_UPDATE false']);
  assert.deepEqual(judged(frames.settings({ INITIAL_WINDOW_SIZE: 2 ** 31 })), ['SETTINGS false']);
  assert.deepEqual(judged(...Array.from({ length: 4 }, () => frames.data(1, new Uint8Array(16_384)))), ['DATA false']);
});
