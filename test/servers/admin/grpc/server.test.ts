import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { after, before, suite, test } from 'node:test';

import { Client, credentials, Metadata, status } from '@grpc/grpc-js';

import { createAdminToken } from '../../../../src/servers/admin/token.ts';
import { ADMIN_FILES, LOAD_OPTIONS, loadProtos, serviceOf } from '../../../../src/servers/grpc/protos.ts';
import { adminClient, HOST, type RunningAdminServer, startAdminServer } from '../support.ts';

const REFLECTION = 'grpc.reflection.v1.ServerReflection';

suite('gRPC on the admin port', () => {
  let running: RunningAdminServer;
  before(async () => {
    running = await startAdminServer();
  });
  after(() => running.close());

  test('shares a connection with HTTP', async () => {
    const session = connect(`http://${HOST}`, { createConnection: () => running.listeners.h2c.connect() });
    const page = session.request({ ':path': '/' });
    const call = session.request({
      ':path': '/sre.admin.v1.AdminService/ListServing',
      ':method': 'POST',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.end(Buffer.alloc(5));
    const [[answer], [trailers]] = await Promise.all([once(page, 'response'), once(call.resume(), 'trailers')]);
    assert.equal(answer[':status'], 200);
    assert.equal(trailers['grpc-status'], '0');
    session.destroy();
  });

  test('reflection lists what is served here, and nothing of what is served to all', async () => {
    const method = serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), REFLECTION).ServerReflectionInfo;
    assert.ok(method !== undefined);
    const client = new Client(`unix:${running.listeners.h2c.path}`, credentials.createInsecure());
    const call = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize);
    call.end({ listServices: '' });
    const [{ listServicesResponse }] = await once(call, 'data');
    const names = listServicesResponse.service.map(({ name }: { readonly name: string }) => name).sort();
    assert.deepEqual(names, [
      REFLECTION,
      'grpc.reflection.v1alpha.ServerReflection',
      'sre.admin.v1.AdminService',
      'sre.trace.v1.TraceService',
    ]);
    client.close();
  });

  test('refuses an authority that is not this machine, as HTTP does', async () => {
    const client = adminClient(running, { 'grpc.default_authority': 'evil.example:8090' });
    const refused = new Promise((_, reject) => client.ListServing({}, reject));
    await assert.rejects(refused, {
      code: status.PERMISSION_DENIED,
      details: 'Host evil.example:8090 came: expected localhost or a loopback address',
    });
    client.close();
  });
});

test('gRPC with a token: without it a call ends with UNAUTHENTICATED, and the words say how to bring it', async () => {
  const token = 'correct-horse-battery';
  const running = await startAdminServer({ token: createAdminToken(token) });
  const client = adminClient(running, { 'grpc.default_authority': HOST });
  const call = (authorization?: string) =>
    new Promise((resolve, reject) => {
      const metadata = new Metadata();
      if (authorization !== undefined) metadata.set('authorization', authorization);
      client.ListServing({}, metadata, (error, reply) => (error === null ? resolve(reply?.ready) : reject(error)));
    });
  const words = /expected Authorization: Bearer <token>.*grpcurl -H 'authorization: Bearer <token>'$/;
  await assert.rejects(call(), { code: status.UNAUTHENTICATED, details: words });
  await assert.rejects(call(`Bearer ${token}x`), { code: status.UNAUTHENTICATED, details: /^another token came/ });
  assert.equal(await call(`Bearer ${token}`), true);
  client.close();
  await running.close();
});
