import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Exchange } from '../../src/exchanges/exchange.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { http1Session } from '../capture/http1-transcript.ts';
import { connectionClosed } from '../support/events.ts';
import { type Followed, follow } from '../support/exchanges.ts';

const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const RESPONSE = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes';

type Script = readonly (readonly ['client' | 'server', string])[];

/** Each text is a millisecond after the last; the connection ends after them all where `isOver`. */
function played(script: Script, isOver = false): Followed {
  const session = http1Session();
  const events: TraceEvent[] = [];
  script.forEach(([side, text], n) => {
    const known = session.events.length;
    session[side](text);
    events.push(...session.events.slice(known).map((event) => ({ ...event, time: n * 1000 })));
  });
  const closed: TraceEvent = { seq: 99, time: script.length * 1000, offsetMs: 0, conn: 'c1', ...connectionClosed() };
  return follow(isOver ? [...events, closed] : events, { protocol: 'http/1.1', listener: 'http' });
}

function only({ exchanges }: Followed): Exchange {
  assert.equal(exchanges.length, 1);
  return exchanges[0] as Exchange;
}

describe('a request and its response', () => {
  const exchange = only(
    played([
      ['client', `POST /echo?a=b HTTP/1.1\r\nHost: a:80\r\nUser-Agent: curl/8\r\nTraceparent: ${PARENT}\r\n`],
      ['client', 'Content-Length: 5\r\n\r\n'],
      ['client', 'hello'],
      ['server', `HTTP/1.1 200 OK\r\ntraceresponse: ${PARENT.replace('bb', 'cc')}\r\ncontent-length: 3\r\n\r\n`],
      ['server', 'yes'],
    ]),
  );

  test('have what the request says, with names in any case', () => {
    const { method, path, authority, userAgent, parent, protocol, streamId, rpc } = exchange;
    assert.deepEqual([method, path, authority, userAgent], ['POST', '/echo?a=b', 'a:80', 'curl/8']);
    assert.deepEqual([parent?.spanId, protocol, streamId, rpc], ['b'.repeat(16), 'http/1.1', 0, undefined]);
  });

  test('have what the reply calls it', () => assert.equal(exchange.own?.spanId, `cc${'b'.repeat(14)}`));

  test('have their milestones', () => {
    assert.deepEqual(
      exchange.milestones.map(({ name, from, time }) => `${name} ${from} ${time}`),
      ['request complete CLIENT 2000', 'response headers SERVER 3000', 'response complete SERVER 4000'],
    );
  });

  test('have an end', () => {
    assert.deepEqual(exchange.end, {
      time: 4000,
      how: 'END_STREAM_WITHOUT_TRAILERS',
      endedBy: 'SERVER',
      origin: 'APPLICATION',
      originReason: 'the response is complete',
      durationMs: 3,
      httpStatus: 200,
      firstByteMs: 2,
      request: { messages: 0, bytes: 5 },
      response: { messages: 0, bytes: 3 },
    });
  });
});

describe('pairs', () => {
  const paths = ({ exchanges }: Followed) => exchanges.map(({ path, end }) => `${path} ${end?.httpStatus}`);

  test('RFC 9112 §9.3.2: pipelined requests are answered in their order', () => {
    const followed = played([
      ['client', 'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n'],
      ['server', 'HTTP/1.1 201 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 202 OK\r\ncontent-length: 0\r\n\r\n'],
      ['server', 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'],
    ]);
    assert.deepEqual(paths(followed), ['/1 201', '/2 202', '/3 404']);
    assert.deepEqual(followed.calls, ['start 0', 'start 1', 'start 2', 'end 0', 'end 1', 'end 2']);
  });

  test('RFC 9110 §15.2: 1xx responses do not count', () => {
    const followed = played([
      ['client', 'POST /1 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n'],
      ['server', 'HTTP/1.1 100 Continue\r\n\r\n'],
      ['client', 'x'],
      ['server', `HTTP/1.1 103 Early Hints\r\n\r\n${RESPONSE}`],
      ['client', 'GET /2 HTTP/1.1\r\n\r\n'],
      ['server', RESPONSE],
    ]);
    assert.deepEqual(paths(followed), ['/1 200', '/2 200']);
    assert.equal(followed.exchanges[0]?.milestones.length, 3);
  });

  test('an answer that nobody asked for is none', () => {
    const followed = played([
      ['client', 'GET /1 HTTP/1.1\r\n\r\n'],
      ['server', RESPONSE],
      ['server', 'HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n'],
    ]);
    assert.deepEqual(paths(followed), ['/1 200']);
  });
});

describe('ends', () => {
  test('trailers', () => {
    const { end } = only(
      played([
        ['client', 'GET / HTTP/1.1\r\n\r\n'],
        ['server', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx-sum: 1\r\n\r\n'],
      ]),
    );
    assert.equal(end?.how, 'TRAILERS');
  });

  test('a response that the connection cut off', () => {
    const { end } = only(
      played(
        [
          ['client', 'GET / HTTP/1.1\r\n\r\n'],
          ['server', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\ny'],
        ],
        true,
      ),
    );
    const { how, endedBy, origin, httpStatus, durationMs, firstByteMs } = end ?? assert.fail();
    assert.deepEqual([how, endedBy, origin], ['CONNECTION_CLOSED', 'CLIENT', 'INFRASTRUCTURE']);
    assert.deepEqual([httpStatus, durationMs, firstByteMs], [200, 2, 1]);
  });

  test('a request that was never answered', () => {
    const followed = played([['client', 'GET / HTTP/1.1\r\n\r\n']], true);
    const { how, httpStatus } = only(followed).end ?? assert.fail();
    assert.deepEqual([how, httpStatus], ['CONNECTION_CLOSED', undefined]);
  });

  test('a response is over when its request is complete too', () => {
    const { calls, exchanges } = played([
      ['client', 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\na'],
      ['server', RESPONSE],
      ['client', 'b'],
    ]);
    assert.deepEqual(calls, ['start 0', 'end 0']);
    assert.equal(exchanges[0]?.end?.durationMs, 2);
  });

  test('a response whose request never ends is complete, and was over when it was', () => {
    const { end } = only(
      played(
        [
          ['client', 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\na'],
          ['server', 'HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n'],
        ],
        true,
      ),
    );
    assert.deepEqual([end?.how, end?.httpStatus, end?.durationMs], ['END_STREAM_WITHOUT_TRAILERS', 413, 1]);
  });

  test('RFC 9110 §7.8: an upgrade ends it', () => {
    const { calls, exchanges } = played([
      ['client', 'GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
      ['server', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n'],
    ]);
    assert.deepEqual(calls, ['start 0', 'end 0']);
    assert.equal(exchanges[0]?.end?.httpStatus, 101);
  });

  test('RFC 9110 §9.3.6: so does a CONNECT that was granted', () => {
    const exchange = only(
      played([
        ['client', 'CONNECT far:443 HTTP/1.1\r\nHost: near\r\n\r\n'],
        ['server', 'HTTP/1.1 200 OK\r\n\r\n'],
      ]),
    );
    assert.deepEqual([exchange.authority, exchange.path, exchange.end?.httpStatus], ['far:443', '', 200]);
  });
});

test('events in any order never throw', () => {
  const session = http1Session();
  session.client('GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n');
  session.server(RESPONSE + RESPONSE);
  const reversed = [...session.events].reverse();
  const { calls } = follow([...reversed, ...session.events, ...reversed]);
  const ends = calls.filter((call) => call.startsWith('end'));
  assert.equal(new Set(calls).size >= 2 && ends.length <= calls.length - ends.length, true);
});
