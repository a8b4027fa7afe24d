/** Who looks at the server: its own API, and those who watch the trace while others call. */

import { once } from 'node:events';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { WebSocket } from 'ws';
import type { ServerProcess } from '../server-process.ts';
import { eventually } from './eventually.ts';
import { callWithGrpcJs } from './healthy-grpc-js.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import { toolOutput } from './tool.ts';

const ASKED = [
  ['/', '/api/connections', '/api/streams', '/api/findings', '/api/env', '/api/health', '/api/faults', '/metrics'],
  [
    '/api/trace/config',
    '/api/trace?limit=500',
    '/api/trace?limit=500&format=pcapng',
    '/api/trace?format=qlog&limit=500',
  ],
].flat();

const CALLS = ['ListConnections'];

export const ADMIN_ROWS: readonly HealthyRow[] = [
  {
    client: 'fetch of Node, each of /api',
    path: 'HTTP/1.1, admin port',
    isOfAdminPort: true,
    async drive({ adminPort }) {
      for (const path of ASKED) {
        const answer = await fetch(`http://127.0.0.1:${adminPort}${path}`);
        if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        await answer.arrayBuffer();
      }
      return { connections: 1, calls: ASKED.length };
    },
  },
  {
    client: 'curl, /api',
    path: 'h2c, admin port',
    isOfAdminPort: true,
    async drive({ adminPort }) {
      for (const path of ASKED) {
        const curl = ['-sS', '--fail', '-o', '/dev/null', '--http2-prior-knowledge'];
        await toolOutput('curl', [...curl, `http://127.0.0.1:${adminPort}${path}`]);
      }
      return { connections: ASKED.length, calls: ASKED.length };
    },
  },
  {
    client: 'grpcurl',
    path: 'h2c, admin port',
    isOfAdminPort: true,
    async drive({ adminPort }) {
      const target = `127.0.0.1:${adminPort}`;
      await toolOutput('grpcurl', ['-plaintext', target, 'list']);
      for (const method of CALLS)
        await toolOutput('grpcurl', ['-plaintext', target, `sre.trace.v1.TraceService/${method}`]);
      return { connections: 1 + CALLS.length, calls: 1 + 2 * CALLS.length };
    },
  },
  { client: 'WebSocket watcher', path: 'HTTP/1.1, admin port', isOfAdminPort: true, drive: watchByWebSocket },
  // Whoever watches ends it by cancelling: INFO at most.
  { client: 'grpc-js, Watch', path: 'h2c, admin port', isOfAdminPort: true, drive: watchByGrpc },
];

/** While calls pass, with PONGs and a change of its filter; then it closes in order. */
async function watchByWebSocket({ grpcPort, adminPort }: ServerProcess): Promise<Traffic> {
  const socket = new WebSocket(`ws://127.0.0.1:${adminPort}/api/trace/live?filter=kind:streamClosed`);
  let closed = 0;
  socket.on('message', (data) => {
    const events: readonly { readonly streamClosed?: object }[] = [JSON.parse(String(data))].flat();
    closed += events.filter(({ streamClosed }) => streamClosed !== undefined).length;
  });
  await once(socket, 'open');
  const { calls } = await callWithGrpcJs(`127.0.0.1:${grpcPort}`);
  await eventually(
    () => `${calls} streams on the WebSocket: ${closed}`,
    () => (closed >= calls ? true : undefined),
  );
  socket.send('{"filter": "kind:finding"}');
  socket.close(1000);
  await once(socket, 'close');
  return { connections: 1, calls: 1 };
}

const same = (bytes: Buffer) => bytes;

async function watchByGrpc({ grpcPort, adminPort }: ServerProcess): Promise<Traffic> {
  const client = new Client(`127.0.0.1:${adminPort}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  // An empty WatchRequest: all events.
  const watch = client.makeServerStreamRequest('/sre.trace.v1.TraceService/Watch', same, same, Buffer.alloc(0));
  let events = 0;
  watch.on('data', () => {
    events += 1;
  });
  const ended = new Promise<ServiceError>((resolve) => watch.once('error', resolve));
  await once(watch, 'metadata');
  const { calls } = await callWithGrpcJs(`127.0.0.1:${grpcPort}`);
  await eventually(
    () => `events of ${calls} calls: ${events}`,
    () => (events > calls * 2 ? true : undefined),
  );
  watch.cancel();
  const { code } = await ended;
  client.close();
  if (code !== status.CANCELLED) throw new Error(`Watch ended with ${status[code]}`);
  return { connections: 1, calls: 1 };
}
