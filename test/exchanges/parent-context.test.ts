import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../src/exchanges/parent-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const PARENT = `00-${TRACE}-${SPAN}-01`;
const CONTEXT = { traceId: TRACE, spanId: SPAN, sampled: true };

describe('traceparent, W3C Trace Context', () => {
  test('§3.2.2: version 00 is two ids and flags, of which the lowest bit says sampled', () => {
    assert.deepEqual(contextOf(PARENT), CONTEXT);
    assert.deepEqual(contextOf(`00-${TRACE}-${SPAN}-00`), { ...CONTEXT, sampled: false });
    assert.equal(contextOf(`00-${TRACE}-${SPAN}-fe`)?.sampled, false);
    assert.equal(contextOf(`00-${TRACE}-${SPAN}-ff`)?.sampled, true);
  });

  test('§3.2.4: later versions are read as 00, with or without more behind a dash', () => {
    assert.deepEqual(contextOf(`cc-${TRACE}-${SPAN}-01`), CONTEXT);
    assert.deepEqual(contextOf(`cc-${TRACE}-${SPAN}-01-what-the-future-brings`), CONTEXT);
    assert.deepEqual(contextOf(`cc-${TRACE}-${SPAN}-01-`), CONTEXT);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span id of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['more behind version 00', `${PARENT}-x`],
    ['later versions with more and no dash', `cc-${TRACE}-${SPAN}-01.x`],
    ['blanks', ` ${PARENT}`],
    ['nothing', ''],
    ['a digit that is none', `00-${TRACE.slice(1)}g-${SPAN}-01`],
    ['a version that is none', `0x-${TRACE}-${SPAN}-01`],
    ['flags that are none', `00-${TRACE}-${SPAN}-0g`],
    ['other separators', PARENT.replaceAll('-', '_')],
    ['a part that is too short', `00-${TRACE.slice(1)}-${SPAN}-001`],
  ];
  for (const [what, value] of refused) {
    test(`${what} is refused`, () => assert.equal(contextOf(value), undefined));
  }

  test('cut at any place it is refused', () => {
    for (let length = 0; length < PARENT.length; length++) {
      assert.equal(contextOf(PARENT.slice(0, length)), undefined);
    }
  });
});

describe('tracestate', () => {
  test('is kept as it came', () => {
    assert.deepEqual(contextOf(PARENT, 'a=1,b=2'), { ...CONTEXT, state: 'a=1,b=2' });
  });

  test('§3.3.1.5: of more than 512 characters none is kept', () => {
    assert.equal(contextOf(PARENT, 'x'.repeat(512))?.state?.length, 512);
    assert.deepEqual(contextOf(PARENT, 'x'.repeat(513)), CONTEXT);
    assert.deepEqual(contextOf(PARENT, ''), CONTEXT);
  });
});
