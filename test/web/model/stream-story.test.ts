import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { type StreamStory, streamStory } from '../../../src/web/model/stream-story.ts';
import { MAX_STEPS } from '../../../src/web/model/stream-story-fold.ts';
import { type Conversation, conversation } from '../../support/conversation.ts';
import { type EventBody, finding, frame, sampleBodies, stamp, streamClosed } from '../../support/events.ts';
import { frames } from '../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../support/script.ts';

/** As a source answers for stream 1: without what is of the connection as a whole. */
function ofStream1({ events }: { readonly events: readonly TraceEvent[] }): TraceEvent[] {
  return events.filter((event) => {
    if (event.kind === 'frame') return event.frame.streamId === 1;
    if (event.kind === 'finding') return event.finding.streamId === 1;
    return event.kind !== 'connectionOpened' && event.kind !== 'connectionClosed';
  });
}

function storyOf(talk: Conversation): StreamStory {
  return streamStory(ofStream1(talk));
}

/** "3 server HEADERS 200 application/grpc", a line a step. */
function transcript({ steps }: StreamStory): string[] {
  return steps.map(({ atMs, from, label, detail }) =>
    [Math.round(atMs), from?.toLowerCase(), label, detail]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );
}

function request(talk: Conversation, fields: Readonly<Record<string, string>> = {}): Conversation {
  return talk.client(talk.request(1, { ...CALL, ...fields }));
}

test('a unary call: DATA is told with its message, and the end says by whom', () => {
  const story = storyOf(conversation().call(1, 5));
  assert.deepEqual(transcript(story), [
    '0 client HEADERS POST /pkg.Service/Method',
    '0 client message #0 END_STREAM',
    '5 server HEADERS 200 application/grpc',
    '5 server message #0',
    '5 server TRAILERS grpc-status 0 OK',
    '5 server ended by server trailers · OK',
  ]);
  assert.equal(story.title, 'pkg.Service/Method');
  assert.equal(story.isOver, true);
  assert.equal(story.isCut, false);
  assert.equal(story.durationMs, 5);
  assert.deepEqual(story.firstByte, { ms: 5, fromMs: 0, toMs: 5 });
  assert.deepEqual(story.transfer, { CLIENT: { messages: 1, bytes: 10 }, SERVER: { messages: 1, bytes: 10 } });
  assert.equal(story.ending?.outcome.is, 'ok');
  assert.equal(story.stalls.count, 0);
});

test('every event of the stream is in exactly one step, beside its opening', () => {
  const talk = conversation().call(1, 5);
  const told = streamStory(ofStream1(talk)).steps.flatMap(({ seqs }) => seqs);
  const held = ofStream1(talk).filter(({ kind }) => kind !== 'streamOpened');
  assert.deepEqual(
    told.sort((a, b) => a - b),
    held.map(({ seq }) => seq),
  );
});

test('a message in many frames is one step that counts them', () => {
  const talk = request(conversation());
  const bytes = message('x'.repeat(30));
  talk.client(frames.data(1, bytes.subarray(0, 10))).after(4);
  talk.client(frames.data(1, bytes.subarray(10, 20)), frames.data(1, bytes.subarray(20), { endStream: true }));
  const step = storyOf(talk).steps.find(({ kind }) => kind === 'message');
  assert.equal(step?.frames, 3);
  assert.match(step?.detail ?? '', / · 3 frames in 4 ms · END_STREAM$/);
  assert.equal(step?.length, 30);
  assert.equal(step?.window?.stream, 65_500);
});

test('only the last message of a frame that has many ends the stream', () => {
  const talk = request(conversation());
  talk.client(frames.data(1, new Uint8Array([...message('a'), ...message('b')]), { endStream: true }));
  assert.deepEqual(
    storyOf(talk).steps.map(({ label, isLast }) => `${label} ${isLast}`),
    ['HEADERS false', 'message #0 false', 'message #1 true'],
  );
});

test('server streaming with a stall: from the DATA that used the window up until credit', () => {
  const talk = request(conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 20 } }));
  talk.client(frames.data(1, message('hi'), { endStream: true })).after(10);
  talk.server(talk.response(1, OK), frames.data(1, message('x'.repeat(15)))).after(40);
  talk.client(frames.windowUpdate(1, 100), frames.windowUpdate(1, 1_000)).after(1);
  talk.server(frames.data(1, message('y')), talk.response(1, TRAILERS, { endStream: true }));
  const story = storyOf(talk);
  assert.deepEqual(story.stalls.shown, [{ from: 'SERVER', scope: 'stream', fromMs: 10, toMs: 50, endedBy: 'credit' }]);
  assert.deepEqual(story.stalls.totalMs, { CLIENT: 0, SERVER: 40 });
  const credit = story.steps.find(({ kind }) => kind === 'window update');
  assert.equal(credit?.detail, '+1,100 · 2 frames');
  assert.equal(credit?.window?.stream, 1_100);
});

test('credit of the connection that is not of the stream is seen by the next DATA', () => {
  const window = { connection: 0, stream: 500 };
  const bodies: EventBody[] = [
    frame('SERVER', 'DATA', 1, { length: 100, window }),
    frame('SERVER', 'DATA', 1, { length: 100, window: { connection: 900, stream: 400 } }),
  ];
  const { stalls, steps } = streamStory(stamp(bodies));
  assert.deepEqual(
    stalls.shown.map(({ scope, endedBy }) => [scope, endedBy]),
    [['connection', 'data']],
  );
  // What the sender waited behind is not folded away.
  assert.equal(steps.length, 2);
});

test('a reset: by whom, at which stage, and whether a retry is safe', () => {
  const talk = request(conversation()).client(frames.data(1, message('hi'), { endStream: true }));
  const story = storyOf(talk.after(3).server(frames.rst(1, 'REFUSED_STREAM')));
  assert.deepEqual(transcript(story).slice(-2), [
    '3 server RST_STREAM REFUSED_STREAM',
    '3 server ended by server RST_STREAM · REFUSED_STREAM',
  ]);
  assert.equal(story.ending?.origin, 'INFRASTRUCTURE');
  assert.equal(story.ending?.retry, 'retry safe');
  assert.match(story.ending?.stage ?? '', /the request was complete/);
});

test('a deadline that passed, one that was kept, one that lies ahead', () => {
  const late = request(conversation(), { 'grpc-timeout': '100m' }).after(250).client(frames.rst(1, 'CANCEL'));
  assert.deepEqual(storyOf(late).deadline, { timeoutMs: 100, atMs: 100, is: 'passed' });
  const kept = request(conversation(), { 'grpc-timeout': '1S' }).after(250).client(frames.rst(1, 'CANCEL'));
  assert.equal(storyOf(kept).deadline?.is, 'kept');
  const open = request(conversation(), { 'grpc-timeout': '1S' })
    .after(250)
    .client(frames.data(1, message('hi')));
  assert.equal(storyOf(open).deadline?.is, 'ahead');
});

test('the deadline is read from the request where its opening is not held', () => {
  const talk = request(conversation(), { 'grpc-timeout': '2S' });
  const { deadline } = streamStory(ofStream1(talk).filter(({ kind }) => kind !== 'streamOpened'));
  assert.deepEqual(deadline, { timeoutMs: 2_000, atMs: 2_000, is: 'ahead' });
});

test('an open stream has no ending, and what is known so far', () => {
  const talk = request(conversation())
    .after(7)
    .client(frames.data(1, message('hi')));
  const story = storyOf(talk);
  assert.equal(story.isOver, false);
  assert.equal(story.ending, undefined);
  assert.equal(story.durationMs, 7);
  assert.equal(story.firstByte, undefined);
  assert.deepEqual(story.transfer.CLIENT, { messages: 1, bytes: 7 });
});

test('where the beginning is gone, times count from what is held', () => {
  const events = ofStream1(conversation().call(1, 5));
  const story = streamStory(events.slice(4));
  assert.equal(story.isCut, true);
  assert.deepEqual(transcript(story).slice(0, 2), ['0 server HEADERS 200 application/grpc', '0 server message #0']);
  assert.equal(story.durationMs, 5);
  assert.deepEqual(story.firstByte, { ms: 5, fromMs: undefined, toMs: 0 });
});

test('a story of nothing is empty', () => {
  const story = streamStory([]);
  assert.deepEqual(story.steps, []);
  assert.equal(story.isOver, false);
});

test('a message whose first frames were not recorded has those that were', () => {
  const part = {
    from: 'SERVER',
    streamId: 1,
    compressed: false,
    length: 9,
    preview: new Uint8Array(),
    truncated: true,
  } as const;
  const bodies: EventBody[] = [
    frame('SERVER', 'DATA', 1, { length: 9 }),
    { kind: 'message', message: { ...part, index: 4, firstFrame: 0, lastFrame: 1 } },
    { kind: 'message', message: { ...part, index: 5, firstFrame: 0, lastFrame: 0 } },
  ];
  assert.deepEqual(
    streamStory(stamp(bodies)).steps.map(({ label, frames: n }) => `${label}: ${n}`),
    ['message #4: 1', 'message #5: 0'],
  );
});

test('a header block with CONTINUATION is one step; one that has not ended shows what is held', () => {
  const talk = conversation();
  const block = talk.encoders.client.encode(
    Object.entries(CALL).map(([name, value]) => ({ name, value, representation: 'LITERAL' })),
  );
  talk.client(frames.headers(1, block.subarray(0, 9), { endHeaders: false, endStream: true }));
  assert.deepEqual(transcript(storyOf(talk)), ['0 client HEADERS its block is not held whole · END_STREAM']);
  talk.client(frames.continuation(1, block.subarray(9)));
  assert.deepEqual(transcript(storyOf(talk)), ['0 client HEADERS POST /pkg.Service/Method · 2 frames · END_STREAM']);
});

test('a trailers-only response is told as one', () => {
  const talk = request(conversation());
  talk.server(talk.response(1, { ...OK, 'grpc-status': '14', 'grpc-message': 'no upstream' }, { endStream: true }));
  const step = storyOf(talk).steps.find(({ kind }) => kind === 'trailers');
  assert.equal(step?.detail, '200 · grpc-status 14 UNAVAILABLE “no upstream” · trailers-only');
  assert.equal(step?.tone, 'error');
});

test('HTTP/1.1: head and body, and a head without a body ends with itself', () => {
  const bodies: EventBody[] = [
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index: 0, startLine: 'GET /a HTTP/1.1', fields: [] } },
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'END', index: 0, startLine: 'GET /a HTTP/1.1', bodyLength: 0 } },
    { kind: 'http1', http1: { from: 'SERVER', stage: 'HEAD', index: 0, startLine: 'HTTP/1.1 200 OK', fields: [] } },
    { kind: 'http1', http1: { from: 'SERVER', stage: 'END', index: 0, startLine: 'HTTP/1.1 200 OK', bodyLength: 12 } },
  ];
  const story = streamStory(stamp(bodies));
  assert.deepEqual(transcript(story), [
    '0 client HEAD GET /a HTTP/1.1',
    '1 server HEAD HTTP/1.1 200 OK',
    '1 server body',
  ]);
  assert.equal(story.isHttp1, true);
  assert.equal(story.isOver, true);
  assert.equal(story.title, 'GET /a HTTP/1.1');
  assert.equal(story.durationMs, 0.75);
  assert.equal(story.firstByte?.ms, 0.5);
  assert.equal(story.transfer.SERVER.bytes, 12);
});

test('5,000 messages: the middle is one step, in words', () => {
  const talk = request(conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 1_000_000 } }));
  talk.server(talk.response(1, OK), frames.windowUpdate(0, 1));
  for (let n = 0; n < 5_000; n++) talk.after(1).server(frames.data(1, message('m')));
  talk.server(talk.response(1, TRAILERS, { endStream: true }));
  const { steps, stepCount } = storyOf(talk);
  assert.equal(steps.length, MAX_STEPS);
  assert.equal(stepCount, 5_003);
  const folded = steps.find(({ kind }) => kind === 'folded');
  assert.equal(folded?.label, '… 4,604 more messages …');
  assert.equal(steps.at(-1)?.kind, 'trailers');
  assert.ok((folded?.gapMs ?? 0) > 4_000);
});

test('findings: the last word of each cause, the worst first; their evidence is marked', () => {
  const bodies: EventBody[] = [
    frame('CLIENT', 'DATA', 1, { length: 1 }),
    frame('SERVER', 'RST_STREAM', 1, { rstStream: { error: 'CANCEL', errorCode: 8 } }),
    finding({ id: 'f1', severity: 'WARNING', streamId: 1, evidence: [1], count: 1 }),
    finding({ id: 'f2', severity: 'ERROR', streamId: 1, evidence: [1], count: 1 }),
    finding({ id: 'f1', severity: 'WARNING', streamId: 1, evidence: [1], count: 2 }),
  ];
  const events = stamp(bodies);
  const story = streamStory(events);
  assert.deepEqual(
    story.findings.map(({ finding: { id, count } }) => [id, count]),
    [
      ['f2', 1],
      ['f1', 2],
    ],
  );
  assert.deepEqual(
    story.steps.map(({ severity }) => severity),
    ['ERROR', undefined],
  );
});

test('a finding of the connection whose evidence is in the stream is of the stream too', () => {
  const events = stamp([frame('CLIENT', 'DATA', 1, { length: 1 })]);
  const known = stamp([finding({ id: 'f7', evidence: [1] }), finding({ id: 'f8', evidence: [99] })]).filter(
    (event) => event.kind === 'finding',
  );
  const other = known.map((event) => ({ ...event, conn: 'c2' }));
  assert.deepEqual(
    streamStory(events, known).findings.map(({ finding: { id } }) => id),
    ['f7'],
  );
  assert.deepEqual(streamStory(events, other).findings, []);
});

test('what a peer broke is said with its frame', () => {
  const violation = {
    error: 'FLOW_CONTROL_ERROR',
    errorCode: 3,
    scope: 'STREAM',
    reason: 'too much',
    spec: 'RFC 9113 §6.9.1',
  } as const;
  const [step] = streamStory(stamp([frame('CLIENT', 'DATA', 1, { length: 5, violation })])).steps;
  assert.equal(step?.tone, 'error');
  assert.equal(step?.detail, 'FLOW_CONTROL_ERROR: too much, RFC 9113 §6.9.1');
});

test('losses and unknown frames are steps too', () => {
  const bodies: EventBody[] = [
    frame('CLIENT', 'UNKNOWN', 1, { length: 3, typeCode: 0xfa }),
    { kind: 'traceLost', traceLost: { reason: 'overwritten', dropped: 5 } },
    streamClosed({ streamId: 1 }),
  ];
  assert.deepEqual(
    streamStory(stamp(bodies)).steps.map(({ kind, label }) => `${kind}: ${label}`),
    ['other: UNKNOWN 0xfa', 'lost: lost', 'end: ended by server'],
  );
});

test('nothing throws, whichever events are missing', () => {
  const events = stamp(sampleBodies());
  for (let n = 0; n < events.length; n++) {
    const stories = [events.slice(n), events.slice(0, n), events.filter((_, place) => place % (n + 2) === 0)].map(
      (some) => streamStory(some),
    );
    for (const { steps } of stories) assert.ok(steps.every(({ atMs, gapMs }) => atMs >= 0 && gapMs >= 0));
  }
});
