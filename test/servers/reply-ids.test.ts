import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ID_FIELDS } from '../../src/reply-id-fields.ts';
import { createTraceresponses, replyIds } from '../../src/servers/reply-ids.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test('a request of a trace is told the span that it began, and whether the trace is sampled', () => {
  const traceresponseOf = createTraceresponses();
  const answers = [0, 1].map(() => traceresponseOf(`00-${TRACE}-${SPAN}-01`) ?? '');
  for (const answer of answers) {
    assert.match(answer, new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    assert.ok(!answer.includes(SPAN));
  }
  assert.notEqual(answers[0], answers[1]);
  assert.match(traceresponseOf(`00-${TRACE}-${SPAN}-00`) ?? '', /-00$/);
});

test('a request without one, or with one that is not valid, is told nothing', () => {
  const traceresponseOf = createTraceresponses();
  for (const came of [undefined, '', 'nonsense', `00-${TRACE}-${SPAN}-01, x`, ['a', 'b']]) {
    assert.equal(traceresponseOf(came), undefined);
  }
});

test('where traces begin here it is told a new one, sampled and random', () => {
  const traceresponseOf = createTraceresponses(true);
  const begun = [undefined, 'nonsense'].map((came) => traceresponseOf(came) ?? '');
  for (const one of begun) assert.match(one, /^00-[0-9a-f]{32}-[0-9a-f]{16}-03$/);
  assert.notEqual(begun[0]?.slice(0, 35), begun[1]?.slice(0, 35));
  assert.match(traceresponseOf(`00-${TRACE}-${SPAN}-00`) ?? '', new RegExp(`^00-${TRACE}-.*-00$`));
});

test('the field says connection and place, as the trace has them; all of its names are reserved', () => {
  assert.deepEqual(replyIds('c3', 5), { 'x-sre-trace': 'c3/5' });
  const both = replyIds('c3', 0, 'x');
  assert.deepEqual(both, { 'x-sre-trace': 'c3/0', traceresponse: 'x' });
  assert.deepEqual(Object.keys(both), [...ID_FIELDS]);
});
