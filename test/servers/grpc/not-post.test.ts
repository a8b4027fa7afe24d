import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { test } from 'node:test';

import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { startGrpcServer } from '../support.ts';

const END_STREAM = 0x1;

test('a call by another method than POST is refused in one HEADERS frame, for HTTP and for gRPC clients', async () => {
  const running = await startGrpcServer();
  const session = connect('http://x', { createConnection: () => running.listener.connect() });
  for (const method of ['GET', 'HEAD', 'PUT']) {
    const call = session.request({
      ':method': method,
      ':path': `/${ECHO_SERVICE}/Echo`,
      'content-type': 'application/grpc',
    });
    const [headers, flags] = await once(call, 'response');
    call.close();
    assert.deepEqual([headers[':status'], headers.allow, headers['grpc-status']], [405, 'POST', '13']);
    assert.equal(decodeURI(headers['grpc-message']), `a gRPC call by ${method} came: expected POST`);
    assert.equal(flags & END_STREAM, END_STREAM);
  }
  session.close();
  await running.close();
});
