import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { respondTrailersOnly } from '../../../src/servers/grpc/trailers-only.ts';
import { decodeStatusMessage } from '../../../src/wire/grpc/status-message.ts';

for (const message of ['', 'no such pod', '100% ~', 'a\r\nb\0', 'é€💥', 'half a \ud83d character']) {
  test(`PROTOCOL-HTTP2, Trailers-Only: one HEADERS frame that says ${JSON.stringify(message)}`, async () => {
    const server = createServer();
    server.on('stream', (stream) => respondTrailersOnly(stream, 9, message));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [headers, flags] = await once(session.request({ ':method': 'POST' }), 'response');
    assert.equal(flags & 0x1, 0x1);
    assert.equal(headers['grpc-status'], '9');
    assert.match(headers['grpc-message'], /^[\x20-\x7e]*$/);
    assert.equal(decodeStatusMessage(headers['grpc-message']), message.replace('\ud83d ', '\ufffd '));
    session.destroy();
    server.close();
  });
}
