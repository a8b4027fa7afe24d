import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Http1Injector } from '../../../src/capture/injector/http1-injector.ts';
import { toBytes } from '../../support/frames.ts';
import { staged } from './support.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const HEAD = ANSWER.slice(0, -2);

function setUp() {
  const client: string[] = [];
  const ends: string[] = [];
  const injector = new Http1Injector({
    pass: (from, bytes) => void (from === 'SERVER' && client.push(Buffer.from(bytes).toString())),
    end: (how, why) => void ends.push(`${how}: ${why}`),
  });
  const answer = (size = ANSWER.length) => {
    for (let at = 0; at < ANSWER.length; at += size) injector.receive('SERVER', toBytes(ANSWER.slice(at, at + size)));
  };
  return { client, ends, injector, answer, got: () => client.join('') };
}

describe('Http1Injector', () => {
  test('passes everything on until a fault is asked for', () => {
    const { client, answer } = setUp();
    answer(7);
    assert.equal(client.length, Math.ceil(ANSWER.length / 7));
    assert.equal(client.join(''), ANSWER);
  });

  test('the connection ends at once, with a FIN or a reset', () => {
    const { ends, injector } = setUp();
    assert.equal(injector.arm(undefined, [staged('FIN', 'ONCE')]), undefined);
    assert.equal(injector.arm(undefined, [staged('TCP_RST', 'ONCE')]), undefined);
    assert.deepEqual(ends, ['FIN: fin, a fault that was asked for', 'RST: tcp_rst, a fault that was asked for']);
  });

  test('in place of the answer', () => {
    const { ends, injector, answer, got } = setUp();
    injector.arm(undefined, [staged('TCP_RST', 'BEFORE_HEADERS')]);
    assert.deepEqual(ends, []);
    answer();
    assert.equal(got(), '');
    assert.equal(ends.length, 1);
  });

  test('behind the header fields, wherever they are cut', () => {
    for (let size = 1; size <= ANSWER.length; size++) {
      const { injector, answer, got, ends } = setUp();
      injector.arm(undefined, [staged('SILENCE', 'AFTER_HEADERS')]);
      answer(size);
      assert.equal(got(), HEAD, `chunks of ${size}`);
      assert.deepEqual(ends, []);
    }
  });

  test('1xx comes before the answer, and is passed on', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    for (const [at, expected] of [
      ['BEFORE_HEADERS', interim],
      ['AFTER_HEADERS', interim + HEAD],
    ] as const) {
      for (const chunks of [[interim, ANSWER], [interim + ANSWER]]) {
        const { injector, got, ends } = setUp();
        injector.arm(undefined, [staged('FIN', at)]);
        for (const chunk of chunks) injector.receive('SERVER', toBytes(chunk));
        assert.equal(got(), expected, `${at}, ${chunks.length} chunks`);
        assert.equal(ends.length, 1);
      }
    }
  });

  test('what HTTP/1.1 has no frames for is refused, and nothing is done', () => {
    const { injector, answer, got } = setUp();
    const rst = { kind: 'RST_STREAM', scope: 'STREAM', stage: { at: 'ONCE' }, errorCode: 8 } as const;
    assert.equal(injector.arm(undefined, [rst]), 'rst_stream needs HTTP/2');
    assert.equal(injector.arm(undefined, [staged('FIN', 'AFTER_MESSAGE')]), '@after_message needs HTTP/2');
    const two = [staged('FIN', 'ONCE'), staged('FIN', 'ONCE')];
    assert.equal(injector.arm(undefined, two), 'one transport fault at a time on HTTP/1.1');
    answer();
    assert.equal(got(), ANSWER);
  });
});
