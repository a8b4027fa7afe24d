import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Exchange } from '../../src/exchanges/exchange.ts';
import type { HeaderField, TraceEvent } from '../../src/trace/event.ts';
import {
  connectionClosed,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  redactedField,
  streamClosed,
  unaryCall,
} from '../support/events.ts';
import { follow, followBodies } from '../support/exchanges.ts';
import { frames } from '../support/frames.ts';
import {
  CALL,
  client,
  FIN,
  message,
  OK,
  OPENING,
  type PlayOptions,
  play,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../support/script.ts';

const END = { endStream: true };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

function played(steps: readonly Step[], options: PlayOptions = {}) {
  return follow(play([...OPENING, ...steps], options));
}

function only(exchanges: readonly Exchange[]): Exchange {
  assert.equal(exchanges.length, 1);
  return exchanges[0] as Exchange;
}

/** "request complete CLIENT +2.0", in milliseconds since the exchange began. */
function milestones({ milestones: reached, startedAt }: Exchange): string[] {
  return reached.map(({ name, from, time }) => `${name} ${from} +${((time - startedAt) / 1000).toFixed(1)}`);
}

describe('a unary call', () => {
  const { request, response } = speakers();
  const { exchanges, calls } = played([
    client(request(1, { ...CALL, 'grpc-timeout': '1S', 'user-agent': 'grpc-go/1.76', traceparent: PARENT })),
    client(frames.data(1, message('hello'), END)),
    server(response(1, { ...OK, traceresponse: PARENT.replace('00f0', '11f0') })),
    server(frames.data(1, message('hello you'))),
    server(response(1, { 'grpc-status': '5', 'grpc-message': 'none' }, END)),
  ]);
  const exchange = only(exchanges);

  test('begins with its request and ends with its stream', () => assert.deepEqual(calls, ['start 1', 'end 1']));

  test('has what the request says', () => {
    const { method, path, authority, rpc, timeoutMs, userAgent, parent, listener, protocol, peer } = exchange;
    assert.deepEqual([method, path, authority], ['POST', '/pkg.Service/Method', 'host']);
    assert.deepEqual(rpc, { service: 'pkg.Service', method: 'Method' });
    assert.deepEqual([timeoutMs, userAgent, parent?.traceId], [1000, 'grpc-go/1.76', TRACE]);
    assert.deepEqual([listener, protocol, peer.port], ['grpc', 'h2c', 44646]);
  });

  test('has what the reply calls it', () => {
    assert.deepEqual(exchange.own, { traceId: TRACE, spanId: '11f067aa0ba902b7', sampled: true });
  });

  test('has its milestones, the message in front of the END_STREAM that came with it', () => {
    assert.deepEqual(milestones(exchange), [
      'first request message CLIENT +1.0',
      'request complete CLIENT +1.0',
      'response headers SERVER +2.0',
      'first response message SERVER +3.0',
      'response complete SERVER +4.0',
    ]);
  });

  test('has the end of its stream', () => {
    assert.deepEqual(exchange.end, {
      time: exchange.startedAt + 4000,
      how: 'TRAILERS',
      endedBy: 'SERVER',
      httpStatus: 200,
      grpcStatus: { code: 5, name: 'NOT_FOUND', message: 'none' },
      origin: 'APPLICATION',
      originReason: 'the response is complete',
      durationMs: 4,
      firstByteMs: 2,
      request: { messages: 1, bytes: 10 },
      response: { messages: 1, bytes: 14 },
    });
  });
});

describe('milestones', () => {
  test('a request without a body is complete when it begins; a trailers-only reply when its head is there', () => {
    const { request, response } = speakers();
    const { exchanges } = played([
      client(request(1, CALL, END)),
      server(response(1, { ...OK, 'grpc-status': '12' }, END)),
    ]);
    assert.deepEqual(milestones(only(exchanges)), [
      'request complete CLIENT +0.0',
      'response headers SERVER +1.0',
      'response complete SERVER +1.0',
    ]);
  });

  test('END_STREAM of HEADERS counts where CONTINUATION ends the block, RFC 9113 §6.10', () => {
    const { request, response, encoders } = speakers();
    const block = encoders.server.encode([{ name: 'grpc-status', value: '0', representation: 'LITERAL' }]);
    const { exchanges } = played([
      client(request(1, CALL, END)),
      server(response(1, OK), frames.headers(1, block.subarray(0, 2), { endStream: true, endHeaders: false })),
      server(frames.continuation(1, block.subarray(2))),
    ]);
    assert.equal(milestones(only(exchanges)).at(-1), 'response complete SERVER +2.0');
  });

  test('informational responses are none', () => {
    const { request, response } = speakers();
    const { exchanges } = played([client(request(1, CALL, END)), server(response(1, { ':status': '103' }))]);
    assert.deepEqual(milestones(only(exchanges)), ['request complete CLIENT +0.0']);
  });

  test('each is there once, however often a peer repeats it', () => {
    const end = frame('CLIENT', 'DATA', 1, { flags: ['END_STREAM'] });
    const { exchanges } = followBodies([...unaryCall().slice(0, 4), end, end, end]);
    assert.deepEqual(
      only(exchanges).milestones.map(({ name }) => name),
      ['first request message', 'request complete'],
    );
  });

  test('only the first message of a side is one', () => {
    const { request } = speakers();
    const { exchanges } = played([
      client(request(1, CALL)),
      client(frames.data(1, message('a')), frames.data(1, message('b'))),
    ]);
    assert.deepEqual(milestones(only(exchanges)), ['first request message CLIENT +1.0']);
  });
});

describe('ends', () => {
  const { request } = speakers();
  const call = client(request(1, CALL));

  test('a reset has its code and who sent it', () => {
    const { exchanges } = played([call, client(frames.rst(1, 'CANCEL'))]);
    const { how, endedBy, errorCode } = only(exchanges).end ?? assert.fail();
    assert.deepEqual([how, endedBy, errorCode], ['RST_STREAM', 'CLIENT', 8]);
  });

  test('with its connection', () => {
    const { exchanges, calls } = played([call], { end: FIN });
    assert.equal(only(exchanges).end?.how, 'CONNECTION_CLOSED');
    assert.deepEqual(calls, ['start 1', 'end 1']);
  });

  test('with its connection, though the trace did not close the stream', () => {
    const { exchanges } = followBodies([...unaryCall().slice(0, 4), connectionClosed()]);
    const { how, endedBy, origin, durationMs } = only(exchanges).end ?? assert.fail();
    assert.deepEqual([how, endedBy, origin, durationMs], ['CONNECTION_CLOSED', 'CLIENT', 'INFRASTRUCTURE', 0.75]);
  });
});

describe('pushed streams, RFC 9113 §8.4', () => {
  test('are exchanges whose requests are the server’s, and complete', () => {
    const { request, encoders } = speakers();
    const pushed = encoders.server.encode([
      { name: ':method', value: 'GET', representation: 'LITERAL' },
      { name: ':path', value: '/style.css', representation: 'LITERAL' },
      { name: 'user-agent', value: 'pushed', representation: 'LITERAL' },
    ]);
    const { exchanges } = played([client(request(1, CALL, END)), server(frames.pushPromise(1, 2, pushed))]);
    const push = exchanges[1] ?? assert.fail();
    assert.deepEqual([push.streamId, push.path, push.userAgent], [2, '/style.css', 'pushed']);
    assert.deepEqual(milestones(push), ['request complete SERVER +0.0']);
    assert.equal(exchanges[0]?.userAgent, undefined);
  });
});

describe('what is kept', () => {
  function opened(parts: { readonly path?: string; readonly method?: string; readonly authority?: string }): Exchange {
    const [, open] = unaryCall();
    assert.equal(open?.kind, 'streamOpened');
    return only(followBodies([{ kind: 'streamOpened', streamOpened: { ...open.streamOpened, ...parts } }]).exchanges);
  }

  test('is bounded', () => {
    const { path, method, authority } = opened({
      path: `/${'p'.repeat(60_000)}`,
      method: 'M'.repeat(60_000),
      authority: 'a'.repeat(60_000),
    });
    assert.deepEqual([path.length, method.length, authority.length], [2049, 33, 301]);
    assert.ok(path.endsWith('…'));
  });

  test('has the query, and no method of a path with one', () => {
    const { request } = speakers();
    const { exchanges } = played([client(request(1, { ...CALL, ':path': '/pkg.Service/Method?token=abc' }))]);
    const { path, rpc } = only(exchanges);
    assert.deepEqual([path, rpc], ['/pkg.Service/Method?token=abc', undefined]);
  });

  test('has nothing of redacted fields', () => {
    const list: HeaderField[] = [field(':method', 'GET'), redactedField('user-agent'), redactedField('traceparent')];
    const [, open] = unaryCall();
    const bodies = [frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', list) }), open as EventBody];
    const exchange = only(followBodies(bodies).exchanges);
    assert.equal('userAgent' in exchange || 'parent' in exchange, false);
  });
});

describe('oddities', () => {
  const call = unaryCall();

  test('events in any order never throw, and what starts ends once', () => {
    const events: EventBody[] = [...call].reverse();
    const { calls } = followBodies([...events, ...call, ...call, streamClosed(), finding()]);
    assert.deepEqual(calls, ['start 1', 'end 1', 'start 1', 'end 1']);
  });

  test('streamOpened without its header list makes an exchange all the same', () => {
    assert.equal(only(followBodies(call.slice(1)).exchanges).end?.grpcStatus?.name, 'OK');
  });

  test('a stream that opens twice is one exchange', () => {
    assert.deepEqual(followBodies([call[1] as EventBody, call[1] as EventBody]).calls, ['start 1']);
  });

  test('a header list that repeats is read once and gives the same; one that only looks the same is read again', () => {
    const { request, response } = speakers();
    const one = (id: number, agent: string): Step[] => [
      client(request(id, { ...CALL, 'user-agent': agent }, END)),
      server(response(id, OK), response(id, TRAILERS, END)),
    ];
    const { exchanges } = played(['a', 'a', 'b', 'a', 'c', 'd', 'e', 'a'].flatMap((agent, n) => one(2 * n + 1, agent)));
    assert.deepEqual(
      exchanges.map(({ userAgent }) => userAgent),
      ['a', 'a', 'b', 'a', 'c', 'd', 'e', 'a'],
    );
  });

  test('more than 16,384 open at once are not followed', () => {
    const [, open] = call;
    assert.equal(open?.kind, 'streamOpened');
    const bodies = Array.from(
      { length: 16_390 },
      (_, n): EventBody => ({ kind: 'streamOpened', streamOpened: { ...open.streamOpened, streamId: 2 * n + 1 } }),
    );
    const events: TraceEvent[] = followEvents(bodies);
    assert.equal(follow(events).exchanges.length, 16_384);
  });

  function followEvents(bodies: readonly EventBody[]): TraceEvent[] {
    return bodies.map((body, n) => ({ seq: n + 1, time: n, offsetMs: 0, conn: 'c1', ...body }));
  }
});
