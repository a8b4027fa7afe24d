import assert from 'node:assert/strict';
import { test } from 'node:test';

import { streamOf } from '../../src/formats/stream-of.ts';
import { connectionOpened, finding, frame, message, sampleBodies, stamp, streamClosed } from '../support/events.ts';

test('each event of a stream has its number', () => {
  const bodies = [
    frame('CLIENT', 'DATA', 7),
    message('SERVER', 7),
    streamClosed({ streamId: 7 }),
    finding({ streamId: 7 }),
  ];
  assert.deepEqual(stamp(bodies).map(streamOf), [7, 7, 7, 7]);
});

test('an HTTP/1.1 message has its index, and an event of a connection has none', () => {
  const http1 = stamp(sampleBodies()).filter(({ kind }) => kind === 'http1');
  assert.deepEqual(http1.map(streamOf), [0, 0]);
  assert.deepEqual(stamp([connectionOpened(), finding()]).map(streamOf), [undefined, undefined]);
});
