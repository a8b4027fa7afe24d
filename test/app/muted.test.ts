import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';

import { createMuted, type Muted } from '../../src/app/muted.ts';
import { Recording } from '../../src/capture/recording.ts';
import { Redaction, redactNothing } from '../../src/redaction.ts';
import type { Http1, TraceEvent } from '../../src/trace/event.ts';
import { NOT_RECORDED, Sequence } from '../../src/trace/event-source.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { RecordingSettings } from '../../src/trace/recording.ts';
import {
  connectionClosed,
  connectionOpened,
  type EventBody,
  field,
  frame,
  headers,
  message,
  stamp,
  streamClosed,
} from '../support/events.ts';

const SETTINGS: RecordingSettings = {
  trace: 'on',
  listenersOff: [],
  sampleOneIn: 1,
  connections: {},
  payloadBytes: 4,
  redactHeaders: [],
};

function http1(from: Http1['from'], stage: Http1['stage'], startLine: string): EventBody {
  return { kind: 'http1', http1: { from, stage, index: 0, startLine } };
}

function exchange(request: string): EventBody[] {
  const [response, line] = ['HTTP/1.1 200 OK', `${request} HTTP/1.1`];
  return [
    http1('CLIENT', 'HEAD', line),
    http1('CLIENT', 'END', line),
    http1('SERVER', 'HEAD', response),
    http1('SERVER', 'END', response),
  ];
}

function call(method: string | undefined, streamId: number): EventBody[] {
  const fields = method === undefined ? [] : [field(':method', method, 'INDEXED', 3)];
  return [
    frame('CLIENT', 'HEADERS', streamId, { headers: headers('REQUEST', fields) }),
    { kind: 'streamOpened', streamOpened: { streamId, method: method ?? '', path: '/x', authority: '' } },
    frame('CLIENT', 'DATA', streamId),
    message('CLIENT', streamId),
    frame('SERVER', 'WINDOW_UPDATE', streamId),
    frame('SERVER', 'HEADERS', streamId, { headers: headers('RESPONSE', []) }),
    frame('SERVER', 'DATA', streamId),
    streamClosed({ streamId }),
  ];
}

suite('a muted connection', () => {
  let recording: Recording;
  let muted: Muted;
  let recorded: TraceEvent[] = [];
  beforeEach(() => {
    recorded = [];
    recording = new Recording(SETTINGS, new Redaction(redactNothing), noMessageTypes);
    recording.gateOf('c1', 'admin');
    muted = createMuted({ recording, sequence: new Sequence(), record: (events) => recorded.push(...events) });
  });

  /** As a recorder hands them out whose gate is closed, some at a time. */
  function pass(bodies: readonly EventBody[], conn = 'c1'): void {
    for (const event of stamp(bodies, conn)) muted.observe([{ ...event, seq: NOT_RECORDED }]);
  }

  function told(): string[] {
    return recorded.map((event) => {
      if (event.kind === 'http1') return `${event.seq} ${event.http1.stage} ${event.http1.startLine}`;
      if (event.kind === 'frame') return `${event.seq} ${event.frame.type} ${event.frame.streamId}`;
      return `${event.seq} ${event.kind}`;
    });
  }

  test('has no event of what it reads', () => {
    muted.mute('c1');
    pass([...exchange('GET /api/env'), ...exchange('HEAD /'), ...call('GET', 1), frame('CLIENT', 'PING', 0)]);
    assert.deepEqual(told(), []);
  });

  test('has those of requests over HTTP/1.1 that change something, numbered as they come', () => {
    muted.mute('c1');
    pass([...exchange('GET /api/env'), ...exchange('PUT /api/faults'), ...exchange('GET /api/env')]);
    assert.deepEqual(told(), [
      '1 HEAD PUT /api/faults HTTP/1.1',
      '2 END PUT /api/faults HTTP/1.1',
      '3 HEAD HTTP/1.1 200 OK',
      '4 END HTTP/1.1 200 OK',
    ]);
  });

  test('has the heads of those over HTTP/2, and no body: a call may carry the trace', () => {
    muted.mute('c1');
    pass([...call('GET', 1), ...call('POST', 3), ...call(undefined, 5)]);
    const heads = (n: number, id: number) =>
      [`HEADERS ${id}`, 'streamOpened', `HEADERS ${id}`, 'streamClosed'].map((each, of) => `${n + of} ${each}`);
    assert.deepEqual(told(), [...heads(1, 3), ...heads(5, 5)]);
  });

  test('has its end', () => {
    muted.mute('c1');
    pass([connectionClosed()]);
    pass(exchange('PUT /api/faults'));
    assert.deepEqual(told(), ['1 connectionClosed']);
  });

  test('is one until all have let it go', () => {
    const [first, second] = [muted.mute('c1'), muted.mute('c1')];
    first();
    pass(exchange('DELETE /api/faults'));
    assert.equal(recorded.length, 4);
    second();
    pass(exchange('DELETE /api/faults'));
    assert.equal(recorded.length, 4);
  });

  test('has nothing where nothing of the admin port is wanted', () => {
    muted.mute('c1');
    recording.change({ ...SETTINGS, listenersOff: ['admin'] });
    pass([...exchange('PUT /api/faults'), connectionClosed()]);
    assert.deepEqual(told(), []);
  });

  test('other connections are left alone, recorded or not', () => {
    muted.mute('c1');
    muted.mute('c9');
    pass(exchange('PUT /api/faults'), 'c2');
    pass(exchange('PUT /api/faults'), 'c9');
    muted.observe(stamp(exchange('PUT /api/faults')));
    muted.observe([]);
    assert.deepEqual(told(), []);
  });
});

suite('a connection to the admin port of which nobody knows yet whose it is', () => {
  let recording: Recording;
  let muted: Muted;
  let recorded: TraceEvent[] = [];
  beforeEach(() => {
    recorded = [];
    recording = new Recording(SETTINGS, new Redaction(redactNothing), noMessageTypes, ['admin']);
    recording.gateOf('c1', 'admin');
    muted = createMuted({ recording, sequence: new Sequence(), record: (events) => recorded.push(...events) });
  });

  const OF_PAGE = [{ name: 'Sec-Fetch-Site', value: 'same-origin', redacted: false }];

  function request(method: string, fields: Http1['fields'] = []): EventBody[] {
    const startLine = `${method} /x HTTP/1.1`;
    return [
      { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index: 0, startLine, fields } },
      http1('CLIENT', 'END', startLine),
    ];
  }

  function pass(bodies: readonly EventBody[]): void {
    muted.observe(stamp(bodies, 'c1').map((event) => ({ ...event, seq: NOT_RECORDED })));
  }

  function told(): string[] {
    return recorded.map(({ seq, kind }) => `${seq} ${kind}`);
  }

  test('is told with its first request, where that is of no page', () => {
    pass([connectionOpened()]);
    assert.deepEqual(told(), []);
    pass(request('GET'));
    assert.deepEqual(told(), ['1 connectionOpened', '2 http1', '3 http1']);
    assert.equal(recording.isHeld('c1'), false);
  });

  test('is not told where it is of the page, which mutes it before it is answered', () => {
    pass([connectionOpened()]);
    pass(request('GET', OF_PAGE));
    muted.mute('c1');
    pass([http1('SERVER', 'HEAD', 'HTTP/1.1 200 OK'), http1('SERVER', 'END', 'HTTP/1.1 200 OK'), connectionClosed()]);
    assert.deepEqual(told(), []);
  });

  test('is told where it looked like one, and was refused', () => {
    pass([connectionOpened(), ...request('GET', OF_PAGE)]);
    assert.deepEqual(told(), []);
    pass([http1('SERVER', 'HEAD', 'HTTP/1.1 403 Forbidden')]);
    assert.deepEqual(told(), ['1 connectionOpened', '2 http1', '3 http1', '4 http1']);
  });

  test('is told when the page changes something, and so is its end', () => {
    pass([connectionOpened(), ...request('GET', OF_PAGE)]);
    muted.mute('c1');
    pass([http1('SERVER', 'HEAD', 'HTTP/1.1 200 OK')]);
    pass(request('PUT', OF_PAGE));
    pass([connectionClosed()]);
    assert.deepEqual(told(), ['1 connectionOpened', '2 http1', '3 http1', '4 connectionClosed']);
  });

  test('a change that comes in one piece with a question of the page is told', () => {
    pass([connectionOpened(), ...request('GET', OF_PAGE), ...request('PUT', OF_PAGE)]);
    muted.mute('c1');
    assert.deepEqual(told(), ['1 connectionOpened', '2 http1', '3 http1']);
    pass([connectionClosed()]);
    assert.equal(told().at(-1), '4 connectionClosed');
  });

  test('a change is told at once, whatever it looks like', () => {
    pass([connectionOpened(), ...request('PUT', OF_PAGE)]);
    assert.deepEqual(told(), ['1 connectionOpened', '2 http1', '3 http1']);
  });

  test('over HTTP/2 it is the same', () => {
    const fields = [field(':method', 'GET', 'INDEXED', 2), field('sec-fetch-site', 'same-origin', 'LITERAL', 0)];
    pass([connectionOpened(), frame('CLIENT', 'SETTINGS', 0)]);
    pass([frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', fields) })]);
    assert.deepEqual(told(), []);
    pass([frame('SERVER', 'HEADERS', 1, { headers: headers('RESPONSE', []) })]);
    assert.equal(recorded.length, 4);
  });

  test('one that says nothing is told when it closes', () => {
    pass([connectionOpened()]);
    pass([connectionClosed()]);
    assert.deepEqual(told(), ['1 connectionOpened', '2 connectionClosed']);
  });

  test('one that says much before it is answered is told', () => {
    pass([connectionOpened(), ...request('GET', OF_PAGE)]);
    for (let n = 0; n < 70; n++) pass([frame('CLIENT', 'PING', 0)]);
    assert.ok(recorded.length > 60);
  });

  test('nothing is told where nothing of the admin port is wanted', () => {
    recording.change({ ...SETTINGS, listenersOff: ['admin'] });
    pass([connectionOpened(), ...request('GET'), connectionClosed()]);
    assert.deepEqual(told(), []);
  });
});
