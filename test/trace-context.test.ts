import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatTraceContext, parseTraceparent, RANDOM, SAMPLED } from '../src/trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const VALID = `00-${TRACE}-${SPAN}-01`;

test('Trace Context §3.2.2: version, trace id, parent id and flags', () => {
  assert.deepEqual(parseTraceparent(VALID), { traceId: TRACE, spanId: SPAN, flags: SAMPLED });
  assert.equal(parseTraceparent(`00-${TRACE}-${SPAN}-00`)?.flags, 0);
});

test('Trace Context §3.2.2.5: flags that are not known are not passed on', () => {
  assert.equal(parseTraceparent(`00-${TRACE}-${SPAN}-ff`)?.flags, SAMPLED | RANDOM);
  assert.equal(parseTraceparent(`00-${TRACE}-${SPAN}-f0`)?.flags, 0);
});

test('Trace Context §3.2.2: ids of zeroes, upper case, another length or separator are not valid', () => {
  const wrong = [
    '',
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    VALID.toUpperCase(),
    `ff-${TRACE}-${SPAN}-01`,
    VALID.replaceAll('-', '_'),
    ` ${VALID}`,
    `${VALID} `,
    `${VALID}\n`,
    VALID.slice(0, -1),
    VALID.slice(1),
    `00-${TRACE}${SPAN}-01`,
    `00-${TRACE}0-${SPAN}-01`,
    `00-${TRACE.replace('0', 'g')}-${SPAN}-01`,
  ];
  for (const text of wrong) assert.equal(parseTraceparent(text), undefined, JSON.stringify(text));
});

test('two fields that were joined are none', () => {
  assert.equal(parseTraceparent(`${VALID}, ${VALID}`), undefined);
});

test('Trace Context §4.3: of a later version what is known is read, where a dash sets off the rest', () => {
  const expected = { traceId: TRACE, spanId: SPAN, flags: SAMPLED };
  assert.deepEqual(parseTraceparent(`01-${TRACE}-${SPAN}-01`), expected);
  assert.deepEqual(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-will-be`), expected);
  assert.equal(parseTraceparent(`cc-${TRACE}-${SPAN}-01.what-will-be`), undefined);
  assert.equal(parseTraceparent(`${VALID}-more`), undefined, 'version 00 has no more');
});

test('what is formatted is what was parsed, in version 00', () => {
  assert.equal(formatTraceContext({ traceId: TRACE, spanId: SPAN, flags: SAMPLED }), VALID);
  assert.equal(formatTraceContext({ traceId: TRACE, spanId: SPAN, flags: 0 }), `00-${TRACE}-${SPAN}-00`);
});
