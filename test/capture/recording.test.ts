import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recording } from '../../src/capture/recording.ts';
import { Redaction, redactionOf } from '../../src/redaction.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { RecordingSettings } from '../../src/trace/recording.ts';

const SETTINGS: RecordingSettings = {
  trace: 'on',
  listenersOff: [],
  sampleOneIn: 1,
  connections: {},
  payloadBytes: 4,
  redactHeaders: [],
};

function recordingWith(settings: Partial<RecordingSettings> = {}): Recording {
  return new Recording({ ...SETTINGS, ...settings }, new Redaction(redactionOf(['cookie'])), noMessageTypes);
}

describe('Recording', () => {
  test('a change reaches the connections that are open', () => {
    const recording = recordingWith({ trace: 'paused' });
    const gates = [recording.gateOf('c1', 'grpc'), recording.gateOf('c2', 'admin')];
    const open = () => gates.map(({ isOpen }) => isOpen);
    assert.deepEqual(open(), [false, false]);
    recording.change({ ...SETTINGS, listenersOff: ['admin'] });
    assert.deepEqual(open(), [true, false]);
    recording.change({ ...SETTINGS, trace: 'paused', connections: { c2: true } });
    assert.deepEqual(open(), [false, true]);
  });

  test('what was chosen for a connection is forgotten when it has closed', () => {
    const recording = recordingWith();
    recording.gateOf('c1', 'grpc');
    recording.gateOf('c2', 'grpc');
    recording.change({ ...SETTINGS, connections: { c1: false, c2: false } });
    recording.closed('c1');
    assert.deepEqual([recording.has('c1'), recording.has('c2')], [false, true]);
    assert.deepEqual(recording.settings.connections, { c2: false });
  });

  test('a connection that carries the trace is not recorded, until all of it is through', () => {
    const recording = recordingWith();
    const gate = recording.gateOf('c1', 'admin');
    const [first, second] = [recording.mute('c1'), recording.mute('c1')];
    first();
    assert.equal(gate.isOpen, false);
    recording.change({ ...SETTINGS, connections: { c1: true } });
    assert.equal(gate.isOpen, false);
    second();
    assert.equal(gate.isOpen, true);
  });

  test('those of a listener that is held are not recorded until they are released, and then nothing is missing', () => {
    const recording = new Recording(SETTINGS, new Redaction(redactionOf(['cookie'])), noMessageTypes, ['admin']);
    const [held, other] = [recording.gateOf('c1', 'admin'), recording.gateOf('c2', 'grpc')];
    assert.deepEqual([recording.isHeld('c1'), recording.isHeld('c2'), recording.isHeld('c9')], [true, false, false]);
    assert.deepEqual([held.isOpen, other.isOpen], [false, true]);
    held.missing = 3;
    recording.mute('c1')();
    assert.equal(held.isOpen, false);
    recording.release('c1');
    assert.deepEqual([held.isOpen, held.missing, recording.isHeld('c1')], [true, 0, false]);
    recording.release('c9');
  });

  test('one that has closed can be muted and freed without harm', () => {
    const recording = recordingWith();
    recording.mute('c9')();
    const gate = recording.gateOf('c1', 'admin');
    const free = recording.mute('c1');
    recording.closed('c1');
    free();
    assert.equal(recording.has('c1'), false);
    assert.equal(gate.isOpen, true);
  });

  test('previews and redaction change for who reads with them', () => {
    const recording = recordingWith();
    const { options } = recording;
    const before = [options.isSecret, options.previews] as const;
    recording.change({ ...SETTINGS, trace: 'paused' });
    assert.deepEqual([options.isSecret === before[0], options.previews === before[1]], [true, true]);
    recording.change({ ...SETTINGS, payloadBytes: 9, redactHeaders: ['x-mine'] });
    assert.notEqual(options.isSecret, before[0]);
    assert.deepEqual(
      ['cookie', 'X-Mine', 'x-other'].map((name) => options.isSecret(name)),
      [true, true, false],
    );
    const preview = options.previews.preview(100);
    preview.append(new Uint8Array(100), 0, 100);
    assert.equal(preview.length, 9);
  });
});
