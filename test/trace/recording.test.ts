import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isHeaderName, isRecorded, type RecordingSettings } from '../../src/trace/recording.ts';

const ALL: RecordingSettings = {
  trace: 'on',
  listenersOff: [],
  sampleOneIn: 1,
  connections: {},
  payloadBytes: 0,
  redactHeaders: [],
};

function recorded(settings: Partial<RecordingSettings>, ids = ['c1', 'c2', 'c3', 'c4', 'c5']): string {
  return ids.filter((id) => isRecorded({ ...ALL, ...settings }, id, 'grpc')).join(' ');
}

describe('which connections are recorded', () => {
  test('all, or none', () => {
    assert.equal(recorded({}), 'c1 c2 c3 c4 c5');
    assert.equal(recorded({ trace: 'paused' }), '');
    assert.equal(recorded({ trace: 'off' }), '');
  });

  test('those of a listener not', () => {
    assert.equal(recorded({ listenersOff: ['grpc', 'admin'] }), '');
    assert.equal(recorded({ listenersOff: ['http'] }), 'c1 c2 c3 c4 c5');
  });

  test('one in so many, the first one among them', () => {
    assert.equal(recorded({ sampleOneIn: 2 }), 'c1 c3 c5');
    assert.equal(recorded({ sampleOneIn: 4 }), 'c1 c5');
  });

  test('what was chosen for a connection outdoes all other switches', () => {
    const connections = { c2: true, c3: false };
    assert.equal(recorded({ connections }), 'c1 c2 c4 c5');
    assert.equal(recorded({ connections, trace: 'paused', listenersOff: ['grpc'] }), 'c2');
    assert.equal(recorded({ connections, sampleOneIn: 4 }), 'c1 c2 c5');
  });
});

test('RFC 9110 §5.6.2: a name of a header field is a token', () => {
  for (const name of ['x', 'X-Token', "a!#$%&'*+.^_`|~0"]) assert.ok(isHeaderName(name), name);
  for (const name of ['', 'a b', 'a:', ':path', 'ä', 'a\n', 'x'.repeat(257)]) assert.ok(!isHeaderName(name), name);
});
