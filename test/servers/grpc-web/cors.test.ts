import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { PROTOCOLS, type RunningOnePort, send, startOnePort } from '../http/support.ts';

const PATH = `/${ECHO_SERVICE}/Echo`;
const PREFLIGHT = {
  origin: 'https://page.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type,x-grpc-web',
};

suite('CORS preflight of gRPC-Web', () => {
  let running: RunningOnePort;
  before(async () => {
    running = await startOnePort();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: any origin may call, with whatever header fields it asks for, and without credentials`, async () => {
      const { status, headers, text } = await send(running, protocol, {
        method: 'OPTIONS',
        path: PATH,
        headers: PREFLIGHT,
      });
      assert.deepEqual([status, text], [204, '']);
      assert.equal(headers['access-control-allow-origin'], '*');
      assert.equal(headers['access-control-allow-methods'], 'POST');
      assert.equal(headers['access-control-allow-headers'], 'authorization,content-type,x-grpc-web');
      assert.equal(headers['access-control-allow-credentials'], undefined);
    });
  }

  test('a service without a package is known by the header field that clients of gRPC-Web send', async () => {
    const { status } = await send(running, 'http/1.1', {
      method: 'OPTIONS',
      path: '/Service/Method',
      headers: PREFLIGHT,
    });
    assert.equal(status, 204);
  });

  test('OPTIONS that is no preflight, and preflights of endpoints, are for the endpoints', async () => {
    const { 'access-control-request-headers': _, ...withoutFields } = PREFLIGHT;
    for (const headers of [{}, withoutFields]) {
      const { status } = await send(running, 'http/1.1', { method: 'OPTIONS', path: '/echo', headers });
      assert.equal(status, 200);
    }
  });
});
