/** The events of a connection do not depend on how the network cut its bytes. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatJson } from '../../src/formats/json.ts';
import { connections } from '../support/connections.ts';
import { type PlayOptions, play, type Step } from '../support/script.ts';

/** Everything in the events, messages as they read included. */
function eventsOf(steps: readonly Step[], options: PlayOptions): string[] {
  return play(steps, { end: { how: 'FIN', endedBy: 'CLIENT' }, ...options }).map(formatJson);
}

/** Cutting 17,000 bytes of one letter at every one of them shows nothing new: long steps are cut near their ends and in strides. */
function offsets(length: number): number[] {
  const all = Array.from({ length: length + 1 }, (_, at) => at);
  return length < 1000 ? all : all.filter((at) => at < 200 || at > length - 200 || at % 997 === 0);
}

function assertSplitsAgree(steps: readonly Step[], previewBytes: number): void {
  const whole = eventsOf(steps, { previewBytes });
  const bytewise = eventsOf(steps, { previewBytes, cut: (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)) });
  assert.deepEqual(bytewise, whole, 'byte by byte');
  steps.forEach((step, n) => {
    for (const at of offsets(step.bytes.length)) {
      const cut: PlayOptions['cut'] = (bytes, place) =>
        place === n ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes];
      assert.deepEqual(eventsOf(steps, { previewBytes, cut }), whole, `step ${n} split at ${at}`);
    }
  });
}

for (const [name, steps] of connections()) {
  describe(name, () => {
    for (const previewBytes of [0, 7, 1024]) {
      test(`however it is split, with previews of ${previewBytes} bytes`, () => assertSplitsAgree(steps, previewBytes));
    }
  });
}

test('in chunks of every size up to 63 bytes', () => {
  const steps = connections().get('many messages') ?? [];
  const chunked = (size: number) => (bytes: Uint8Array) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
  const whole = eventsOf(steps, {});
  for (let size = 1; size < 64; size++) assert.deepEqual(eventsOf(steps, { cut: chunked(size) }), whole, `${size}`);
});
