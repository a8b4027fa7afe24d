/** What is secret gets into no line of the access log and into no span, whatever it was sent in. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { followExchanges } from '../../src/exchanges/follow.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import { createAccessLog } from '../../src/sinks/access-log.ts';
import { createSpans } from '../../src/sinks/spans/spans.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { http1Session } from '../capture/http1-transcript.ts';
import { connectionOpened, stamp } from '../support/events.ts';
import { frames } from '../support/frames.ts';
import { type Collector, startCollector } from '../support/otlp/collector.ts';
import { CALL, client, FIN, type Fields, message, OK, OPENING, play, server, speakers } from '../support/script.ts';

const SECRET = 'hunter2';
const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const PATH = `/pkg.Service/Method?token=${SECRET}`;

/** Secrets in all that a client may put them in; those of the last line are on the list of the user. */
const HEADERS: Fields = {
  authorization: `Bearer ${SECRET}`,
  'proxy-authorization': `Basic ${SECRET}`,
  cookie: `session=${SECRET}`,
  'x-api-key': SECRET,
  'x-token': SECRET,
  'grpc-previous-rpc-attempts': SECRET,
  'grpc-timeout': SECRET,
  'x-traceparent': PARENT.replace('bbbbbbb', SECRET),
  referer: `http://host/?token=${SECRET}`,
  ...{ 'user-agent': SECRET, tracestate: `vendor=${SECRET}`, traceparent: PARENT },
};
const isSecret = redactionOf([...SECRET_HEADER_NAMES, 'user-agent', 'tracestate', 'traceparent']);

/** As above, but in fields that are read: none of them is a traceparent. */
const MALFORMED: readonly string[] = [
  SECRET,
  `${PARENT}-${SECRET}`,
  `00-${SECRET}`,
  PARENT.replace('-01', `-${SECRET}`),
];

function http2Events(): TraceEvent[] {
  const { request, response } = speakers();
  const steps = [...OPENING];
  const call = (streamId: number, fields: Fields, status: Fields) => {
    steps.push(client(request(streamId, fields), frames.data(streamId, message(SECRET), { endStream: true })));
    steps.push(
      server(
        response(streamId, { ...OK, 'set-cookie': `session=${SECRET}`, traceresponse: `00-${SECRET}` }),
        frames.data(streamId, message(SECRET)),
        response(streamId, status, { endStream: true }),
      ),
    );
  };
  call(1, { ...CALL, ...HEADERS }, { 'grpc-status': '0' });
  const unknown = { 'grpc-status': '12', 'grpc-message': `unknown method ${PATH}` };
  call(3, { ...CALL, ':path': PATH, ':authority': `user:${SECRET}@host` }, unknown);
  MALFORMED.forEach((traceparent, n) => {
    call(5 + 2 * n, { ...CALL, traceparent, tracestate: `vendor=${SECRET}` }, { 'grpc-status': '0' });
  });
  return play(steps, { isSecret, end: FIN });
}

function http1Events(): TraceEvent[] {
  const session = http1Session(isSecret);
  const fields = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  const targets = [PATH, `http://user:${SECRET}@host${PATH}`, `/a#${SECRET}`];
  for (const target of targets) session.client(`GET ${target} HTTP/1.1\r\nHost: host\r\n${fields.join('')}\r\n`);
  const head = `HTTP/1.1 404 no ${SECRET}\r\nset-cookie: a=${SECRET}\r\ncontent-length: 7\r\n\r\n`;
  session.server(`${head}${SECRET}`.repeat(targets.length));
  return session.events.map((event) => ({ ...event, conn: 'c2' }));
}

describe('secrets', () => {
  let collector: Collector;
  let lines = '';

  before(async () => {
    collector = await startCollector();
    const destination = {
      write: async (text: string) => {
        lines += text;
      },
      end: async () => {},
    };
    const log = createAccessLog({ destination, onError: (error) => assert.fail(String(error)) });
    const spans = createSpans({
      endpoint: collector.url,
      serviceName: 'sre-test-server',
      serviceVersion: '1',
      instanceId: 'echo-0',
      closeTimeoutMs: 60_000,
      log: (line) => assert.fail(line),
    });
    const follower = followExchanges([log, spans.exchanges]);
    follower.write([...stamp([connectionOpened()]), ...stamp([connectionOpened({ protocol: 'http/1.1' })], 'c2')]);
    follower.write([...http2Events(), ...http1Events()]);
    await Promise.all([log.close(), spans.close()]);
  });
  after(() => collector.stop());

  test('were sent, in nine exchanges, and those are told', () => {
    assert.match(JSON.stringify(HEADERS), new RegExp(SECRET));
    assert.equal(lines.split('\n').length - 1, 9);
    assert.equal(collector.spans.length, 9);
  });

  test('are in no line', () => assert.doesNotMatch(lines, new RegExp(SECRET)));

  test('are in no span', () => assert.doesNotMatch(collector.text, new RegExp(SECRET)));

  test('a parent that is redacted, or that is none, is nobody’s', () => {
    assert.deepEqual([...new Set(collector.spans.map(({ parentSpanId }) => parentSpanId))], ['']);
  });
});
