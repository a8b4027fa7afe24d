import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HeaderBlocks } from '../../../src/diagnose/facts/header-blocks.ts';
import type { FrameEvent } from '../../../src/diagnose/rule.ts';
import type { Headers } from '../../../src/trace/event.ts';
import { field, frame, redactedField, stamp } from '../../support/events.ts';

type Part = readonly [type: 'HEADERS' | 'CONTINUATION', length: number, headers?: Headers];

const END_HEADERS = 0x4;

function blocks(...parts: readonly Part[]): HeaderBlocks {
  const seen = new HeaderBlocks();
  const bodies = parts.map(([type, length, headers]) =>
    frame('CLIENT', type, 1, {
      length,
      flagBits: headers === undefined ? 0 : END_HEADERS,
      ...(headers && { headers }),
    }),
  );
  for (const event of stamp(bodies)) seen.frame(event as FrameEvent);
  return seen;
}

function list(listSize: number, fields: Headers['fields'] = []): Headers {
  return { category: 'REQUEST', fields, blockLength: 1, listSize, tableSize: 0 };
}

describe('HeaderBlocks', () => {
  test('nothing is kept of a block in one frame whose list is not long', () => {
    assert.equal(blocks(['HEADERS', 100, list(400)], ['HEADERS', 100, list(64 * 1024)]).long, undefined);
  });

  test('of one in several frames all are counted, also before it ends', () => {
    const open = blocks(['HEADERS', 16_384], ['CONTINUATION', 16_384], ['CONTINUATION', 10]).long;
    assert.deepEqual([open?.bytes, open?.continuations, open?.listSize], [32_778, 2, undefined]);
    assert.deepEqual([open?.firstSeq, open?.seq], [1, 3]);
    const ended = blocks(['HEADERS', 16_384], ['CONTINUATION', 10, list(50_000)]).long;
    assert.deepEqual([ended?.bytes, ended?.listSize], [16_394, 50_000]);
  });

  test('the last long one is kept, and is not continued by what follows its end', () => {
    const { long } = blocks(['HEADERS', 5], ['CONTINUATION', 5, list(900)], ['HEADERS', 100, list(100_000)]);
    assert.deepEqual([long?.bytes, long?.continuations, long?.listSize], [100, 0, 100_000]);
  });

  test('the longest field is named, and the only secret one is measured by what is missing', () => {
    const plain = [field('a', 'x'.repeat(30)), field('b', 'x'.repeat(70_000))];
    assert.deepEqual(blocks(['HEADERS', 9, list(71_000, plain)]).long?.longest, { name: 'b', length: 70_000 });
    const secret = [field('a', 'x'.repeat(30)), redactedField('cookie')];
    const listSize = 1 + 30 + 32 + 'cookie'.length + 66_000 + 32;
    assert.deepEqual(blocks(['HEADERS', 9, list(listSize, secret)]).long?.longest, { name: 'cookie', length: 66_000 });
  });
});
