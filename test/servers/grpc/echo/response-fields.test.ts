import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { after, before, suite, test } from 'node:test';

import { type Metadata, type StatusObject, status } from '@grpc/grpc-js';

import type { ResponseField__Output as ResponseField } from '../../../../src/gen/sre/echo/v1/ResponseField.ts';
import { metadataOf } from '../../../../src/servers/grpc/echo/response-fields.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';

function refused(fields: readonly ResponseField[], details: string | RegExp): void {
  assert.throws(() => metadataOf('response_headers', fields), { code: status.INVALID_ARGUMENT, details });
}

/** All names of header fields that Node knows. */
const KNOWN_NAMES = Object.entries(constants).flatMap(([key, name]) =>
  key.startsWith('HTTP2_HEADER_') && typeof name === 'string' ? [name] : [],
);

suite('response fields', () => {
  test('are metadata, repeated names repeated and -bin as bytes', () => {
    const metadata = metadataOf('response_headers', [
      { name: 'x-a', value: '1' },
      { name: 'x-a', value: '' },
      { name: 'x-b-bin', value: 'AQI=' },
      { name: 'x-c-bin', value: 'AQI' },
    ]);
    assert.deepEqual(metadata?.get('x-a'), ['1', '']);
    assert.deepEqual(metadata?.get('x-b-bin'), [Buffer.from([1, 2])]);
    assert.deepEqual(metadata?.get('x-c-bin'), [Buffer.from([1, 2])]);
    assert.equal(metadataOf('response_trailers', []), undefined);
  });

  test('RFC 9113 §8.2.1: names are lower case, values are printable and have no blank at either end', () => {
    for (const name of ['', 'X-A', 'x a', 'ü', 'a\n', 'a:b'])
      refused([{ name, value: '' }], /^response_headers: name ".*expected lower/s);
    for (const value of [' a', 'a ', 'a\tb', 'ü', 'a\r\nb', '\0']) {
      refused([{ name: 'x-a', value }], /^response_headers: value ".*" of "x-a": expected printable/);
    }
  });

  test('a name that ends in -bin has base64', () => {
    for (const value of ['!', 'A', 'AQI==A', 'AQI=,AQI=', 'AQ_-']) {
      refused([{ name: 'x-bin', value }], /expected base64/);
    }
  });

  test('reserved names are refused with the reason, also in upper case', () => {
    refused([{ name: 'TE', value: '' }], 'response_headers: "TE" is reserved: only requests have it (RFC 9113 §8.2.2)');
  });

  test('there are bounds, in fields and in bytes', () => {
    const many = Array(101).fill({ name: 'a', value: '' });
    refused(many, 'response_headers: 101 fields: expected at most 100');
    assert.equal(metadataOf('response_headers', many.slice(1))?.get('a').length, 100);
    refused([{ name: 'a', value: 'x'.repeat(32_736) }], 'response_headers: 32769 bytes: expected at most 32768');
    assert.ok(metadataOf('response_headers', [{ name: 'a', value: 'x'.repeat(32_735) }]));
  });
});

suite('response fields on the wire', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  // Node throws at fields that it does not send, and a server that throws is a server that is gone.
  for (const times of [1, 2]) {
    test(`${times} of each name that Node knows: they arrive, or are refused`, async () => {
      for (const name of KNOWN_NAMES) {
        const fields = Array(times).fill({ name, value: '1' });
        const call = running.echo.Echo({ responseHeaders: fields, responseTrailers: fields }, () => {});
        const headers = once(call, 'metadata');
        const [end]: [StatusObject] = (await once(call, 'status')) as [StatusObject];
        if (end.code === status.INVALID_ARGUMENT) continue;
        assert.equal(end.code, status.OK, `${name}: ${end.details}`);
        const [metadata]: [Metadata] = (await headers) as [Metadata];
        assert.ok(metadata.get(name).length > 0, name);
        assert.ok(end.metadata.get(name).length > 0, name);
      }
    });
  }
});
