import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const CHANNELZ = 'grpc.channelz.v1.Channelz';

/** The .proto file that grpc-js serves it by. */
const PROTOS = fileURLToPath(new URL('../../node_modules/@grpc/grpc-js/proto/', import.meta.url));

describe('grpcurl, of --channelz on', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer({ args: ['--log', 'off', '--channelz', 'on'] });
  });
  after(() => server.stop());

  test('finds the service by reflection', async () => {
    assert.ok((await grpcurl([], ['list'])).split('\n').includes(CHANNELZ));
  });

  test('lists the server, and its connections under the addresses of their clients', async () => {
    const servers = await call('GetServers', {});
    const id = /"serverId": "(\d+)"/.exec(servers)?.[1];
    assert.match(servers, /"description": "Connection established by client 127\.0\.0\.1:\d+"/);
    const sockets = await call('GetServerSockets', { server_id: id });
    assert.match(sockets, /^\{\s+"socketRef": \[\s+\{\s+"socketId": "\d+",\s+"name": "127\.0\.0\.1"\s+\}\s+\],/);
  });

  function call(method: string, request: object): Promise<string> {
    const flags = ['-import-path', PROTOS, '-proto', 'channelz.proto', '-d', JSON.stringify(request)];
    return grpcurl(flags, [`${CHANNELZ}/${method}`]);
  }

  function grpcurl(flags: readonly string[], what: readonly string[]): Promise<string> {
    return toolOutput('grpcurl', ['-plaintext', ...flags, `127.0.0.1:${server.grpcPort}`, ...what]);
  }
});
