import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_BYTES, estimateBytes } from '../../src/sinks/estimate.ts';
import {
  bytes,
  connectionClosed,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  message,
  sampleBodies,
  setting,
  stamp,
  streamClosed,
} from '../support/events.ts';

function estimate(body: EventBody): number {
  const [event] = stamp([body]);
  assert.ok(event);
  return estimateBytes(event);
}

test('no event is estimated lower than BASE_BYTES', () => {
  for (const body of sampleBodies()) assert.ok(estimate(body) >= BASE_BYTES, body.kind);
});

test('whatever a peer can make long is in the estimate', () => {
  const long = 'x'.repeat(10_000);
  const preview = bytes(long);
  const secret = { name: 'a', value: long, redacted: false };
  const bodies: EventBody[] = [
    frame('CLIENT', 'HEADERS', 1, { headers: { ...headers('REQUEST', [field('a', long)]), listSize: 10_033 } }),
    frame('CLIENT', 'DATA', 1, { length: 10_000, data: { padding: 0, preview, truncated: false } }),
    frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview, truncated: true } }),
    frame('CLIENT', 'UNKNOWN', 1, { unknown: { preview, truncated: false } }),
    frame('CLIENT', 'SETTINGS', 0, { settings: Array.from({ length: 125 }, () => setting('', 99, 1)) }),
    frame('CLIENT', 'GOAWAY', 0, {
      length: 10_008,
      goaway: { lastStreamId: 0, error: '', errorCode: 0, debug: long },
    }),
    message('CLIENT', 1, { length: 10_000, preview }),
    message('CLIENT', 1, { preview, truncated: true }),
    { kind: 'streamOpened', streamOpened: { streamId: 1, method: 'GET', path: long, authority: '' } },
    { kind: 'streamOpened', streamOpened: { streamId: 1, method: 'GET', path: '', authority: long } },
    streamClosed({ grpcStatus: { code: 2, name: 'UNKNOWN', message: long } }),
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index: 0, startLine: long } },
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index: 0, startLine: '', fields: [secret] } },
    { kind: 'http1', http1: { from: 'CLIENT', stage: 'END', index: 0, startLine: '', trailers: [secret] } },
    finding({ explanation: long }),
    finding({ advice: long }),
    finding({ evidence: Array.from({ length: 1250 }, (_, n) => n) }),
    connectionClosed({ clientHello: { sni: long, alpn: [] } }),
    connectionClosed({ clientHello: { alpn: [long] } }),
    connectionClosed({ error: long }),
  ];
  for (const body of bodies) assert.ok(estimate(body) >= BASE_BYTES + 10_000, JSON.stringify(body).slice(0, 80));
});

test('a message is not decoded to be estimated, and weighs the same before and after', () => {
  let reads = 0;
  const body = message('CLIENT', 1);
  assert.ok(body.kind === 'message');
  const lazy = Object.defineProperty({ ...body.message }, 'json', { get: () => reads++ });
  const before = estimate({ kind: 'message', message: lazy });
  assert.equal(reads, 0);
  assert.equal(before, estimate(body));
});
