import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameCutter, type FrameSink, MAX_HELD_PAYLOAD } from '../../../src/capture/injector/frame-cutter.ts';
import { FRAME_TYPE } from '../../../src/wire/http2/frame-type.ts';
import { frames, join } from '../../support/frames.ts';

/** Wants PINGs, and writes down what it is told; what goes on is the bytes that it was given to pass. */
class Sink implements FrameSink {
  readonly told: string[] = [];
  readonly passed: Uint8Array[] = [];

  wants({ typeCode }: { typeCode: number }): boolean {
    return typeCode === FRAME_TYPE.PING;
  }

  frame(_header: object, payload: Uint8Array, hasGone: boolean): void {
    this.told.push(`${Buffer.from(payload).toString('hex')}${hasGone ? ' has gone' : ''}`);
  }

  pass(bytes: Uint8Array): void {
    this.passed.push(bytes.slice());
  }

  ended(): void {}
}

const PING = '0102030405060708';
const BYTES = join(frames.data(1, 'abc'), frames.ping(PING), frames.data(1, ''), frames.data(1, 'de'));

describe('FrameCutter', () => {
  test('gives what is wanted, and passes the rest on, wherever it is cut', () => {
    for (let at = 0; at <= BYTES.length; at++) {
      const sink = new Sink();
      const cutter = new FrameCutter(sink);
      cutter.cut(BYTES.subarray(0, at));
      cutter.cut(BYTES.subarray(at));
      assert.deepEqual(sink.told, [PING], `cut at ${at}`);
      const rest = join(frames.data(1, 'abc'), frames.data(1, ''), frames.data(1, 'de'));
      assert.deepEqual(join(...sink.passed), rest, `cut at ${at}`);
    }
  });

  test('what it followed and what it passes on are together all that came, less what it gave', () => {
    for (let at = 0; at <= BYTES.length; at++) {
      const sink = new Sink();
      const cutter = new FrameCutter(sink);
      cutter.follow(BYTES.subarray(0, at));
      for (const byte of BYTES.subarray(at)) cutter.cut(Uint8Array.of(byte));
      const hasGone = sink.told.includes(`${PING} has gone`);
      const gone = join(BYTES.subarray(0, at), ...sink.passed);
      const ping = frames.ping(PING);
      const whole = hasGone ? BYTES : join(frames.data(1, 'abc'), frames.data(1, ''), frames.data(1, 'de'));
      assert.deepEqual(gone, whole, `changed at ${at}`);
      assert.equal(hasGone, at > BYTES.indexOf(ping[0] as number, 0) && at > 12, `changed at ${at}`);
    }
  });

  test('it is inside a frame whose beginning has gone on, and in no other', () => {
    const cutter = new FrameCutter(new Sink());
    const isInside = (bytes: Uint8Array) => {
      cutter.cut(bytes);
      return cutter.isInside;
    };
    const [data, ping] = [frames.data(1, 'abc'), frames.ping(PING)];
    assert.equal(isInside(data.subarray(0, 8)), false, 'nothing of the header has gone on');
    assert.equal(isInside(data.subarray(8, 10)), true);
    assert.equal(isInside(data.subarray(10)), false);
    assert.equal(isInside(ping.subarray(0, 12)), false, 'it is held');
    cutter.cut(ping.subarray(12));
    cutter.follow(data.subarray(0, 1));
    assert.equal(cutter.isInside, true);
  });

  test('the preface is passed on', () => {
    const sink = new Sink();
    const cutter = new FrameCutter(sink, 4);
    for (const byte of join(Uint8Array.of(1, 2, 3, 4), frames.ping(PING))) cutter.cut(Uint8Array.of(byte));
    assert.deepEqual(join(...sink.passed), Uint8Array.of(1, 2, 3, 4));
    assert.deepEqual(sink.told, [PING]);
  });

  test('a payload that is too long to be held goes on', () => {
    const sink = new Sink();
    const long = frames.raw(FRAME_TYPE.PING, 0, 0, new Uint8Array(MAX_HELD_PAYLOAD + 1));
    new FrameCutter(sink).cut(long);
    assert.deepEqual(sink.told, []);
    assert.deepEqual(join(...sink.passed), long);
  });
});
