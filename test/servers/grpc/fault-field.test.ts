import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, suite, test } from 'node:test';

import {
  type ClientUnaryCall,
  credentials,
  Metadata,
  makeClientConstructor,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type StatusObject,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

import type { EchoServiceClient } from '../../../src/gen/sre/echo/v1/EchoService.ts';
import { attachFacts } from '../../../src/servers/connection-facts.ts';
import { createCallFaults } from '../../../src/servers/faults/call-faults.ts';
import { createFaultOfField } from '../../../src/servers/grpc/fault-field.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { type FakeClock, type FakeTransport, fakeClock, fakeTransport } from '../faults/fake-tools.ts';
import { factsOfConnection, listen, type PrivateListener } from '../support.ts';

/** A service of which one field of the request is a fault: here the message. */
suite('a fault in a field of a request', () => {
  let listener: PrivateListener;
  let server: Server;
  let client: EchoServiceClient;
  let clock: FakeClock;
  let transport: FakeTransport;
  beforeEach(async () => {
    clock = fakeClock();
    transport = fakeTransport();
    const faultOf = createFaultOfField(createCallFaults({ wait: clock.wait, transport }));
    server = new Server();
    server.addService(serviceOf(loadProtos(), ECHO_SERVICE), {
      async Echo(call: ServerUnaryCall<{ message: string }, object>, reply: sendUnaryData<object>) {
        const fault = await faultOf(call, call.request.message);
        if (fault === 'GO_ON') reply(null, { message: 'went on' });
        else if (fault !== 'LEAVE') reply(fault);
      },
    });
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    listener = await listen((socket, n) => {
      attachFacts(socket, factsOfConnection(n));
      injector.injectConnection(socket);
    });
    const Constructor = makeClientConstructor(serviceOf(loadProtos(), ECHO_SERVICE), ECHO_SERVICE);
    client = new Constructor(`unix:${listener.path}`, credentials.createInsecure()) as unknown as EchoServiceClient;
  });
  afterEach(async () => {
    client.close();
    server.forceShutdown();
    await listener.close();
  });

  function echo(message: string, attempts = '0'): Promise<string> {
    const metadata = new Metadata();
    metadata.set('grpc-previous-rpc-attempts', attempts);
    return new Promise((resolve) => {
      client.Echo({ message }, metadata, (error, reply) =>
        resolve(error === null ? `OK ${reply?.message}` : `${status[error.code]} ${error.details}`),
      );
    });
  }

  test('that is empty asks for nothing', async () => assert.equal(await echo(''), 'OK went on'));

  test('fails the call', async () => {
    assert.equal(await echo('status=5;message=none'), 'NOT_FOUND none');
    assert.equal(await echo('status=5;message=none;until_attempt=2', '1'), 'OK went on');
  });

  test('that is malformed is INVALID_ARGUMENT', async () => {
    assert.match(await echo('nope'), /^INVALID_ARGUMENT fault refused at character 1: "nope" came/);
  });

  test('delays the call, and asks for transport faults before', async () => {
    const answered = echo('delay=7ms;rst_stream@after_headers');
    await clock.reached(1);
    assert.deepEqual(clock.waiting, [7]);
    assert.deepEqual(
      transport.armed.map(({ target, faults }) => [target.connectionId, target.streamId, faults[0]?.kind]),
      [['c1', 1, 'RST_STREAM']],
    );
    clock.pass();
    assert.equal(await answered, 'OK went on');
  });

  test('a client that goes away ends the delay', async () => {
    const call: ClientUnaryCall = client.Echo({ message: 'delay=1h' }, () => {});
    const ended = once(call, 'status');
    await clock.reached(1);
    const isOver = clock.reached(0);
    call.cancel();
    await isOver;
    const [end]: StatusObject[] = await ended;
    assert.equal(end?.code, status.CANCELLED);
  });
});
