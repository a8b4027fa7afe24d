import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import type { Frame, FrameTypeName, TraceEvent } from '../../../src/trace/event.ts';
import { detailOf, streamOf } from '../../../src/web/model/detail.ts';
import type { Detail, DetailNode } from '../../../src/web/model/detail-node.ts';
import type { Term } from '../../../src/web/model/filter-terms.ts';
import {
  bytes,
  connectionClosed,
  connectionOpened,
  type EventBody,
  finding,
  frame,
  headers,
  message,
  sampleBodies,
  setting,
  stamp,
  streamClosed,
} from '../../support/events.ts';

function detail(body: EventBody): Detail {
  return detailOf(only(body));
}

function only(body: EventBody): TraceEvent {
  return stamp([body])[0] as TraceEvent;
}

/** All nodes, those within others too. */
function flat(nodes: readonly DetailNode[]): DetailNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
}

function find(body: EventBody, name: string): DetailNode | undefined {
  return flat(detail(body).nodes).find((node) => node.name === name);
}

/** "value: meaning (spec)" */
function words(node: DetailNode | undefined): string {
  return `${node?.value}: ${node?.meaning} (${node?.spec})`;
}

function termsOf({ nodes, tables }: Detail): Term[] {
  const all = [...flat(nodes).map(({ term }) => term), ...tables.flatMap(({ rows }) => rows.map(({ term }) => term))];
  return all.filter((term) => term !== undefined);
}

const ALL = stamp(sampleBodies());

test('each event has a title and something to tell', () => {
  for (const event of ALL) {
    const { title, nodes } = detailOf(event);
    assert.match(title, /^(frame|event) \d+ · ./);
    assert.ok(nodes.length > 0, title);
    assert.doesNotMatch(JSON.stringify(nodes), /undefined|NaN|\[object/, title);
  }
});

test('titles say what it is', () => {
  const title = (body: EventBody) => detail(body).title;
  const trailers = frame('SERVER', 'HEADERS', 1, { headers: headers('TRAILERS', []) });
  assert.equal(title(trailers), 'frame 1 · HEADERS (trailers)');
  assert.equal(title(frame('CLIENT', 'SETTINGS', 0, { flags: ['ACK'] })), 'frame 1 · SETTINGS (ack)');
  assert.equal(title(frame('CLIENT', 'UNKNOWN', 0)), 'frame 1 · UNKNOWN 0xfa');
  assert.equal(detailOf({ ...only(trailers), seq: 48196 }).title, 'frame 48,196 · HEADERS (trailers)');
});

test('each condition is a filter that finds the event, and whose contrary finds the others', () => {
  for (const event of ALL) {
    for (const { short, cel } of termsOf(detailOf(event))) {
      for (const text of short === undefined ? [cel] : [cel, short]) {
        assert.ok(compileFilter(text).matches(event) || text === 'conn == "c2"' || text === 'conn:c2', text);
      }
      const [has, hasNot] = [compileFilter(cel), compileFilter(`!(${cel})`)];
      for (const each of ALL) assert.notEqual(has.matches(each), hasNot.matches(each), `${cel}: ${each.kind}`);
    }
  }
});

test('each frame type is explained and cited', () => {
  const types: readonly FrameTypeName[] = [
    ...(['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS', 'PUSH_PROMISE', 'PING', 'GOAWAY'] as const),
    ...(['WINDOW_UPDATE', 'CONTINUATION', 'ALTSVC', 'ORIGIN', 'PRIORITY_UPDATE', 'UNKNOWN'] as const),
  ];
  for (const type of types) {
    const node = find(frame('CLIENT', type, 1), 'type');
    assert.ok(node?.meaning, type);
    assert.match(node?.spec ?? '', /^RFC \d+ §[\d.]+$/);
    assert.equal(detail(frame('CLIENT', type, 1)).spec, node?.spec);
  }
});

test('flags are told one by one, those of no meaning too', () => {
  const data = frame('CLIENT', 'DATA', 1, { flags: ['END_STREAM', '0x40'], flagBits: 0x41 });
  const flags = find(data, 'flags');
  assert.equal(flags?.value, '0x41');
  assert.deepEqual(
    flags?.children?.map(({ name, spec }) => [name, spec]),
    [
      ['END_STREAM', 'RFC 9113 §5.1'],
      ['0x40', 'RFC 9113 §4.1'],
    ],
  );
  assert.match(find(frame('CLIENT', 'PING', 0, { flags: ['ACK'] }), 'ACK')?.meaning ?? '', /PING/);
  assert.equal(find(frame('CLIENT', 'PING', 0), 'flags')?.value, 'none');
});

test('settings have their meaning and default', () => {
  const settings = [setting('INITIAL_WINDOW_SIZE', 4, 1048576), setting('', 0x99, 7)];
  const body = frame('CLIENT', 'SETTINGS', 0, { settings });
  assert.equal(
    words(find(body, 'INITIAL_WINDOW_SIZE')),
    '1,048,576: bytes of DATA that may be sent on a new stream; default 65,535 (RFC 9113 §6.5.2)',
  );
  assert.match(words(find(body, '0x99')), /^7: of no registry/);
  const many = frame('CLIENT', 'SETTINGS', 0, { settings: Array.from({ length: 2731 }, () => setting('', 0x99, 7)) });
  assert.equal(find(many, '…')?.value, '2,631 more');
});

test('error codes are explained', () => {
  const reset = frame('CLIENT', 'RST_STREAM', 5, { rstStream: { error: 'REFUSED_STREAM', errorCode: 7 } });
  assert.equal(
    words(find(reset, 'error')),
    'REFUSED_STREAM 0x7: nothing was done with the request: it is safe to send again (RFC 9113 §7)',
  );
  const odd = frame('CLIENT', 'RST_STREAM', 5, { rstStream: { error: '', errorCode: 0xbeef } });
  assert.equal(find(odd, 'error')?.value, 'no name 0xbeef');
  assert.match(find(odd, 'error')?.term?.cel ?? '', /frame\.rstStream\.errorCode == 48879$/);
});

test('GOAWAY says which streams are safe to send again', () => {
  const goaway = (lastStreamId: number, debug = '') =>
    frame('SERVER', 'GOAWAY', 0, { goaway: { lastStreamId, error: 'NO_ERROR', errorCode: 0, debug } });
  assert.match(find(goaway(5), 'last stream')?.meaning ?? '', /safe to send again/);
  assert.match(find(goaway(2 ** 31 - 1), 'last stream')?.meaning ?? '', /another GOAWAY follows/);
  assert.equal(find(goaway(5, 'bye\x1b[31m\xff'), 'debug data')?.value, 'bye\\x1b[31m\\xff');
  assert.equal(find(goaway(5), 'error')?.tone, 'good');
});

test('PING has its round trip, WINDOW_UPDATE its increment, PRIORITY its weight', () => {
  const ack = frame('SERVER', 'PING', 0, { flags: ['ACK'], ping: { opaque: '00', ack: true, rttMs: 0.31 } });
  assert.equal(find(ack, 'round trip')?.value, '0.31 ms');
  const update = frame('SERVER', 'WINDOW_UPDATE', 0, { windowUpdate: { increment: 983041 } });
  assert.match(words(find(update, 'increment')), /^983,041 bytes: .*on the connection/);
  const priority = { streamDependency: 1, exclusive: true, weight: 201 };
  assert.match(words(find(frame('CLIENT', 'PRIORITY', 3, { priority }), 'priority')), /^weight 201: .*exclusively/);
});

test('a window without room is a stall', () => {
  const data = (window: Frame['window']) => frame('CLIENT', 'DATA', 1, { ...(window && { window }) });
  const window = find(data({ connection: 10, stream: 0 }), 'window');
  assert.deepEqual(
    window?.children?.map(({ name, value, tone }) => [name, value, tone]),
    [
      ['connection', '10', undefined],
      ['stream', '0', 'warning'],
    ],
  );
  assert.match(window?.meaning ?? '', /its sender/);
  assert.equal(find(data(undefined), 'window'), undefined);
});

test('DATA tells content, padding and what was kept', () => {
  const body = frame('CLIENT', 'DATA', 1, {
    flags: ['PADDED'],
    length: 100,
    data: { padding: 9, preview: bytes('abc'), truncated: true },
  });
  assert.equal(find(body, 'content')?.value, '90 bytes');
  assert.equal(find(body, 'padding')?.value, '9 bytes');
  assert.equal(find(body, 'kept')?.tone, 'warning');
});

test('a violation is told with its rule', () => {
  const violation = {
    error: 'PROTOCOL_ERROR',
    errorCode: 1,
    scope: 'STREAM',
    reason: 'why',
    spec: 'RFC 9113 §6.9',
  } as const;
  const node = find(frame('CLIENT', 'WINDOW_UPDATE', 7, { violation }), 'violation');
  assert.equal(words(node), 'why: its sender breaks a rule, which ends the stream (RFC 9113 §6.9)');
  assert.equal(node?.tone, 'error');
});

test('rare frames have their fields', () => {
  const altsvc = frame('SERVER', 'ALTSVC', 0, { altsvc: { origin: 'https://a', fieldValue: 'h3=":443"' } });
  assert.equal(find(altsvc, 'alternative')?.value, 'h3=":443"');
  const origin = frame('SERVER', 'ORIGIN', 0, { origin: { origins: ['https://b', 'https://c'] } });
  assert.deepEqual(
    find(origin, 'origins')?.children?.map(({ value }) => value),
    ['https://b', 'https://c'],
  );
  const update = frame('CLIENT', 'PRIORITY_UPDATE', 0, {
    priorityUpdate: { prioritizedStreamId: 1, fieldValue: 'u=1' },
  });
  assert.equal(find(update, 'priority')?.value, 'u=1');
  const push = frame('SERVER', 'PUSH_PROMISE', 1, { pushPromise: { promisedStreamId: 2 } });
  assert.equal(find(push, 'promised stream')?.value, '2');
});

test('a message names the frames that carried it', () => {
  assert.deepEqual(find(message('CLIENT', 1), 'first frame'), { name: 'first frame', value: 'frame 5', seq: 5 });
  assert.equal(find(message('CLIENT', 1), 'last frame'), undefined);
  assert.equal(find(message('CLIENT', 1, { firstFrame: 0 }), 'first frame')?.value, 'not recorded');
});

test('the end of a call has its status, whose answer it is, and whether to retry', () => {
  const closed = streamClosed({
    grpcStatus: { code: 14, name: 'UNAVAILABLE', message: 'upstream\u202e' },
    httpStatus: 503,
    origin: 'INFRASTRUCTURE',
    retrySafe: true,
  });
  const status = find(closed, 'grpc-status');
  assert.equal(words(status), '14 UNAVAILABLE: nobody could answer: worth a retry with backoff (gRPC statuscodes)');
  assert.equal(status?.term?.short, 'grpc-status:14');
  assert.equal(find(closed, 'grpc-message')?.value, 'upstream\\u202e');
  assert.match(find(closed, 'HTTP status')?.meaning ?? '', /UNAVAILABLE/);
  assert.equal(find(closed, 'retry')?.value, 'safe');
  assert.equal(find(streamClosed(), 'retry')?.value, 'cannot be told');
  assert.equal(find(streamClosed(), 'origin')?.value, 'application');
});

test('connections have their TLS, and what they began with', () => {
  const opened = connectionOpened({ protocol: 'h2', tls: { version: 'TLSv1.3', sni: 'echo.sre' } });
  assert.equal(find(opened, 'SNI')?.value, 'echo.sre');
  assert.equal(find(opened, 'peer')?.value, '10.0.3.7:44646');
  const closed = connectionClosed({
    firstBytes: [{ from: 'SERVER', looksLike: 'TLS_ALERT', tlsAlert: 120 }],
    clientHello: { alpn: [] },
  });
  assert.match(find(closed, 'alert')?.meaning ?? '', /^no_application_protocol/);
  assert.equal(find(closed, 'ALPN')?.value, 'none');
  assert.equal(find(closed, 'open')?.tone, 'warning');
});

test('HTTP/1.1 has its status line and its fields in wire order and case', () => {
  const response: EventBody = {
    kind: 'http1',
    http1: {
      from: 'SERVER',
      stage: 'HEAD',
      index: 0,
      startLine: 'HTTP/1.1 502 Bad Gateway',
      fields: [
        { name: 'Server', value: 'nginx', redacted: false },
        { name: 'Set-Cookie', value: '', redacted: true },
      ],
    },
  };
  const { title, tables } = detail(response);
  assert.equal(title, 'event 1 · HTTP/1.1 response');
  assert.match(find(response, 'status line')?.meaning ?? '', /^Bad Gateway/);
  assert.deepEqual(
    tables[0]?.rows.map(({ name, value, redacted, representation }) => [name, value, redacted, representation]),
    [
      ['Server', 'nginx', undefined, undefined],
      ['Set-Cookie', 'redacted', 'credentials are never recorded', undefined],
    ],
  );
});

test('a finding has its rule, and how often it was seen', () => {
  const body = finding({ rule: 'K1', count: 3, streamId: 5 });
  assert.equal(find(body, 'rule')?.term?.short, 'rule:K1');
  assert.match(words(find(body, 'seen')), /^3 times: 01:42:47\.123 to 01:42:47\.123, UTC/);
  assert.equal(find(finding({ count: 2, firstTime: Number.NaN }), 'seen')?.value, '2 times');
});

test('what no RFC has makes no exception', () => {
  const odd = {
    from: 'CLIENT',
    type: 'constructor',
    typeCode: 77,
    flags: ['__proto__'],
    flagBits: 1,
    streamId: -1,
    length: -1,
  };
  const event = { ...only(frame('CLIENT', 'PING', 0)), frame: odd } as unknown as TraceEvent;
  assert.doesNotThrow(() => detailOf(event));
  const category = { ...headers('REQUEST', []), category: 'toString' } as unknown as NonNullable<Frame['headers']>;
  assert.doesNotThrow(() => detail(frame('CLIENT', 'HEADERS', 1, { headers: category })));
});

test('the stream of an event, or the number of its request; none of the connection as a whole', () => {
  assert.equal(streamOf(only(frame('CLIENT', 'DATA', 5))), 5);
  assert.equal(streamOf(only(frame('CLIENT', 'PING', 0))), undefined);
  assert.equal(streamOf(only(message('CLIENT', 3))), 3);
  assert.equal(streamOf(only(finding())), undefined);
  assert.equal(streamOf(only(connectionOpened())), undefined);
});
