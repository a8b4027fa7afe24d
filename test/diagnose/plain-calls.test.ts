import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConnectionFacts } from '../../src/diagnose/facts/connection.ts';
import type { StreamFacts } from '../../src/diagnose/facts/stream.ts';
import { PlainCalls } from '../../src/diagnose/plain-calls.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type Conversation, causes, conversation, found } from '../support/conversation.ts';
import { frames } from '../support/frames.ts';
import { ruleForTest } from '../support/rule.ts';
import { CALL, message, OK, OPENED, TRAILERS } from '../support/script.ts';

const REQUEST = { ...CALL, te: 'trailers' };

/** "request 3 at 1 ms": what rules are asked about calls, and the time that they are told. */
function asked(talk: Conversation): string[] {
  const all: string[] = [];
  const note =
    (moment: string) =>
    (_: ConnectionFacts, { id }: StreamFacts, time: number) => {
      all.push(`${moment} ${id} at ${time / 1_000} ms`);
      return undefined;
    };
  const moments = ['request', 'response', 'trailers', 'streamClosed', 'streamFailed'] as const;
  found([talk], [ruleForTest(Object.fromEntries(moments.map((moment) => [moment, note(moment)])))]);
  return all;
}

/** What the last tick finds. */
function factsOf(talk: Conversation): ConnectionFacts {
  let facts: ConnectionFacts | undefined;
  const watch = (connection: ConnectionFacts) => {
    facts = connection;
    return undefined;
  };
  found([talk], [ruleForTest({ tick: watch })]);
  assert.ok(facts);
  return facts;
}

describe('PlainCalls', () => {
  test('of a call that is well from its first frame to its last no rule is asked', () => {
    assert.deepEqual(asked(conversation().call(1).call(3)), []);
  });

  test('several calls at once are told apart', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), talk.request(3, REQUEST));
    talk.client(frames.data(3, message('b'), { endStream: true }), frames.data(1, message('a'), { endStream: true }));
    talk.server(talk.response(1, OK), talk.response(3, OK), frames.data(1, message('a')), frames.data(3, message('b')));
    talk.server(talk.response(3, TRAILERS, { endStream: true }), talk.response(1, TRAILERS, { endStream: true }));
    assert.deepEqual(asked(talk), []);
  });

  const whole = ['request 1 at 0 ms', 'response 1 at 1 ms', 'trailers 1 at 1 ms', 'streamClosed 1 at 1 ms'];

  for (const [what, fields] of [
    ['an id of a proxy', { 'x-request-id': 'a' }],
    ['an earlier attempt', { 'grpc-previous-rpc-attempts': '1' }],
    ['a length that its body has not', { 'content-length': '11' }],
    ['another encoding', { 'grpc-encoding': 'gzip' }],
    ['another type', { 'content-type': 'application/grpc-web' }],
  ] as const) {
    test(`a request with ${what} is looked at in full`, () => {
      assert.deepEqual(asked(conversation().call(1, 1, fields)), whole);
    });
  }

  test('a response that is not plain has its call looked at from its request on, with the times of then', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), frames.data(1, message('a'), { endStream: true })).after(7);
    talk.server(talk.response(1, { ...OK, server: 'envoy' }), frames.data(1, message('a')));
    talk.after(2).server(talk.response(1, TRAILERS, { endStream: true }));
    assert.deepEqual(asked(talk), [
      'request 1 at 0 ms',
      'response 1 at 7 ms',
      'trailers 1 at 9 ms',
      'streamClosed 1 at 9 ms',
    ]);
  });

  test('a status that is not OK is one', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), frames.data(1, message('a'), { endStream: true })).after(7);
    talk
      .server(talk.response(1, OK))
      .after(2)
      .server(talk.response(1, { 'grpc-status': '5' }, { endStream: true }));
    assert.deepEqual(asked(talk), [
      'request 1 at 0 ms',
      'response 1 at 7 ms',
      'trailers 1 at 9 ms',
      'streamClosed 1 at 9 ms',
      'streamFailed 1 at 9 ms',
    ]);
  });

  test('a message that is cut is one, whatever the status says', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), frames.data(1, message('a', 0, 9), { endStream: true })).after(1);
    talk.server(talk.response(1, OK), talk.response(1, TRAILERS, { endStream: true }));
    assert.deepEqual(asked(talk), whole);
  });

  test('a message that comes in parts is one', () => {
    const talk = conversation();
    const bytes = message('in two parts');
    talk.client(talk.request(1, REQUEST), frames.data(1, bytes.subarray(0, 8)));
    talk.client(frames.data(1, bytes.subarray(8), { endStream: true })).after(1);
    talk.server(talk.response(1, OK), talk.response(1, TRAILERS, { endStream: true }));
    assert.deepEqual(asked(talk), whole);
  });

  test('a window that is used up is one', () => {
    const talk = conversation({ serverSettings: { INITIAL_WINDOW_SIZE: 6 } });
    talk.client(talk.request(1, REQUEST), frames.data(1, message('a'), { endStream: true })).after(1);
    talk.server(talk.response(1, OK), talk.response(1, TRAILERS, { endStream: true }));
    assert.deepEqual(asked(talk), whole);
  });

  test('a reset of one has all looked at: any of them may be its reason', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), talk.request(3, REQUEST)).after(1).server(frames.rst(3, 'REFUSED_STREAM'));
    assert.deepEqual(asked(talk), [
      'request 1 at 0 ms',
      'request 3 at 0 ms',
      'streamClosed 3 at 1 ms',
      'streamFailed 3 at 1 ms',
    ]);
  });

  test('behind a GOAWAY new calls are looked at in full', () => {
    const talk = conversation().call(1).after(1).server(frames.goaway(1)).call(3);
    assert.equal(asked(talk)[0], 'request 3 at 2 ms');
  });

  test('a call that lasts is one for the rules that are asked each second', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST)).after(1_500);
    const facts = factsOf(talk);
    assert.deepEqual([facts.streams.size, facts.heldStreams, facts.openStreams], [1, 0, 1]);
  });

  test('a stream of many messages is one', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST));
    for (let n = 0; n < 20; n++) talk.client(frames.data(1, message('a')));
    assert.deepEqual(asked(talk), ['request 1 at 0 ms']);
  });

  test('its connection knows of it all the same', () => {
    const talk = conversation();
    talk
      .after(950)
      .client(talk.request(1, REQUEST), frames.data(1, message('a')))
      .after(100);
    const { openStreams, heldStreams, streamCount, highestStreamId, idleSince, client } = factsOf(talk);
    assert.deepEqual([openStreams, heldStreams, streamCount, highestStreamId, idleSince], [1, 1, 1, 1, undefined]);
    assert.deepEqual([client.lastAt, client.window.left], [950_000, 65_529]);
  });

  test('and when it has ended', () => {
    const { openStreams, streamCount, idleSince } = factsOf(conversation().call(1, 5).after(2_000));
    assert.deepEqual([openStreams, streamCount, idleSince], [0, 1, 5_000]);
  });

  test('each has the head of its own response, also where the server answers several at once', () => {
    const talk = conversation();
    talk.client(talk.request(1, REQUEST), frames.data(1, message('a'), { endStream: true }));
    talk.client(talk.request(3, REQUEST), frames.data(3, message('b'), { endStream: true }));
    talk.server(talk.response(1, OK), talk.response(3, OK), frames.data(1, message('a')), frames.data(3, message('b')));
    talk.server(talk.response(1, TRAILERS, { endStream: true }), talk.response(3, TRAILERS, { endStream: true }));
    const ended: string[] = [];
    const calls = new PlainCalls({
      facts: new ConnectionFacts('c1', OPENED, 0, 1),
      begun() {},
      release: ({ id }) => assert.fail(`${id} is not plain`),
      wentWell: ({ id, responseSeq }) => ended.push(`${id}: ${responseSeq}`),
    });
    for (let at = 0; at < talk.events.length; ) {
      const count = calls.takePart(talk.events, at);
      if (count === 0) calls.take(talk.events[at] as TraceEvent);
      at += Math.max(count, 1);
    }
    const heads = talk.events.flatMap((event) =>
      event.kind === 'frame' && event.frame.headers?.category === 'RESPONSE' ? [event] : [],
    );
    assert.deepEqual(
      ended,
      heads.map(({ seq, frame }) => `${frame.streamId}: ${seq}`),
    );
  });

  test('what its request list shows is counted', () => {
    const talk = conversation();
    for (const id of [1, 3, 5]) talk.call(id);
    const [cause] = causes([talk], [ruleForTest({ requestHead: () => ({ explanation: 'a list', evidence: [] }) })]);
    assert.equal(cause?.finding.count, 3);
  });
});
