import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import { toJson } from '../../../src/formats/json.ts';
import { copiesOf } from '../../../src/web/model/detail-copy.ts';
import { frame, message, sampleBodies, stamp } from '../../support/events.ts';

const ALL = stamp(sampleBodies());

test('the JSON is that of the export, on several lines', () => {
  for (const event of ALL) {
    const json =
      copiesOf(event)
        .find(({ label }) => label === 'JSON')
        ?.text() ?? '';
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(toJson(event))));
    assert.match(json, /^\{\n {2}"seq": /);
  }
});

test('the filter finds this event and no other', () => {
  for (const event of ALL) {
    const filter = compileFilter(
      copiesOf(event)
        .find(({ label }) => label === 'filter')
        ?.text() ?? '',
    );
    assert.deepEqual(
      ALL.filter((each) => filter.matches(each)),
      [event],
    );
  }
});

test('hex is of the bytes that were kept, where there are any', () => {
  const hex = (body: Parameters<typeof stamp>[0][number]) =>
    stamp([body]).flatMap((event) =>
      copiesOf(event)
        .filter(({ label }) => label === 'hex')
        .map(({ text }) => text()),
    );
  assert.deepEqual(hex(message('CLIENT', 1)), ['0a0568656c6c6f']);
  assert.deepEqual(hex(frame('CLIENT', 'PING', 0)), []);
  assert.deepEqual(hex(message('CLIENT', 1, { preview: new Uint8Array() })), []);
});
