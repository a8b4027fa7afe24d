import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { barWords, waterfallWords } from '../../../src/web/model/connection-bars.ts';
import { endingReason } from '../../../src/web/model/connection-life.ts';
import { settingRows } from '../../../src/web/model/connection-settings.ts';
import { type ConnectionStory, connectionStory } from '../../../src/web/model/connection-story.ts';
import { conversation } from '../../support/conversation.ts';
import { connectionClosed, type EventBody, otherFrames, sampleBodies, stamp } from '../../support/events.ts';
import { frames } from '../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../support/script.ts';

function bar(story: ConnectionStory, streamId: number) {
  const found = story.streams.bars.find((each) => each.streamId === streamId);
  assert.ok(found, `no bar of stream ${streamId}`);
  return found;
}

describe('the life of a connection', () => {
  test('is told from its opening to its end', () => {
    const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: 100 } })
      .call(1)
      .after(5);
    talk
      .server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'))
      .after(1)
      .end({ how: 'FIN', endedBy: 'SERVER' });
    const { life, goaways, closed, hasBeginning, isHttp1 } = connectionStory(talk.events);
    assert.deepEqual(
      life.map(({ atMs, side, text }) => [atMs, side, text]),
      [
        [0, undefined, 'opened on grpc, h2c'],
        [0, 'CLIENT', 'SETTINGS, all as they are by default'],
        [0, 'SERVER', 'SETTINGS MAX_CONCURRENT_STREAMS 100'],
        [0, 'SERVER', 'SETTINGS acknowledged'],
        [0, 'CLIENT', 'SETTINGS acknowledged'],
        [6, 'SERVER', 'GOAWAY ENHANCE_YOUR_CALM, last stream 1'],
        [7, 'SERVER', 'GOAWAY by server'],
      ],
    );
    assert.deepEqual(
      goaways.map(({ about, meaning, debug, isError }) => [about, meaning, debug, isError]),
      [
        [
          'the server may have processed streams up to 1; those above can be tried again elsewhere',
          'the other side does too much: for example too many PINGs or resets',
          'too_many_pings',
          true,
        ],
      ],
    );
    assert.ok(closed);
    assert.match(endingReason(closed), /^(application|infrastructure|unknown): .+ \(stage DRAINING, after 7 ms\)$/);
    assert.deepEqual([hasBeginning, isHttp1], [true, false]);
  });

  test('RFC 9113 §6.8: the first of two GOAWAYs leaves out no stream', () => {
    const talk = conversation()
      .server(frames.goaway(2 ** 31 - 1))
      .after(1)
      .server(frames.goaway(0));
    assert.deepEqual(
      connectionStory(talk.events).goaways.map(({ about }) => about),
      [
        'the server is about to go, and leaves out no stream yet',
        'the server has processed no stream of the other side',
      ],
    );
  });

  test('of nothing is empty', () => {
    const story = connectionStory([]);
    assert.deepEqual([story.life, story.streams.bars, story.pings, story.hasBeginning], [[], [], [], false]);
  });

  test('is told of any events, however few and in whatever order', () => {
    const events = stamp(sampleBodies());
    for (let n = 0; n <= events.length; n++) {
      connectionStory(events.slice(n));
      connectionStory(events.filter((_, at) => at % 3 !== n % 3).toReversed());
    }
  });
});

describe('settings', () => {
  test('RFC 9113 §6.5.3: are announced, and then acknowledged', () => {
    const talk = conversation({ opening: false });
    talk.client(new TextEncoder().encode('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frames.settings({ ENABLE_PUSH: 0 }));
    talk.server(frames.settings({ MAX_FRAME_SIZE: 32_768 }), frames.settingsAck());
    const rows = settingRows(connectionStory(talk.events).settings);
    assert.deepEqual(rows.find(({ name }) => name === 'ENABLE_PUSH')?.client, {
      announced: 0,
      acknowledged: 0,
      isChanged: true,
      isUnacknowledged: false,
    });
    assert.deepEqual(rows.find(({ name }) => name === 'MAX_FRAME_SIZE')?.server, {
      announced: 32_768,
      acknowledged: undefined,
      isChanged: true,
      isUnacknowledged: true,
    });
    assert.deepEqual(rows.map(({ name, initial }) => [name, initial]).slice(0, 4), [
      ['HEADER_TABLE_SIZE', 4_096],
      ['ENABLE_PUSH', 1],
      ['MAX_CONCURRENT_STREAMS', undefined],
      ['INITIAL_WINDOW_SIZE', 65_535],
    ]);
  });

  test('those of no registry keep their number', () => {
    const rows = settingRows(connectionStory(stamp(otherFrames())).settings);
    assert.deepEqual(rows.at(-1)?.client.announced, 7);
    assert.equal(rows.at(-1)?.name, '0x99');
  });
});

describe('streams as a waterfall', () => {
  test('a call waits, has DATA and messages, and ends', () => {
    const talk = conversation().after(10);
    talk.client(talk.request(1, { ...CALL, te: 'trailers' }), frames.data(1, message('hi'), { endStream: true }));
    talk
      .after(20)
      .server(talk.response(1, OK))
      .after(5)
      .server(frames.data(1, message('hello')));
    talk.after(1).server(talk.response(1, TRAILERS, { endStream: true }));
    const call = bar(connectionStory(talk.events), 1);
    assert.deepEqual(
      [call.name, call.fromMs, call.firstByteMs, call.toMs, call.how, call.tone, call.beganBefore],
      ['pkg.Service/Method', 10, 30, 36, 'OK', 'good', false],
    );
    assert.deepEqual(call.data, [
      { from: 'CLIENT', fromMs: 10, toMs: 10 },
      { from: 'SERVER', fromMs: 35, toMs: 35 },
    ]);
    assert.deepEqual(call.messages, [
      { atMs: 10, from: 'CLIENT' },
      { atMs: 35, from: 'SERVER' },
    ]);
    assert.equal(barWords(call), 'stream 1 pkg.Service/Method: took 26 ms, first byte after 20 ms, OK');
  });

  test('one that is open lasts until now', () => {
    const talk = conversation();
    talk.client(talk.request(1, CALL)).after(3);
    const open = bar(connectionStory(talk.events, 500), 1);
    assert.deepEqual([open.toMs, open.how, open.tone, open.firstByteMs], [500, 'open', 'open', undefined]);
  });

  test('RFC 9113 §5.2: a stream waits at its own window until credit comes', () => {
    const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 10 } });
    talk.client(talk.request(1, CALL, { endStream: true })).after(1);
    talk.server(talk.response(1, OK), frames.data(1, 'x'.repeat(10))).after(50);
    talk.client(frames.windowUpdate(1, 100)).after(1);
    talk.server(frames.data(1, 'x'), talk.response(1, TRAILERS, { endStream: true }));
    const story = connectionStory(talk.events);
    assert.deepEqual(bar(story, 1).stalls, [{ fromMs: 1, toMs: 51, sender: 'SERVER', window: 'stream' }]);
    assert.match(barWords(bar(story, 1)), /stalled 50 ms \(server, window of the stream\)/);
    assert.equal(waterfallWords(story.streams), '1 stream, 1 of them stalled');
  });

  test('RFC 9113 §6.9.2: acknowledged SETTINGS give credit to streams that wait', () => {
    const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 0 } });
    talk
      .after(1)
      .client(talk.request(1, CALL, { endStream: true }))
      .after(30);
    talk
      .client(frames.settings({ INITIAL_WINDOW_SIZE: 100 }))
      .after(2)
      .server(frames.settingsAck());
    talk.after(5).server(talk.response(1, OK), frames.data(1, 'x', { endStream: true }));
    const stalls = bar(connectionStory(talk.events), 1).stalls;
    assert.deepEqual(stalls, [{ fromMs: 1, toMs: 33, sender: 'SERVER', window: 'stream' }]);
  });

  test('who has said all waits for nothing', () => {
    const talk = conversation({ serverSettings: { INITIAL_WINDOW_SIZE: 10 } });
    talk.client(talk.request(1, CALL), frames.data(1, 'x'.repeat(10), { endStream: true })).after(50);
    talk.server(talk.response(1, OK, { endStream: true }));
    assert.deepEqual(bar(connectionStory(talk.events), 1).stalls, []);
  });

  test('the window of the connection holds up all that have not said all', () => {
    const roomy = { INITIAL_WINDOW_SIZE: 1_000_000 };
    const talk = conversation({ clientSettings: roomy });
    talk.client(talk.request(1, CALL, { endStream: true }), talk.request(3, CALL, { endStream: true })).after(1);
    talk.server(talk.response(1, OK));
    for (let sent = 0; sent < 65_535; sent += 13_107) talk.server(frames.data(1, 'x'.repeat(13_107)));
    talk
      .after(40)
      .client(frames.windowUpdate(0, 1_000))
      .after(1)
      .server(talk.response(3, OK, { endStream: true }));
    const story = connectionStory(talk.events);
    const stall = { fromMs: 1, toMs: 41, sender: 'SERVER', window: 'connection' };
    assert.deepEqual([bar(story, 1).stalls, bar(story, 3).stalls], [[stall], [stall]]);
  });

  test('what began before the events that are held is drawn from the first of them on', () => {
    const talk = conversation();
    talk
      .client(talk.request(1, CALL))
      .after(5)
      .client(frames.data(1, message('a')))
      .after(5);
    talk.server(talk.response(1, OK), talk.response(1, TRAILERS, { endStream: true }));
    const events = talk.events.filter(({ offsetMs }) => offsetMs >= 5);
    const story = connectionStory(events);
    const { fromMs, name, beganBefore } = bar(story, 1);
    assert.deepEqual([fromMs, name, beganBefore, story.hasBeginning], [5, undefined, true, false]);
  });

  test('frames behind the end of a stream are no stream', () => {
    const bodies = otherFrames().filter(({ kind }) => kind === 'frame');
    const story = connectionStory(stamp(bodies));
    assert.deepEqual(
      story.streams.bars.map(({ streamId }) => streamId),
      [5],
    );
  });

  test('streams that the connection takes with it are cut off', () => {
    const talk = conversation();
    talk.client(talk.request(1, CALL)).after(2).end({ how: 'RST', endedBy: 'CLIENT' });
    const { how, tone } = bar(connectionStory(talk.events), 1);
    assert.deepEqual([how, tone], ['cut off with the connection', 'error']);
  });

  test('the newest 200 are drawn, and a long call among them', () => {
    const talk = conversation();
    talk.client(talk.request(1, CALL));
    for (let streamId = 3; streamId < 603; streamId += 2) talk.call(streamId);
    const { bars, leftOut } = connectionStory(talk.events).streams;
    assert.deepEqual([bars.length, leftOut, bars[0]?.streamId, bars.at(-1)?.streamId], [200, 101, 1, 601]);
  });
});

describe('an HTTP/1.1 connection', () => {
  const http1 = (from: 'CLIENT' | 'SERVER', stage: 'HEAD' | 'END', index: number, startLine: string): EventBody => ({
    kind: 'http1',
    http1: { from, stage, index, startLine, ...(stage === 'END' ? { bodyLength: 3 } : {}) },
  });

  test('has its requests as streams, by their index, and no windows', () => {
    const story = connectionStory(
      stamp([
        http1('CLIENT', 'HEAD', 0, 'POST /a HTTP/1.1'),
        http1('SERVER', 'HEAD', 0, 'HTTP/1.1 100 Continue'),
        http1('SERVER', 'END', 0, 'HTTP/1.1 100 Continue'),
        http1('CLIENT', 'END', 0, 'POST /a HTTP/1.1'),
        http1('SERVER', 'HEAD', 1, 'HTTP/1.1 503 Service Unavailable'),
        http1('SERVER', 'END', 1, 'HTTP/1.1 503 Service Unavailable'),
        http1('CLIENT', 'HEAD', 1, 'GET /b HTTP/1.1'),
        connectionClosed(),
      ]),
    );
    assert.deepEqual(
      story.streams.bars.map(({ streamId, name, how, tone, fromMs, firstByteMs, toMs }) => [
        streamId,
        name,
        how,
        tone,
        fromMs,
        firstByteMs,
        toMs,
      ]),
      [
        [0, 'POST /a', '503', 'error', 0, 1, 1.25],
        [1, 'GET /b', 'cut off with the connection', 'error', 1.5, undefined, 1.75],
      ],
    );
    assert.deepEqual([story.isHttp1, story.windows], [true, []]);
  });

  test('a response without its request is left out', () => {
    assert.deepEqual(
      connectionStory(stamp([http1('SERVER', 'HEAD', 4, 'HTTP/1.1 200 OK'), http1('SERVER', 'END', 4, '?')])).streams
        .bars,
      [],
    );
  });
});

test('20,000 events are read in a moment', () => {
  const talk = conversation();
  for (let streamId = 1; talk.events.length < 20_000; streamId += 2) talk.call(streamId, 0.1);
  const startedAt = performance.now();
  const story = connectionStory(talk.events);
  const tookMs = performance.now() - startedAt;
  assert.equal(story.streams.bars.length, 200);
  assert.ok(tookMs < 1_000, `took ${tookMs} ms`);
});
