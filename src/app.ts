/** The composition root: from a Config to listeners, servers, traces and sinks, and back to nothing. */

import { setTimeout as sleep } from 'node:timers/promises';
import { loadAdminToken } from './app/admin-token.ts';
import { createEchoes } from './app/echoes.ts';
import { createFronts } from './app/fronts.ts';
import { type Addresses, listenAll } from './app/listen.ts';
import type { AppOutput } from './app/sinks.ts';
import { loadTls } from './app/tls.ts';
import { createTracing } from './app/tracing.ts';
import { atMostEvery } from './at-most-every.ts';
import { createFrameInjector } from './capture/frame-injector.ts';
import type { Front } from './capture/front.ts';
import { InnerListener } from './capture/inner.ts';
import type { Config } from './cli/config.ts';
import { isLoopback } from './loopback.ts';
import { EventLoopWatch } from './place/event-loop.ts';
import { readPlace } from './place/place.ts';
import { reachableAt } from './reachable-address.ts';
import { createAccess } from './servers/admin/access.ts';
import { createAdminServer } from './servers/admin/server.ts';
import { createCallFaults } from './servers/faults/call-faults.ts';
import { createReplicaFaults } from './servers/faults/replica-faults.ts';
import { createGrpcServer } from './servers/grpc/server.ts';
import { createHealthRegistry, WHOLE_SERVER } from './servers/health-registry.ts';
import { createHttpServer } from './servers/http/server.ts';
import type { Identity } from './servers/identity.ts';

export interface App extends Addresses {
  /** SHA-256 of the certificate. Undefined: clear text only. */
  readonly tlsFingerprint: string | undefined;
  /** Not serving, after the drain delay GOAWAY and drain, then nothing is left. Resolves within the delay and the grace time. */
  stop(): Promise<void>;
}

/** Where descriptors run out, each of thousands of connections fails. */
const ACCEPT_ERROR_INTERVAL_MS = 1_000;

/**
 * How long the last words of a server may take to a client that reads them, and the trace's to the sinks, when the grace time
 * is over. With the servers' own last words a stop takes a second more than the grace time, whoever does not read.
 */
const LAST_WORDS_MS = 250;
const LAST_EVENTS_MS = 500;

/** @throws Error that says in words what could not be opened, with nothing left open; ConfigError where the user is to mend it */
export async function startApp(config: Config, output: AppOutput, identity: Identity): Promise<App> {
  const tls = config.tls === undefined ? undefined : await loadTls(config.tls);
  for (const warning of tls?.warnings ?? []) output.log(`warning: ${warning}`);
  const adminToken = config.admin?.token && (await loadAdminToken(config.admin.token, output.log));
  const tracing = await createTracing(config, output, identity);
  const eventLoop = new EventLoopWatch();
  eventLoop.start();
  const { metrics } = tracing;
  const replica = createReplicaFaults();
  const injector = createFrameInjector(config.policy.pings);
  const faults = createCallFaults({ hostname: identity.hostname, replica, transport: injector });
  const reachable = { grpc: '', http: '' };
  const health = createHealthRegistry();
  // The ports are known when both listen: 0 takes any.
  const serverOptions = {
    health,
    isReady: () => health.statusOf(WHOLE_SERVER) === 'SERVING',
    get isSecret() {
      return tracing.redaction.isSecret;
    },
    identity,
    newTraces: config.output.otlpEndpoint !== undefined,
    ...(config.output.httpMetrics ? { metrics } : {}),
    channelz: config.channelz,
    faults,
    http2: config.policy.http2,
    messageLimits: config.policy.messages,
    get grpcAt() {
      return reachable.grpc;
    },
    get httpAt() {
      return reachable.http;
    },
  };
  const grpc = createGrpcServer(serverOptions);
  const http = createHttpServer(serverOptions, grpc);
  const admin = createAdminServer(
    {
      health,
      faults: replica,
      tracing,
      delivery: tracing.delivery,
      identity,
      metrics,
      readPlace: () => readPlace({ eventLoop }),
    },
    createAccess({ token: adminToken?.token, isLoopback: isLoopback(config.admin?.host ?? 'localhost') }),
  );
  const logAcceptError = atMostEvery(ACCEPT_ERROR_INTERVAL_MS, output.log, performance.now.bind(performance));
  const onAcceptError = (error: Error) => logAcceptError(`error: a connection could not be accepted: ${error.message}`);
  const inner = new InnerListener((socket, facts, protocol) => {
    // Node's HTTP/1 server answers a half-closed client; its HTTP/2 sessions end with their client's FIN.
    socket.allowHalfOpen = protocol === 'http/1.1';
    if (protocol === 'grpc') grpc.accept(socket, facts);
    else (facts.listener === 'admin' ? admin : http).accept(socket, facts, protocol);
  }, onAcceptError);
  const { observe, keylog } = tracing;
  const parts = { inner, tls: tls?.identity, keylog, observe, injector, faults, onError: onAcceptError };
  const fronts = createFronts(config, parts);
  const echoes = createEchoes(config, onAcceptError);
  const unfollowToken = adminToken?.follow();
  try {
    await Promise.all([http.ready(), admin.ready(), inner.listen()]);
    const addresses = await listenAll(config, fronts, echoes);
    reachable.grpc = reachableAt(addresses.grpc);
    reachable.http = reachableAt(addresses.http);
    return { ...addresses, tlsFingerprint: tls?.fingerprint, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    if (config.drainDelayMs > 0) {
      health.setAll('NOT_SERVING');
      await sleep(config.drainDelayMs);
    }
    const deadline = Date.now() + config.graceMs + LAST_WORDS_MS + LAST_EVENTS_MS;
    health.shutdown();
    unfollowToken?.();
    const all: readonly Front[] = Object.values(fronts);
    for (const front of all) front.close();
    await within(LAST_WORDS_MS, Promise.all(all.map((front) => front.joined())));
    const drainEnd = Date.now() + config.graceMs;
    const drains = [grpc, http].map((server) => server.drain(config.graceMs));
    await Promise.all([...drains, echoes.tcp?.stop(), echoes.udp?.stop()]);
    // The last: who watches the trace sees how the others end.
    await admin.drain(Math.max(drainEnd - Date.now(), LAST_WORDS_MS));
    await Promise.all(all.map((front) => front.drained(LAST_WORDS_MS)));
    inner.close();
    eventLoop.stop();
    const isWritten = await within(Math.max(deadline - Date.now(), LAST_EVENTS_MS), tracing.close());
    if (!isWritten) output.log('error: the end of the trace could not be written: its reader is too slow');
  }
}

/** @returns whether `work` was done in time */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}
