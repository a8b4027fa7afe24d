import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ownData } from '../../src/formats/qlog-own.ts';
import {
  bytes,
  connectionClosed,
  connectionOpened,
  type EventBody,
  finding,
  message,
  stamp,
  streamClosed,
} from '../support/events.ts';

/** The data of an event of our namespace, as it is written. */
function dataOf(body: EventBody): unknown {
  const [event] = stamp([body]);
  assert.ok(event !== undefined && event.kind !== 'frame');
  return JSON.parse(JSON.stringify(ownData(event)));
}

describe('a connection', () => {
  test('that opened has the side of the server as local, whoever opened it', () => {
    const server = { ip_v4: '10.0.9.2', port_v4: 50051 };
    const client = { ip_v4: '10.0.3.7', port_v4: 44646 };
    assert.deepEqual(dataOf(connectionOpened()), {
      local: server,
      remote: client,
      listener: 'grpc',
      role: 'SERVER',
      protocol: 'h2c',
    });
    const { local, remote } = Object(dataOf(connectionOpened({ role: 'CLIENT' })));
    assert.deepEqual([local, remote], [client, server]);
  });

  test('tells TLS, the PROXY header and its other leg', () => {
    const opened = connectionOpened({
      peer: { address: '2001:db8::7', port: 1 },
      tls: { version: 'TLSv1.3', clientCertificate: 'CN=a' },
      proxyProtocol: { version: 2, source: { address: '::1', port: 5 }, destination: { address: '10.0.0.1', port: 6 } },
      pairedConn: 'c2',
    });
    const data = Object(dataOf(opened));
    assert.deepEqual(data.remote, { ip_v6: '2001:db8::7', port_v6: 1 });
    assert.deepEqual(data.tls, { version: 'TLSv1.3', client_certificate: 'CN=a' });
    assert.deepEqual(data.proxy_protocol, {
      version: 2,
      source: { ip_v6: '::1', port_v6: 5 },
      destination: { ip_v4: '10.0.0.1', port_v4: 6 },
    });
    assert.equal(data.paired_group_id, 'c2');
  });

  test('that closed tells who ended it and how, with its totals', () => {
    assert.deepEqual(dataOf(connectionClosed()), {
      initiator: 'remote',
      trigger: 'rst',
      reason: 'read ECONNRESET',
      frames: [
        { initiator: 'remote', frame_type: 'headers', count: 2 },
        { initiator: 'local', frame_type: 'data', count: 1 },
      ],
      streams: 2,
      client_bytes: 18900,
      server_bytes: 214,
      age_ms: 1203.5,
      stage: 'ACTIVE',
      open_streams: 1,
      origin: 'INFRASTRUCTURE',
      origin_reason: 'reset with streams open and no GOAWAY: a crash, a kill, or a proxy or load balancer that cut it',
    });
  });

  test('that we cut has no initiator', () => {
    const cut: EventBody = {
      kind: 'connectionClosed',
      connectionClosed: {
        how: 'LOCAL',
        frames: [],
        streams: 0,
        clientBytes: 0,
        serverBytes: 0,
        ageMs: 1,
        stage: 'OPENING',
        openStreams: 0,
        origin: 'INFRASTRUCTURE',
        originReason: 'ended by this server itself',
        firstBytes: [{ from: 'SERVER', looksLike: 'TLS_ALERT', tlsAlert: 120 }],
      },
    };
    assert.deepEqual(dataOf(cut), {
      trigger: 'local',
      frames: [],
      streams: 0,
      client_bytes: 0,
      server_bytes: 0,
      age_ms: 1,
      stage: 'OPENING',
      open_streams: 0,
      origin: 'INFRASTRUCTURE',
      origin_reason: 'ended by this server itself',
      first_bytes: [{ initiator: 'local', looks_like: 'TLS_ALERT', tls_alert: 120 }],
    });
  });
});

describe('a stream', () => {
  test('is open with its request', () => {
    const streamOpened = {
      streamId: 1,
      method: 'POST',
      path: '/a.B/C',
      authority: 'host',
      rpc: { service: 'a.B', method: 'C' },
      timeoutMs: 1000,
    };
    assert.deepEqual(dataOf({ kind: 'streamOpened', streamOpened }), {
      new: 'open',
      stream_id: 1,
      method: 'POST',
      path: '/a.B/C',
      authority: 'host',
      rpc: { service: 'a.B', method: 'C' },
      timeout_ms: 1000,
    });
  });

  test('is closed by a side, with its status', () => {
    const grpcStatus = { code: 14, name: 'UNAVAILABLE', message: 'gone' };
    assert.deepEqual(dataOf(streamClosed({ grpcStatus, httpStatus: 200, firstByteMs: 0.5, retrySafe: true })), {
      new: 'closed',
      trigger: 'local',
      stream_id: 1,
      how: 'TRAILERS',
      stage: 'COMPLETE',
      origin: 'APPLICATION',
      origin_reason: 'the trailers carry grpc-status',
      duration_ms: 1.25,
      request: { messages: 1, bytes: 12 },
      response: { messages: 1, bytes: 12 },
      grpc_status: { code: 14, name: 'UNAVAILABLE', message: 'gone' },
      http_status: 200,
      first_byte_ms: 0.5,
      retry_safe: true,
      retry_reason: 'the response is complete: its status decides, and the application knows',
    });
  });
});

describe('a message', () => {
  test('has its first bytes with their prefix, and its content as text', () => {
    assert.deepEqual(
      dataOf(message('CLIENT', 1, { json: { fooBar: 'hello' }, rpc: { service: 'a.B', method: 'C' } })),
      {
        stream_id: 1,
        initiator: 'remote',
        rpc: { service: 'a.B', method: 'C' },
        index: 0,
        compressed: false,
        first_frame: 5,
        last_frame: 5,
        raw: { length: 12, payload_length: 7, data: '0000000007' + '0a0568656c6c6f' },
        json: '{"fooBar":"hello"}',
      },
    );
  });

  test('of an unknown type has its fields as text; one that was not kept has its length only', () => {
    const fields = [{ number: 2, wireType: 'VARINT', varint: 2n ** 64n - 1n }] as const;
    const data = Object(
      dataOf(message('SERVER', 3, { compressed: true, encoding: 'gzip', preview: bytes(''), truncated: true, fields })),
    );
    assert.equal(data.fields, '2:18446744073709551615');
    assert.equal(data.encoding, 'gzip');
    assert.deepEqual(data.raw, { length: 12, payload_length: 7 });
    const { raw } = Object(dataOf(message('SERVER', 3, { compressed: true, length: 258, preview: bytes('a') })));
    assert.equal(raw.data, '0100000102' + '61');
  });
});

test('HTTP/1.1 has its fields in the case that they came in', () => {
  const http1 = {
    from: 'SERVER',
    stage: 'HEAD',
    index: 2,
    startLine: 'HTTP/1.1 200 OK',
    fields: [
      { name: 'X-A', value: '\xff', redacted: false },
      { name: 'Set-Cookie', value: '', redacted: true },
    ],
  } as const;
  assert.deepEqual(dataOf({ kind: 'http1', http1 }), {
    initiator: 'local',
    stage: 'HEAD',
    index: 2,
    start_line: 'HTTP/1.1 200 OK',
    fields: [
      { name: 'X-A', value_bytes: 'ff' },
      { name: 'Set-Cookie', redacted: true },
    ],
  });
});

test('a finding and a loss have the fields of their events', () => {
  const { explanation, advice, title, ...found } = Object(dataOf(finding({ streamId: 7 })));
  assert.deepEqual(found, {
    id: 'f1',
    rule: 'grpc-missing-status',
    severity: 'ERROR',
    stream_id: 7,
    evidence: [4, 9],
    spec: ['gRPC over HTTP/2, Responses'],
    count: 1,
    first_time: '2026-11-21T01:42:47.123456Z',
    last_time: '2026-11-21T01:42:47.123456Z',
  });
  assert.ok(title !== '' && explanation !== '' && advice !== '');
  const traceLost = { reason: 'HPACK', from: 'CLIENT', dropped: 0, firstSeq: 4, lastSeq: 5 } as const;
  assert.deepEqual(dataOf({ kind: 'traceLost', traceLost }), {
    initiator: 'remote',
    reason: 'HPACK',
    dropped: 0,
    first_seq: 4,
    last_seq: 5,
  });
});
