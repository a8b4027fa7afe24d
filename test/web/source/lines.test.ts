import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { LineTooLong, linesOf } from '../../../src/web/source/lines.ts';

const encoder = new TextEncoder();

function streamOf(chunks: readonly Uint8Array[], onCancel = () => {}): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: onCancel,
  });
}

async function read(chunks: readonly Uint8Array[], maxBytes = 100): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of linesOf(streamOf(chunks), maxBytes)) {
    all.push(...lines.map((line) => new TextDecoder().decode(line)));
  }
  return all;
}

suite('lines of a stream', () => {
  const TEXT = 'one\n\nzwölf\r\nlast';
  const bytes = encoder.encode(TEXT);

  test('are whole, whatever the chunks', async () => {
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      assert.deepEqual(await read(chunks), ['one', '', 'zwölf\r', 'last'], `${size} bytes a chunk`);
    }
  });

  test('may end with a line feed, behind which is no line', async () => {
    assert.deepEqual(await read([encoder.encode('one\ntwo\n')]), ['one', 'two']);
  });

  test('are none of an empty stream', async () => {
    assert.deepEqual(await read([]), []);
    assert.deepEqual(await read([new Uint8Array()]), []);
  });

  test('have a bound, so that what has no line feeds is not held', async () => {
    await assert.rejects(read([encoder.encode('x'.repeat(60)), encoder.encode('x'.repeat(60))]), LineTooLong);
    assert.equal((await read([encoder.encode(`${'x'.repeat(100)}\n${'y'.repeat(100)}`)])).length, 2);
  });

  test('are cancelled by who has enough', async () => {
    let isCancelled = false;
    const stream = streamOf([bytes, bytes, bytes], () => {
      isCancelled = true;
    });
    for await (const _ of linesOf(stream, 100)) break;
    assert.ok(isCancelled);
  });
});
