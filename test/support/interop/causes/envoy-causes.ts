/** What Envoy does to calls of its own accord. Its timers are shortened to five seconds. */

import { freePort } from '../daemon.ts';
import { type EnvoyForward, startEnvoy } from '../envoy.ts';
import { ECHO_STREAM_PATH, REPLY, SLOW_STREAM_REQUEST, said, saidByNode, slowReply, slowStream } from './calls.ts';
import type { Evidence } from './evidence.ts';
import { after } from './later.ts';
import type { Relay, Stage } from './stage.ts';

type Call = (relay: Relay) => Promise<string>;

/** `RouteAction.timeout`, 15 s by default: for a whole exchange, and gRPC streams are exchanges. */
export function envoyRouteTimeout(stage: Stage): Promise<Evidence> {
  return throughEnvoy(stage, { route: { timeout: '5s' } }, ({ port }) => {
    // They begin at different times and are as old when they end: a timer, and no outage.
    const streams = [0, 300, 800].map((ms) => after(ms, () => said(port, slowStream(500, 20))));
    return all([...streams, said(port, slowReply(8_000))]);
  });
}

/** `stream_idle_timeout`, five minutes by default. PINGs flow all the while, on both connections: they are no stream's. */
export function envoyStreamIdleTimeout(stage: Stage): Promise<Evidence> {
  const forward = {
    route: { timeout: '0s' },
    manager: { stream_idle_timeout: '5s' },
    http2: { connection_keepalive: { interval: '2s', timeout: '5s' } },
  };
  const call = { path: ECHO_STREAM_PATH, request: SLOW_STREAM_REQUEST };
  return throughEnvoy(stage, forward, ({ port }) => saidByNode(port, call, { 'grpc.keepalive_time_ms': 2_000 }));
}

/** `circuit_breakers`: one request at a time, and there are two. */
export function envoyOverflow(stage: Stage): Promise<Evidence> {
  const cluster = { circuit_breakers: { thresholds: [{ max_requests: 1 }] } };
  return throughEnvoy(stage, { cluster }, async (relay) => {
    const first = said(relay.port, slowStream(1_000));
    await relay.saw(/SERVER DATA 1/);
    return all([first, said(relay.port, REPLY)]);
  });
}

async function throughEnvoy(stage: Stage, forward: Omit<EnvoyForward, 'to'>, call: Call): Promise<Evidence> {
  const server = await stage.ourServer();
  const evidence = await throughEnvoyTo(server.grpcPort, stage, forward, call);
  return { ...evidence, server: await server.leg() };
}

/** Nothing listens where Envoy is to connect. */
export async function envoyConnectFailure(stage: Stage): Promise<Evidence> {
  return throughEnvoyTo(await freePort(), stage, {}, ({ port }) => said(port, REPLY));
}

async function throughEnvoyTo(
  to: number,
  stage: Stage,
  forward: Omit<EnvoyForward, 'to'>,
  call: Call,
): Promise<Evidence> {
  const envoy = await stage.with(startEnvoy(stage.scratch, [{ to, ...forward }]));
  const relay = await stage.relay(envoy.ports[0] ?? 0);
  const answer = await call(relay);
  await envoy.stop();
  return { said: answer, log: envoy.accessLog().join('\n'), client: await relay.leg() };
}

async function all(answers: readonly Promise<string>[]): Promise<string> {
  return (await Promise.all(answers)).join('\n');
}
