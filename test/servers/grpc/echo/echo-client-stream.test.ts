import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';

suite('EchoService/EchoClientStream', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  function send(messages: readonly string[]): Promise<EchoResponse> {
    return new Promise((resolve, reject) => {
      const call = running.echo.EchoClientStream((error, response) =>
        response === undefined ? reject(error) : resolve(response),
      );
      for (const message of messages) call.write({ message });
      call.end();
    });
  }

  test('replies once, with the last message and its index', async () => {
    const { message, seen } = await send(['a', 'b', 'c']);
    assert.equal(message, 'c');
    assert.equal(seen?.messageIndex, 2);
    assert.equal(seen.connectionId, 'c1');
  });

  test('replies without an index where there was no message', async () => {
    const { message, seen } = await send([]);
    assert.equal(message, '');
    assert.equal(seen?.messageIndex, undefined);
  });
});
