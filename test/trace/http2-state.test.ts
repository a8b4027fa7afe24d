import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redactionOf } from '../../src/redaction.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import { Http2Trace } from '../../src/trace/http2.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import { encodeFrame } from '../../src/wire/http2/frame-writer.ts';
import { SETTING } from '../../src/wire/http2/settings.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { frames, PREFACE } from '../support/frames.ts';
import { CALL, client, message, OK, OPENED, OPENING, type Step, server, speakers } from '../support/script.ts';

/** Of a connection that has played `steps`, at 100 ms. */
function stateAfter(steps: readonly Step[]) {
  const source = new EventSource(new Sequence(), 'c1', 0);
  const options = { isSecret: redactionOf(['cookie']), previews: new PreviewArena(16), messageTypes: noMessageTypes };
  const trace = new ConnectionTrace(source, new Http2Trace(source, options), OPENED, 0);
  for (const { from, bytes } of steps) trace.receive(from, bytes, 40_000);
  return trace.state('RECORDED', 100_000);
}

describe('what an HTTP/2 connection is like now', () => {
  test('the summary counts bytes, streams and frames, and tells how long nothing passed', () => {
    const { summary } = stateAfter(OPENING);
    assert.deepEqual(
      [summary.conn, summary.recording, summary.ageMs, summary.idleMs, summary.streams, summary.openStreams],
      ['c1', 'RECORDED', 100, 60, 0, 0],
    );
    assert.equal(summary.clientBytes, PREFACE.length + 9 + 9);
    assert.deepEqual(summary.frames, [
      { from: 'CLIENT', type: 'SETTINGS', count: 2 },
      { from: 'SERVER', type: 'SETTINGS', count: 2 },
    ]);
  });

  test('RFC 9113 §6.5.3: a setting is initial, announced, or acknowledged', () => {
    const announced = encodeFrame({
      type: 'SETTINGS',
      streamId: 0,
      settings: [
        { code: 5, value: 32_768 },
        { code: 0x99, value: 7 },
      ],
    });
    const { http2 } = stateAfter([client(PREFACE, announced), server(frames.settings())]);
    const of = (code: number) => http2?.client.settings.find((each) => each.code === code);
    assert.deepEqual(of(SETTING.MAX_FRAME_SIZE), {
      id: 'MAX_FRAME_SIZE',
      code: 5,
      initial: 16_384,
      announced: 32_768,
    });
    assert.deepEqual(of(SETTING.MAX_CONCURRENT_STREAMS), { id: 'MAX_CONCURRENT_STREAMS', code: 3 });
    assert.deepEqual(of(0x99), { id: '', code: 0x99, announced: 7 });
    const after = stateAfter([client(PREFACE, announced), server(frames.settings(), frames.settingsAck())]);
    assert.equal(after.http2?.client.settings.find(({ code }) => code === 5)?.acknowledged, 32_768);
  });

  test('a stream that is open: its request, its windows, and what came of it so far', () => {
    const { request, response } = speakers();
    const fields = { ...CALL, 'grpc-timeout': '2S', cookie: 'secret' };
    const steps = [
      ...OPENING,
      client(request(1, fields), frames.data(1, message('abc')), request(3, CALL, { endStream: true })),
      server(response(3, OK)),
    ];
    const { streams, summary, http2 } = stateAfter(steps);
    assert.deepEqual([summary.streams, summary.openStreams], [2, 2]);
    assert.deepEqual(streams[0], {
      conn: 'c1',
      streamId: 1,
      phase: 'OPEN',
      method: 'POST',
      path: '/pkg.Service/Method',
      authority: 'host',
      timeoutMs: 2_000,
      rpc: { service: 'pkg.Service', method: 'Method' },
      ageMs: 60,
      request: { messages: 1, bytes: 8 },
      response: { messages: 0, bytes: 0 },
      clientWindow: 65_535 - 8,
      serverWindow: 65_535,
    });
    assert.deepEqual([streams[1]?.phase, streams[1]?.httpStatus], ['HALF_CLOSED_CLIENT', 200]);
    assert.equal(http2?.client.window, 65_535 - 8);
    const entry = http2?.client.headerTable.entries.find(({ name }) => name === 'cookie');
    assert.deepEqual([entry?.value, entry?.redacted], ['', true]);
  });

  test('a path that is long is not kept whole while its stream is open', () => {
    const { request } = speakers();
    const path = `/${'x'.repeat(5_000)}`;
    const { streams } = stateAfter([...OPENING, client(request(1, { ...CALL, ':path': path }))]);
    assert.equal(streams[0]?.path, path.slice(0, 1_024));
  });

  test('a GOAWAY, and header lists that can no longer be read', () => {
    const { http2 } = stateAfter([
      ...OPENING,
      client(frames.headers(1, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))),
      server(frames.goaway(0)),
    ]);
    assert.equal(http2?.server.goawayLastStreamId, 0);
    assert.match(http2?.client.lost ?? '', /^HPACK decoding failed/);
  });
});
