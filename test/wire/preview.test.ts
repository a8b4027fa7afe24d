import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Preview, PreviewArena } from '../../src/wire/preview.ts';
import { seededRandom } from '../support/seeded-random.ts';

function textOf(preview: Preview): string {
  return Buffer.from(preview.bytes()).toString('latin1');
}

function append(preview: Preview, text: string): void {
  const bytes = Buffer.from(`<${text}>`, 'latin1');
  preview.append(bytes, 1, bytes.length - 1);
  bytes.fill(0);
}

describe('a preview', () => {
  test('has the first bytes of what was appended, whatever becomes of those afterwards', () => {
    const preview = new PreviewArena(8).preview(100);
    append(preview, 'hello');
    assert.deepEqual([textOf(preview), preview.length, preview.isFull], ['hello', 5, false]);
    append(preview, ' world');
    assert.deepEqual([textOf(preview), preview.length, preview.isFull], ['hello wo', 8, true]);
  });

  test('that was cut has no more than that, and takes no more', () => {
    const preview = new PreviewArena(8).preview(100);
    append(preview, 'hello');
    preview.cut(2);
    append(preview, ' world');
    assert.deepEqual([textOf(preview), preview.isFull], ['he', true]);
    const short = new PreviewArena(8).preview(100);
    append(short, 'a');
    short.cut(5);
    append(short, 'b');
    assert.equal(textOf(short), 'a');
  });

  test('is full with all there is, where that is less; of nothing, at once', () => {
    const arena = new PreviewArena(8);
    const short = arena.preview(2);
    append(short, 'ab');
    assert.deepEqual(
      [short.isFull, arena.preview(0).isFull, new PreviewArena(0).preview(9).isFull],
      [true, true, true],
    );
  });

  test('takes no memory for what is announced and does not come', () => {
    const arena = new PreviewArena(1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const previews = Array.from({ length: 1_000 }, () => arena.preview(0xffffffff));
    for (const preview of previews) append(preview, 'x');
    assert.ok(process.memoryUsage().arrayBuffers - before < 1024 * 1024);
  });
});

test('a preview that waits for more keeps no slab of the others, and goes on as it was', () => {
  const arena = new PreviewArena(1024);
  const preview = arena.preview(100);
  append(preview, 'abc');
  const shared = preview.slab;
  preview.detach();
  assert.notEqual(preview.slab, shared);
  assert.ok(preview.slab.length <= 100);
  for (const more of ['d', 'e'.repeat(50), 'f'.repeat(60)]) {
    append(preview, more);
    preview.detach();
  }
  assert.equal(textOf(preview), `abcd${'e'.repeat(50)}${'f'.repeat(46)}`);
  assert.ok(preview.slab.length <= 100);
});

test('previews of one arena keep apart, however they grow', () => {
  const random = seededRandom(3);
  for (const maxBytes of [16, 1024, 100_000]) {
    const arena = new PreviewArena(maxBytes);
    const expected = Array.from({ length: 50 }, () => '');
    const previews = expected.map(() => arena.preview(200_000));
    for (let step = 0; step < 500; step++) {
      const at = random.int(previews.length);
      const text = Buffer.from(random.bytes(random.int(random.pick([3, 80, 20_000])))).toString('latin1');
      append(previews[at] as Preview, text);
      expected[at] = (expected[at] + text).slice(0, maxBytes);
    }
    assert.deepEqual(previews.map(textOf), expected);
  }
});
