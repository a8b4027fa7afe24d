/** All that the server tells of its traffic, by all the ways that there are. */

import { once } from 'node:events';
import { WebSocket } from 'ws';

import { ADMIN_FILES, ADMIN_SERVICE, CHANNELZ_FILE, TRACE_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { until } from '../support.ts';
import { askHttp1, askHttp1Bytes, callGrpc, type Fields } from './clients.ts';
import type { Target } from './traffic.ts';

export type Outputs = Map<string, Buffer>;

const FORMATS = ['ndjson', 'pretty', 'go', 'nghttp', 'qlog', 'pcapng'];
const PATHS = ['/', '/api/trace/config', '/api/connections', '/api/env', '/api/health', '/api/faults', '/nowhere'];
const OPEN_METRICS = { accept: 'application/openmetrics-text; version=1.0.0' };

/** More than there are events. */
const ALL_EVENTS = 1_000_000;

/** @param fields what a request to the admin API must bring */
export async function collect({ adminPort, httpPort, grpcPort }: Target, fields: Fields): Promise<Outputs> {
  const outputs: Outputs = new Map();
  const ask = async (name: string, port: number, path: string, more: Fields = {}) => {
    outputs.set(name, await askHttp1Bytes({ port, path, fields: { ...more, ...(port === adminPort ? fields : {}) } }));
  };
  for (const format of FORMATS) await ask(`export as ${format}`, adminPort, `/api/trace?format=${format}`);
  for (const path of PATHS) await ask(`admin ${path}`, adminPort, path);
  for (const [listener, port] of Object.entries({ admin: adminPort, HTTP: httpPort })) {
    await ask(`/metrics on ${listener}`, port, '/metrics');
    await ask(`/metrics on ${listener} as OpenMetrics`, port, '/metrics', OPEN_METRICS);
  }
  outputs.set('/api/connections/:id', await eachConnection(adminPort, fields));
  outputs.set('the live WebSocket', await live(adminPort, fields));
  outputs.set('TraceService/Watch', await watch(adminPort, fields));
  outputs.set('AdminService', await adminService(adminPort, fields));
  outputs.set('channelz', await channelz(grpcPort));
  return outputs;
}

async function eachConnection(port: number, fields: Fields): Promise<Buffer> {
  const { connections } = JSON.parse(await askHttp1({ port, path: '/api/connections', fields }));
  const ids = connections.map(({ conn }: { readonly conn: string }) => conn);
  const states: string[] = [];
  for (const id of ids) states.push(await askHttp1({ port, path: `/api/connections/${id}`, fields }));
  return Buffer.from(states.join('\n'));
}

/** The newest event that there is. */
async function newest(port: number, fields: Fields): Promise<number> {
  const line = await askHttp1({ port, path: '/api/trace?limit=1', fields });
  return JSON.parse(line).seq;
}

async function live(port: number, headers: Fields): Promise<Buffer> {
  const last = await newest(port, headers);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/trace/live?replay=${ALL_EVENTS}`, { headers });
  const messages: string[] = [];
  let seen = 0;
  socket.on('message', (data) => {
    messages.push(String(data));
    for (const { seq } of JSON.parse(String(data))) seen = Math.max(seen, seq);
  });
  await once(socket, 'open');
  await until(
    () => `${seen} of ${last} events came`,
    () => seen >= last,
  );
  socket.terminate();
  return Buffer.from(messages.join('\n'));
}

/** By itself the stream has no end. */
async function watch(port: number, metadata: Fields): Promise<Buffer> {
  const text = await askHttp1({ port, path: '/api/trace', fields: metadata });
  const enough = text.split('\n').length - 1;
  const request = { replay: ALL_EVENTS };
  const call = { port, service: TRACE_SERVICE, method: 'Watch', metadata, files: ADMIN_FILES };
  return Buffer.from(await callGrpc({ ...call, request, enough }));
}

async function adminService(port: number, metadata: Fields): Promise<Buffer> {
  const call = { port, service: ADMIN_SERVICE, request: {}, metadata, files: ADMIN_FILES };
  const told = ['ListServing', 'GetFault'].map((method) => callGrpc({ ...call, method }));
  return Buffer.from((await Promise.all(told)).join('\n'));
}

const CHANNELZ = 'grpc.channelz.v1.Channelz';

async function channelz(port: number): Promise<Buffer> {
  const call = { port, service: CHANNELZ, files: [CHANNELZ_FILE] };
  const servers = await callGrpc({ ...call, method: 'GetServers', request: {} });
  const serverId = /"serverId":"?(\d+)/.exec(servers)?.[1];
  return Buffer.from(servers + (await callGrpc({ ...call, method: 'GetServerSockets', request: { serverId } })));
}
