import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { Client, credentials } from '@grpc/grpc-js';

import { sendWithoutReading } from '../deaf-client.ts';
import { methodOf, type RunningGrpcServer, startGrpcServer } from '../support.ts';

const VERSIONS = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

const ALL_SERVICES = ['grpc.health.v1.Health', ...VERSIONS, 'grpc.testing.TestService', 'sre.echo.v1.EchoService'];

interface Answer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Uint8Array[] };
  readonly errorResponse?: { readonly errorCode: number };
}

suite('reflection', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  async function ask(version: string, request: object): Promise<Answer> {
    const { path, requestSerialize, responseDeserialize } = methodOf(version, 'ServerReflectionInfo');
    const client = new Client(running.target, credentials.createInsecure());
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    call.end(request);
    const [answer] = await once(call, 'data');
    client.close();
    return answer;
  }

  for (const version of VERSIONS) {
    test(`${version} lists all services, itself among them`, async () => {
      const answer = await ask(version, { listServices: '' });
      const names = answer.listServicesResponse?.service.map(({ name }) => name).sort();
      assert.deepEqual(names, ALL_SERVICES);
    });

    test(`${version} has the definition of every service that it lists`, async () => {
      for (const fileContainingSymbol of ALL_SERVICES) {
        const answer = await ask(version, { fileContainingSymbol });
        const files = answer.fileDescriptorResponse?.fileDescriptorProto ?? [];
        const service = fileContainingSymbol.slice(fileContainingSymbol.lastIndexOf('.') + 1);
        assert.ok(
          files.some((file) => Buffer.from(file).includes(service)),
          fileContainingSymbol,
        );
      }
    });

    test(`${version} answers NOT_FOUND for what it does not have`, async () => {
      const answer = await ask(version, { fileContainingSymbol: 'no.such.Service' });
      assert.equal(answer.errorResponse?.errorCode, 5);
    });
  }

  test('waits for a client that does not read its answers', async () => {
    const { path, requestSerialize } = methodOf('grpc.reflection.v1.ServerReflection', 'ServerReflectionInfo');
    const message = requestSerialize({ fileContainingSymbol: 'sre.echo.v1.EchoService', host: 'x'.repeat(4_096) });
    const { takenUnread, answered } = await sendWithoutReading(running.listener, path, message, 500);
    assert.ok(takenUnread < 250, `${takenUnread} of 500 requests were taken`);
    assert.ok(answered > 500 * message.length);
  });
});
