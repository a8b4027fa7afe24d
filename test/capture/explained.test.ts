import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explained } from '../../src/capture/explained.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';

describe('explained', () => {
  function endOf(sniffed: 'tls' | 'h2c', isSecured: boolean, end: TransportEnd): TransportEnd[] {
    const ends: TransportEnd[] = [];
    explained({ chunk() {}, end: (each) => void ends.push(each) }, sniffed, isSecured).end(end);
    return ends;
  }

  test('TLS that was handed on: why, and what to change, in front of how it ended', () => {
    const [end] = endOf('tls', false, { endedBy: 'CLIENT', how: 'RST', error: 'client: ECONNRESET' });
    assert.equal(end?.how, 'RST');
    assert.match(end?.error ?? '', /^the client speaks TLS, and .* --tls-self-signed.*; client: ECONNRESET$/);
  });

  test('TLS inside of TLS', () => {
    assert.match(endOf('tls', true, { how: 'LOCAL' })[0]?.error ?? '', /^the client speaks TLS inside of TLS/);
  });

  test('everything else explains itself', () => {
    assert.deepEqual(endOf('h2c', true, { how: 'LOCAL' }), [{ how: 'LOCAL' }]);
  });

  test('chunks pass', () => {
    const chunks: unknown[] = [];
    const chunk = Buffer.from('x');
    explained({ chunk: (...args) => void chunks.push(...args), end() {} }, 'tls', false).chunk('CLIENT', chunk);
    assert.deepEqual(chunks, ['CLIENT', chunk]);
  });
});
