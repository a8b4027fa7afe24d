import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { MAX_PING_STRIKES, type PingLimits, PingPolicy, WITHOUT_STREAM_MS } from '../../src/capture/ping-policy.ts';
import type { Side } from '../../src/trace/event.ts';
import { FrameHeaderReader } from '../../src/wire/http2/frame-header-reader.ts';
import { frames } from '../support/frames.ts';

const MINUTE = 60_000;
const LIMITS: PingLimits = { minIntervalMs: 5 * MINUTE, permitWithoutStream: false };
const PING = frames.ping('0001020304050607');

class Script {
  readonly policy: PingPolicy;
  now = 0;

  constructor(limits: Partial<PingLimits> = {}) {
    this.policy = new PingPolicy({ ...LIMITS, ...limits });
  }

  send(from: Side, ...sent: readonly Uint8Array[]): boolean {
    const headers = sent.flatMap((bytes) => [...new FrameHeaderReader().push(bytes)]);
    return headers.map((header) => this.policy.frame(from, header, this.now)).includes(true);
  }

  /** @returns of how many PINGs, `everyMs` apart, the last one was too many; undefined where none was */
  ping(count: number, everyMs: number): number | undefined {
    for (let n = 1; n <= count; n++) {
      if (this.send('CLIENT', PING)) return n;
      this.now += everyMs;
    }
    return undefined;
  }
}

describe('gRFC A8, server enforcement', () => {
  test('MAX_PING_STRIKES are forgiven: the first PING is valid, and the strike after those is one too many', () => {
    const script = new Script();
    script.send('CLIENT', frames.headers(1, ''));
    assert.equal(script.ping(10, 1_000), 1 + MAX_PING_STRIKES + 1);
  });

  test('with an open stream, PINGs as far apart as the interval are valid for ever', () => {
    const script = new Script();
    script.send('CLIENT', frames.headers(1, ''));
    assert.equal(script.ping(100, 5 * MINUTE), undefined);
  });

  test('a strike leaves the time of the last valid PING as it is', () => {
    const script = new Script();
    script.send('CLIENT', frames.headers(1, ''));
    // Every second one is valid: 0, 5 min, 10 min, …; the others are strikes, and the third of them is too many.
    assert.equal(script.ping(10, 2.5 * MINUTE), 6);
  });

  test('without an open stream the interval is two hours', () => {
    assert.equal(new Script().ping(10, 5 * MINUTE), 4);
    assert.equal(new Script().ping(10, WITHOUT_STREAM_MS), undefined);
  });

  test('PERMIT_KEEPALIVE_WITHOUT_CALLS: with or without streams it is the same', () => {
    assert.equal(new Script({ permitWithoutStream: true }).ping(10, 5 * MINUTE), undefined);
    assert.equal(new Script({ permitWithoutStream: true }).ping(10, 1_000), 4);
  });

  for (const [name, frame] of Object.entries({ HEADERS: frames.headers(1, ''), DATA: frames.data(1, 'x') })) {
    test(`${name} that the server sends clear the strikes, and the next PING is valid`, () => {
      const script = new Script();
      script.send('CLIENT', frames.headers(1, ''));
      for (let n = 0; n < 10; n++) {
        assert.equal(script.ping(3, 1_000), undefined);
        script.send('SERVER', frame);
      }
    });
  }

  test('what else the server sends clears nothing, nor does what the client sends', () => {
    const script = new Script();
    script.send('CLIENT', frames.headers(1, ''));
    script.ping(3, 1_000);
    script.send('SERVER', frames.settings(), frames.windowUpdate(1, 5), frames.pong('0001020304050607'));
    script.send('CLIENT', frames.data(1, 'x'), frames.headers(3, ''));
    assert.equal(script.ping(1, 0), 1);
  });

  test('the ACK of a PING is none', () => {
    const script = new Script();
    for (let n = 0; n < 10; n++) assert.equal(script.send('CLIENT', frames.pong('0001020304050607')), false);
  });

  const ENDS: readonly [string, Side, Uint8Array][] = [
    ['END_STREAM of the server', 'SERVER', frames.headers(1, '', { endStream: true })],
    ['RST_STREAM of the server', 'SERVER', frames.rst(1, 'CANCEL')],
    ['RST_STREAM of the client', 'CLIENT', frames.rst(1, 'CANCEL')],
  ];
  for (const [name, from, frame] of ENDS) {
    test(`${name} closes a stream`, () => {
      const script = new Script();
      script.send('CLIENT', frames.headers(1, ''));
      script.send(from, frame);
      script.ping(1, 5 * MINUTE);
      assert.equal(script.ping(10, 5 * MINUTE), 3, 'the two hours hold');
    });
  }

  test('END_STREAM of the client, and its trailers, do neither close nor open one', () => {
    const script = new Script();
    script.send('CLIENT', frames.headers(1, ''), frames.headers(1, '', { endStream: true }));
    assert.equal(script.ping(10, 5 * MINUTE), undefined);
    script.send('SERVER', frames.rst(1, 'CANCEL'));
    script.send('CLIENT', frames.headers(1, ''));
    assert.equal(script.ping(10, 5 * MINUTE), 3);
  });

  test('a client with more streams open than are told apart still has some', () => {
    const script = new Script();
    for (let streamId = 1; streamId < 40_000; streamId += 2) script.send('CLIENT', frames.headers(streamId, ''));
    assert.equal(script.ping(10, 5 * MINUTE), undefined);
  });
});
