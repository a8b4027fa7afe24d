import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { ECHO_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { sendWithoutReading } from '../../deaf-client.ts';
import { methodOf, type RunningGrpcServer, startGrpcServer } from '../../support.ts';

suite('EchoService/EchoBidiStream', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  test('sends each message back before the next one comes', async () => {
    const call = running.echo.EchoBidiStream();
    for (const [index, message] of ['a', 'b', 'c'].entries()) {
      call.write({ message });
      const [response] = await once(call, 'data');
      assert.equal(response.message, message);
      assert.equal(response.seen.messageIndex, index);
    }
    call.end();
    const [end] = await once(call, 'status');
    assert.equal(end.code, 0);
  });

  test('waits for a client that does not read, and loses nothing', async () => {
    const { requestSerialize } = methodOf(ECHO_SERVICE, 'EchoBidiStream');
    const message = requestSerialize({ message: 'x'.repeat(16 * 1024) });
    const path = `/${ECHO_SERVICE}/EchoBidiStream`;
    const { takenUnread, answered } = await sendWithoutReading(running.listener, path, message, 200);
    assert.ok(takenUnread < 100, `${takenUnread} of 200 messages were taken`);
    assert.ok(answered > 200 * message.length);
  });
});
