import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { Client, credentials, getChannelzServiceDefinition, status } from '@grpc/grpc-js';

import { factsOfConnection, type RunningGrpcServer, startGrpcServer } from '../support.ts';

const CHANNELZ = 'grpc.channelz.v1.Channelz';

/** Of the replies, what these tests look at. */
interface Reply {
  readonly server?: readonly { readonly ref: { readonly server_id: string } }[];
  readonly socket_ref?: readonly { readonly socket_id: string }[];
  readonly socket?: {
    readonly local: SocketAddress;
    readonly remote: SocketAddress;
    readonly data: { readonly messages_received: string; readonly streams_started: string };
  };
}

interface SocketAddress {
  readonly tcpip_address: { readonly ip_address: Uint8Array; readonly port: number };
}

suite('channelz, where it is asked for', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer({}, { channelz: true });
  });
  after(() => running.close());

  test('the connections of the server are those of the clients, and not the private hop', async () => {
    // The newest: grpc-js lists those of other tests of this process as well.
    const server = (await ask('GetServers', {})).server?.at(-1);
    const { socket_ref: sockets = [] } = await ask('GetServerSockets', { server_id: server?.ref.server_id });
    const [first] = sockets;
    const { socket } = await ask('GetSocket', { socket_id: first?.socket_id });
    const { peer, local } = factsOfConnection(1);
    assert.deepEqual(shown(socket?.remote), peer);
    assert.deepEqual(shown(socket?.local), local);
    // GetServers, GetServerSockets and this call came over it.
    assert.equal(socket?.data.streams_started, '3');
    assert.equal(socket?.data.messages_received, '3');
  });

  test('its health is told like that of the other services', () => {
    assert.equal(running.registry.statusOf(CHANNELZ), 'SERVING');
  });

  let client: Client | undefined;
  after(() => client?.close());

  function ask(name: string, request: object): Promise<Reply> {
    client ??= new Client(running.target, credentials.createInsecure());
    return call(client, name, request);
  }
});

test('without it the service is not there, and health does not tell of it', async () => {
  const running = await startGrpcServer();
  const client = new Client(running.target, credentials.createInsecure());
  await assert.rejects(call(client, 'GetServers', {}), { code: status.UNIMPLEMENTED });
  assert.equal(running.registry.statusOf(CHANNELZ), undefined);
  client.close();
  await running.close();
});

function call(client: Client, name: string, request: object): Promise<Reply> {
  const method = getChannelzServiceDefinition()[name];
  if (method === undefined) throw new Error(`channelz has no ${name}`);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      (error, reply) => (reply === undefined ? reject(error) : resolve(reply)),
    );
  });
}

function shown(address: SocketAddress | undefined): object {
  const { ip_address = [], port } = address?.tcpip_address ?? {};
  return { address: [...ip_address].join('.'), port };
}
