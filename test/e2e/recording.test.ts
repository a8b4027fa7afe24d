/** Switching the trace while the server runs, seen from outside: what is recorded of connections that live on. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { afterEach, describe, test } from 'node:test';

import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { startTraced, stopAll, type Traced, type TraceLine } from './support.ts';

/** HPACK refers to it by an index from the second call on. */
const FIELD = { 'x-mine': 'a value that is long enough to be indexed' };

async function call(session: ClientHttp2Session, fields: Readonly<Record<string, string>> = FIELD): Promise<void> {
  const stream = session.request({
    ':method': 'POST',
    ':path': ECHO_PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...fields,
  });
  stream.resume().end(echoRequestBody('hello'));
  await once(stream, 'close');
}

async function api(server: Traced, path: string, body?: object): Promise<Record<string, unknown>> {
  const request = body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${server.adminPort}${path}`, request);
  const json = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(json));
  return json as Record<string, unknown>;
}

const change = (server: Traced, body: object) => api(server, '/api/trace/config', body);

/** `seq` has no gap, whatever was not recorded. */
function assertNumbered(events: readonly TraceLine[]): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_event, n) => n + 1),
  );
}

function ofConnection(events: readonly TraceLine[], id: string): readonly TraceLine[] {
  return events.filter(({ conn }) => conn === id);
}

describe('the trace while the server runs', () => {
  let session: ClientHttp2Session | undefined;
  afterEach(async () => {
    session?.destroy();
    await stopAll();
  });

  test('paused: a connection that is switched on is read from there on, indexed header fields and all', async () => {
    const server = await startTraced({ args: ['--trace', 'paused'] });
    session = connect(`http://127.0.0.1:${server.grpcPort}`);
    await call(session);
    await change(server, { connections: { c1: true } });
    await call(session);
    await change(server, { connections: { c1: false } });
    await call(session);
    const events = await server.events();
    assertNumbered(events);
    assert.deepEqual([...new Set(events.map(({ conn }) => conn))], ['c1']);
    const [first] = events;
    assert.match(first?.traceLost?.reason ?? '', /^this connection was not recorded until now$/);
    assert.deepEqual(
      events.flatMap(({ streamOpened }) => streamOpened?.streamId ?? []),
      [3],
    );
    const text = JSON.stringify(events);
    assert.ok(text.includes(`{"name":"x-mine","value":"${FIELD['x-mine']}","representation":"INDEXED"`), text);
  });

  test('off: a connection is listed as untraced, and those accepted later are traced', async () => {
    const server = await startTraced({ args: ['--trace', 'off'] });
    session = connect(`http://127.0.0.1:${server.grpcPort}`);
    await call(session);
    const { connections } = await api(server, '/api/connections');
    const [, listed] = connections as readonly Record<string, unknown>[];
    assert.deepEqual([listed?.conn, listed?.recording], ['c1', 'UNTRACED']);
    await change(server, { trace: 'on', listenersOff: ['admin'] });
    await call(session);
    const later = connect(`http://127.0.0.1:${server.grpcPort}`);
    await call(later);
    later.destroy();
    const events = await server.events();
    assertNumbered(events);
    assert.deepEqual(ofConnection(events, 'c1'), []);
    assert.equal(events.filter(({ streamOpened }) => streamOpened !== undefined).length, 1);
  });

  test('a header field that is hidden from now on is nowhere in what comes after, in trace and replies', async () => {
    const server = await startTraced();
    session = connect(`http://127.0.0.1:${server.grpcPort}`);
    await call(session);
    await change(server, { redactHeaders: ['x-mine'] });
    await call(session);
    const events = await server.events();
    const text = (streamId: number) =>
      JSON.stringify(events.filter((event) => JSON.stringify(event).includes(`"streamId":${streamId},`)));
    // The message of the reply has it too: in base64, and decoded.
    const base64 = Buffer.from(FIELD['x-mine']).toString('base64').slice(4, 20);
    assert.ok(text(1).includes(FIELD['x-mine']));
    assert.ok(!text(3).includes(FIELD['x-mine']) && !text(3).includes(base64));
    assert.ok(text(3).includes('"name":"x-mine","value":"","redacted":true'), text(3));
  });

  test('what a connection is like: settings, windows, header table and open streams', async () => {
    const server = await startTraced();
    session = connect(`http://127.0.0.1:${server.grpcPort}`);
    const hanging = session.request({ ':method': 'POST', ':path': ECHO_PATH, 'content-type': 'application/grpc' });
    await call(session);
    const { summary, http2, streams } = await api(server, '/api/connections/c1');
    assert.deepEqual(
      [Object(summary).recording, Object(summary).streams, Object(summary).openStreams],
      ['RECORDED', 2, 1],
    );
    const [stream] = streams as readonly Record<string, unknown>[];
    assert.deepEqual([stream?.path, stream?.phase, stream?.clientWindow], [ECHO_PATH, 'OPEN', 65_535]);
    assert.ok(JSON.stringify(http2).includes('"name":"x-mine"'));
    hanging.close();
  });
});
