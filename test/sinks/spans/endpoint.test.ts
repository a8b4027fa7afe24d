import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEndpoint } from '../../../src/sinks/spans/endpoint.ts';

test('an endpoint is http or https, a host, and a port, by default that of OTLP', () => {
  assert.deepEqual(parseEndpoint('http://localhost:4317'), { target: 'dns:///localhost:4317', isTls: false });
  assert.deepEqual(parseEndpoint('https://otel.test/'), { target: 'dns:///otel.test:4317', isTls: true });
  assert.deepEqual(parseEndpoint('HTTP://[::1]:80'), { target: 'dns:///[::1]:80', isTls: false });
});

test('what is none is refused, with what came and what was expected', () => {
  for (const url of [
    '',
    'localhost:4317',
    'unix:/tmp/x',
    'http://',
    'http://a:0',
    'http://a:65536',
    'http://a/v1/traces',
  ]) {
    assert.throws(() => parseEndpoint(url), {
      message: `"${url}" is no endpoint of a collector, expected http://host:port or https://host:port`,
    });
  }
  for (const url of ['http://user:pass@a:1', 'http://a?b', 'http://a#b', 'http://a b']) {
    assert.throws(() => parseEndpoint(url), /no endpoint/, url);
  }
});
