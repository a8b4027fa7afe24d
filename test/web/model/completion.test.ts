import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import { suggestions } from '../../../src/web/model/completion.ts';

const SEEN = { conn: ['c1', 'c12'], method: ['Echo', 'Watch'], path: ['/a b'] };

/** The texts that would stand in the box. */
function completed(text: string, caret = text.length): string[] {
  return suggestions(text, caret, SEEN).map((each) => text.slice(0, each.from) + each.text);
}

describe('suggestions', () => {
  test('an empty box is offered short forms', () => {
    assert.equal(completed('')[0], 'stream:');
  });

  for (const [typed, expected] of [
    ['str', 'stream:'],
    ['RST', 'RST_STREAM'],
    ['type:go', 'type:GOAWAY'],
    ['-type:pi', '-type:PING'],
    ['conn:c1', 'conn:c12'],
    ['type:DATA conn:', 'type:DATA conn:c1'],
    ['path:/', 'path:"/a b"'],
    ['method:Wa', 'method:Watch'],
    ['frame.ty', 'frame.type'],
    ['frame.head', 'frame.headers.'],
    ['frame.headers.li', 'frame.headers.listSize'],
    ['frame.type == "RST', 'frame.type == "RST_STREAM"'],
    ['conn == "', 'conn == "c1"'],
    ['seq > 5 && streamClosed.origin == "inf', 'seq > 5 && streamClosed.origin == "INFRASTRUCTURE"'],
    ['seq > 5 && streamC', 'seq > 5 && streamClosed.'],
  ] as const) {
    test(`${typed} → ${expected}`, () => {
      assert.ok(completed(typed).includes(expected), completed(typed).join(' | '));
    });
  }

  test('behind an operator of CEL there are no short forms', () => {
    assert.ok(!completed('seq > 5 && str').includes('seq > 5 && stream:'));
  });

  test('at a caret within the text, what is behind it stays out', () => {
    assert.deepEqual(completed('type:PIN conn:c1', 8), ['type:PING']);
  });

  test('where nothing is known to follow, nothing is offered', () => {
    assert.deepEqual(completed('frame.nothing.'), []);
    assert.deepEqual(completed('message.json.'), []);
    assert.deepEqual(completed('"open'), []);
  });

  test('whole conditions that are offered compile', () => {
    for (const text of [
      ...completed('type:'),
      ...completed('kind:'),
      ...completed('error:'),
      ...completed('frame.type == "'),
    ]) {
      compileFilter(text);
    }
  });
});
