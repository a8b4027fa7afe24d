/** What HAProxy and nginx do to calls of their own accord, and what they make of them. Timers are shortened to seconds. */

import { startHaProxy } from '../haproxy.ts';
import { type NginxForward, startNginx } from '../nginx.ts';
import {
  answerOfNode,
  ECHO_BIDI_PATH,
  ECHO_PATH,
  ECHO_REQUEST,
  nodeClient,
  REPLY,
  said,
  silentBehindTwo,
  slowReply,
  slowStream,
} from './calls.ts';
import type { Evidence } from './evidence.ts';
import { after } from './later.ts';
import type { Stage } from './stage.ts';

/** `timeout client` in mode tcp: what a load balancer that knows no HTTP does to a connection on which nothing passes. */
export function haproxyCutsStream(stage: Stage): Promise<Evidence> {
  return throughHaproxy(stage, ['mode tcp', 'timeout client 2s'], '', (port) => said(port, slowStream(10_000)));
}

/** The same between two calls: the client finds out at the second, or when the FIN comes. */
export function haproxyCutsIdleConnection(stage: Stage): Promise<Evidence> {
  return throughHaproxy(stage, ['mode tcp', 'timeout client 2s'], '', callsWithPause);
}

/** `timeout client` in mode http ends an idle connection in order, with a GOAWAY. */
export function haproxyEndsIdleConnection(stage: Stage): Promise<Evidence> {
  return throughHaproxy(stage, ['mode http', 'timeout client 2s'], 'proto h2', callsWithPause);
}

async function throughHaproxy(
  stage: Stage,
  lines: readonly string[],
  protocol: string,
  call: (port: number) => Promise<string>,
): Promise<Evidence> {
  const server = await stage.ourServer();
  const forward = { to: server.grpcPort, options: protocol, bind: protocol, lines };
  const haproxy = await stage.with(startHaProxy(stage.scratch, [forward]));
  const relay = await stage.relay(haproxy.ports[0] ?? 0);
  const answer = await call(relay.port);
  await haproxy.stop();
  return { said: answer, log: haproxy.said(), client: await relay.leg(), server: await server.leg() };
}

/** One channel: a call, three seconds of silence, a call. */
async function callsWithPause(port: number): Promise<string> {
  const client = nodeClient(port);
  const call = { path: ECHO_PATH, request: ECHO_REQUEST };
  try {
    const first = await answerOfNode(client, call);
    return `${first}\n${await after(3_000, () => answerOfNode(client, call))}`;
  } finally {
    client.close();
  }
}

/**
 * `grpc_read_timeout`, 60 s by default: between two reads from the server. nginx leaves a timer as it is where it would move it by less than
 * 300 ms, so the last message has to come later than that.
 */
export function nginxCutsStream(stage: Stage): Promise<Evidence> {
  return throughNginx(stage, impatient, (port) => silentBehindTwo(port, ECHO_BIDI_PATH, ECHO_REQUEST));
}

/** The same where nothing was read yet. */
export function nginxGivesUp(stage: Stage): Promise<Evidence> {
  return throughNginx(stage, impatient, (port) => said(port, slowReply(8_000)));
}

function impatient(port: number): NginxForward {
  return { location: [`grpc_pass grpc://127.0.0.1:${port};`, 'grpc_read_timeout 5s;'] };
}

/** `client_max_body_size`, 1 MiB by default, here 10 KiB. */
export function nginxBodyLimit(stage: Stage): Promise<Evidence> {
  const forward = (port: number) => ({
    server: ['client_max_body_size 10k;'],
    location: [`grpc_pass grpc://127.0.0.1:${port};`],
  });
  const request = { message: 'x'.repeat(20_000) };
  return throughNginx(stage, forward, (port) => said(port, { ...REPLY, request }));
}

/** `proxy_pass` where `grpc_pass` was needed: HTTP/1.0 to the server, whatever the client spoke. */
export function nginxSpeaksHttp1(stage: Stage): Promise<Evidence> {
  const forward = (port: number) => ({ location: [`proxy_pass http://127.0.0.1:${port};`] });
  return throughNginx(stage, forward, (port) => said(port, REPLY));
}

async function throughNginx(
  stage: Stage,
  forward: (serverPort: number) => NginxForward,
  call: (port: number) => Promise<string>,
): Promise<Evidence> {
  const server = await stage.ourServer();
  const nginx = await stage.with(startNginx(stage.scratch, [forward(server.grpcPort)]));
  const relay = await stage.relay(nginx.ports[0] ?? 0);
  const answer = await call(relay.port);
  await nginx.stop();
  const log = [...nginx.accessLog(), nginx.errorLog()].join('\n');
  return { said: answer, log, client: await relay.leg(), server: await server.leg() };
}
